"""The writer of sign-in methods, beside what all tests of actions have."""

from tests.tenant.conftest import methods

__all__ = ["methods"]
