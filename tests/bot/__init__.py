"""The bot at the wire: against the make-believe Microsoft, and pure pieces by themselves."""
