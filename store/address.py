"""Where the memory lies: a database address as people write it, checked before anything is opened."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class CannotOpen(Exception):
    """The database cannot be used; the message is one sentence for the person who set it up, without a password."""


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address. ``url`` names the asynchronous driver."""

    url: URL

    @classmethod
    def of(cls, text: str) -> "Address":
        """Read ``sqlite:///muster.db``, ``postgresql://…`` and their longer forms. Raises CannotOpen."""
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            raise CannotOpen("The database address is not one: write sqlite:///muster.db or postgresql://…") from None
        if url.drivername not in DRIVERS:
            raise CannotOpen(f"Muster remembers in SQLite or PostgreSQL, not in {url.drivername}.")
        address = cls(url.set(drivername=DRIVERS[url.drivername]))
        if address.file and str(address.file) in (".", ":memory:"):
            raise CannotOpen("A memory must outlive the process: name a file, for example sqlite:///muster.db.")
        return address

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        return Path(self.url.database or "") if self.url.drivername.startswith("sqlite") else None

    @property
    def blocking(self) -> URL:
        """The same address for the migrations, which do not run in the event loop."""
        return self.url.set(drivername="sqlite") if self.file else self.url

    def __str__(self) -> str:
        """Fit to be shown: no password, no options."""
        return self.url.set(query={}).render_as_string(hide_password=True)

    def prepare(self) -> None:
        """Make the SQLite file, for its owner's eyes only (SQLite gives its side files the same). Raises CannotOpen."""
        if self.file is None:
            return
        if not self.file.absolute().parent.is_dir():
            raise CannotOpen(f"The folder {self.file.absolute().parent} does not exist: make it, or name another.")
        try:
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as trouble:
            raise CannotOpen(f"The file {self.file} cannot be opened for writing: {trouble.strerror}.") from None
        with suppress(PermissionError):  # somebody else's file: they decide who reads it
            os.chmod(self.file, 0o600)
