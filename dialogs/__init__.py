"""What is said next: words in, records moved by the engine, replies out. No card, no Activity, no SQL."""
