"""Tests of phone numbers and of the actions that write them."""
