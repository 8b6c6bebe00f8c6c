"""What is written all the time: its SQL is made once, for SQLAlchemy would make it each time.

Of inserts that meet a row which is there already: both databases know ON CONFLICT, each through its own dialect, and
SQLAlchemy keeps no such statement in its cache.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Table, TextClause, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

OF, UNCHANGED = "of_", "unchanged"  # before the names of a key's values; the name of the version that was read
_CAST = re.compile(r"(:\w+)::")


@cache
def adding(table: Table, columns: tuple[str, ...], dialect: str) -> TextClause:
    """Insert a row unless a unique key is there already; answers a row where it was inserted."""
    statement = _insert(table, columns, dialect).on_conflict_do_nothing().returning(table.c.tenant_id)
    return _said(statement, table, columns, dialect=dialect)


@cache
def changing(table: Table, columns: tuple[str, ...], dialect: str) -> TextClause:
    """Give these columns to the row with the same primary key; if it has a version, only where that is unchanged."""
    compared = {OF + column.name: column for column in table.primary_key}
    if "version" in table.c:
        compared[UNCHANGED] = table.c.version
    given = {name: table.c[name] for name in columns if name not in table.primary_key}
    these = (column == bindparam(name) for name, column in compared.items())
    statement = table.update().where(*these).values({name: bindparam(name) for name in given})
    return _typed(_text(statement, dialect), {name: column.type for name, column in (given | compared).items()})


@cache
def adding_many(table: Table, columns: tuple[str, ...], dialect: str) -> TextClause:
    """Insert rows, except those with a unique key that is there already."""
    return _said(_insert(table, columns, dialect).on_conflict_do_nothing(), table, columns, dialect=dialect)


@cache
def putting(table: Table, columns: tuple[str, ...], dialect: str) -> TextClause:
    """Insert a row, or give these columns to the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    statement = _insert(table, columns, dialect)
    rest = {name: statement.excluded[name] for name in columns if name not in keys}
    change = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    return _said(change, table, columns, dialect=dialect)


def _insert(table: Table, columns: tuple[str, ...], dialect: str) -> "postgresql.Insert | sqlite.Insert":
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return insert.values({name: bindparam(name) for name in columns})


def _said(statement: ClauseElement, table: Table, columns: tuple[str, ...], *, dialect: str) -> TextClause:
    return _typed(_text(statement, dialect), {name: table.c[name].type for name in columns})


def _text(statement: ClauseElement, dialect: str) -> TextClause:
    named = (postgresql if dialect == "postgresql" else sqlite).dialect(paramstyle="named")
    return text(_CAST.sub(r"\1 ::", str(statement.compile(dialect=named))))  # or text() takes a name for no parameter


def _typed(said: TextClause, types: Mapping[str, TypeEngine[Any]]) -> TextClause:
    return said.bindparams(*(bindparam(name, type_=type_) for name, type_ in types.items()))
