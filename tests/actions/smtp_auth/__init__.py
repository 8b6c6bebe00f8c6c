"""Tests of basic SMTP AUTH, mailbox by mailbox."""
