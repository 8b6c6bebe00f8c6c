"""The databases of `tests.store.databases`, for the tests of this room."""

from tests.store.databases import empty_url, kind, other, server, store, url

__all__ = ["empty_url", "kind", "other", "server", "store", "url"]
