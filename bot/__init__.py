"""How Teams carries it: the door, turns, the connector, cards, notices, the alarm clock, and the start of it all."""
