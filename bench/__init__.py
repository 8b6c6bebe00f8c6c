"""Measures: the bot, the make-believe Microsoft and the driver are processes of their own."""
