"""The make-believe login service: metadata, keys and tokens, for applications and for the bot channel."""
