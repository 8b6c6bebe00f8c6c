"""Checks of single values. Each raises ValueError with the end of a sentence: what is wrong, and an example."""

from pathlib import Path
from re import compile as pattern
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

GUID = "11111111-2222-3333-4444-555555555555"
MAILBOX = pattern(r"[^@\s,;]{1,64}@[^@\s,;]{1,190}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def guid(value: str) -> str:
    """An object id, in the small letters that Microsoft uses."""
    try:
        return str(UUID(value.strip()))
    except ValueError:
        raise ValueError(f"is not a GUID, for example {GUID}") from None


def listed(value: object) -> tuple[str, ...]:
    """``a, b`` or a list of strings, without doubles and empty pieces."""
    if not isinstance(value, str | list | tuple | set | frozenset):
        raise ValueError("is neither text nor a list")
    pieces = value.split(",") if isinstance(value, str) else [str(each) for each in value]
    return tuple(dict.fromkeys(each.strip() for each in pieces if each.strip()))


def guids(value: object) -> tuple[str, ...]:
    """Comma-separated object ids."""
    return tuple(guid(each) for each in listed(value))


def url(value: str) -> str:
    """An https address; plain http only on this machine."""
    parts = urlsplit(value.strip())
    if not parts.hostname or parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise ValueError("is not an address, for example https://graph.microsoft.com")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("is plain http: use https (http is for 127.0.0.1 only), for example https://graph.example.com")
    return value.strip()


def zone(value: str) -> str:
    """A name of the time zone database."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'is not a time zone ("{value[:40]}"), for example Europe/Berlin') from None
    return value


def readable(value: Path) -> Path:
    """A file that is there."""
    if not value.is_file():
        raise ValueError(f"names no file ({value}), for example /etc/muster/bot.pem")
    return value


def region(value: str) -> str:
    """A country by its two letters, or nothing."""
    letters = value.strip().upper()
    if letters and not (len(letters) == 2 and letters.isascii() and letters.isalpha()):
        raise ValueError(f'is "{value[:20]}", not the two letters of a country, for example NL')
    return letters


def mailbox(value: str) -> str:
    """A mail address, or nothing."""
    address = value.strip()
    if address and not MAILBOX.fullmatch(address):
        raise ValueError(f'is "{address[:60]}", not a mail address, for example muster@contoso.com')
    return address


def countries(value: object) -> tuple[str, ...]:
    """Countries by their two letters, or ``*`` for all of them."""
    return tuple(each if each == "*" else region(each) for each in listed(value))


def database(value: str) -> str:
    """A SQLite file or a PostgreSQL server."""
    if not value.startswith(
        ("sqlite:///", "sqlite+aiosqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")
    ):
        raise ValueError(
            "is not a database address, for example sqlite+aiosqlite:///muster.db or postgresql://muster@db/muster"
        )
    return value


def level(value: str) -> str:
    """How much is logged."""
    lowered = value.strip().lower()
    if lowered not in ("debug", "info", "warning", "error"):
        raise ValueError(f'is "{value[:20]}", not one of debug, info, warning, error, for example info')
    return lowered
