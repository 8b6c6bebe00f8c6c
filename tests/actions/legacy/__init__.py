"""Tests of old clients and protocols."""
