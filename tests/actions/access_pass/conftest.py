"""The writers of sign-in methods and policies, beside what all tests of actions have."""

from tests.tenant.conftest import methods, policies

__all__ = ["methods", "policies"]
