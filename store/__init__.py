"""What is remembered: one implementation of `engine.ports.Store` over SQLite and PostgreSQL."""

from store.address import CannotOpen
from store.memory import Memory
from store.opening import migrate, open_store

__all__ = ["CannotOpen", "Memory", "migrate", "open_store"]
