"""Campaigns: who is asked in which wave, where everybody stands, and whether they still get in."""
