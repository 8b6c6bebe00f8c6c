"""Temporary Access Passes (https://learn.microsoft.com/graph/api/resources/temporaryaccesspassauthenticationmethod)."""

from dataclasses import dataclass, field
from datetime import datetime

from tenant.model.methods import MethodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A pass that was just issued. ``secret`` is told this one time only: it goes to a dialog and nowhere else.

    ``usable`` False: ``why_not`` is Microsoft's word for it (``DisabledByPolicy``, ``NotYetValid``, ``Expired`` …), and
    nobody can sign in with it. ``until``: when it ends, aware.
    """

    id: str
    secret: str = field(repr=False)
    usable: bool
    until: datetime
    why_not: str = ""
    once: bool = True


@dataclass(frozen=True, slots=True)
class MethodWish:
    """One method that shall be gone. The kind decides where it is deleted; a password cannot be."""

    user_id: str
    method_id: str
    kind: MethodKind
