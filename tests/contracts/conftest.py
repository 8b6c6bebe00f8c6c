"""The databases of `tests.store.databases`, for the contract of `engine.ports.Store`."""

from tests.store.databases import kind, other, server, store, url

__all__ = ["kind", "other", "server", "store", "url"]
