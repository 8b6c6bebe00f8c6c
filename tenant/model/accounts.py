"""What a directory knows of an account beside who it is: addresses, passwords, when it was last used.

https://learn.microsoft.com/graph/api/resources/user
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """By what names somebody can be reached, as written. ``sip``: the Teams address, None where there is none.

    ``proxies``: every mail address of theirs, the type in front taken off, the primary one first.
    """

    upn: str
    mail: str | None = None
    sip: str | None = None
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSignIn:
    """``signInActivity``. ``at``: the last try, by a person or by a program, and also one that failed;
    ``by_person``: the last that somebody typed; ``by_program``: the last one that nobody did; ``successful``: the last
    that went well (known since December 2023).

    None: never, or longer ago than Microsoft remembers.
    """

    at: datetime | None = None
    by_person: datetime | None = None
    by_program: datetime | None = None
    successful: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What betrays that an account may not be a person's. None: not told.

    ``restricted``: in a restricted management administrative unit, so that applications cannot change it.
    ``sessions_from``: sign-ins from before that moment are over (``signInSessionsValidFromDateTime``).
    """

    created: datetime | None = None
    password_changed: datetime | None = None
    password_expires: bool = True
    job: str = ""
    department: str = ""
    restricted: bool | None = None
    sessions_from: datetime | None = None
