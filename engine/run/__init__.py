"""Carrying out an approved plan, chunk by chunk: look, mark, apply, look again, settle."""
