"""Tests of campaigns' actions, facts and checks."""
