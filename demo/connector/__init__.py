"""The make-believe Microsoft Teams: conversations, the Bot Connector's REST, and the people who type and press."""
