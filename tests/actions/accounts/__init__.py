"""Tests of accounts behind which nobody sits."""
