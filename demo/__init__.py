"""A make-believe Microsoft 365 over real HTTP on 127.0.0.1. It imports nothing else of this project."""
