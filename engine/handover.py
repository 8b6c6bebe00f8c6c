"""A secret on its way to the one person who may see it. It lives in this value only."""

from dataclasses import dataclass

from actions.spec import Secret, Subject
from engine.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """``secret`` is for ``subject`` and was just made: whoever shows it shows it once and keeps nothing."""

    request: Request
    subject: Subject
    secret: Secret
