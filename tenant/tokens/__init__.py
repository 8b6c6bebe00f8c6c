"""Access tokens: the only folder that knows the sign-in library (MSAL)."""

from tenant.tokens.keeper import Tokens

__all__ = ["Tokens"]
