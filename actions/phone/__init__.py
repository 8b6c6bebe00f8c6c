"""Phones as sign-in methods: numbers that are believed before they are written, and never a guessed one."""
