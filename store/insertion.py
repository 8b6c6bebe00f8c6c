"""Inserts that meet a row which is there already: their SQL is made once, for SQLAlchemy would make it each time.

Both databases know ON CONFLICT, each through its own dialect, and SQLAlchemy keeps no such statement in its cache.
"""

import re
from functools import cache

from sqlalchemy import ClauseElement, Table, TextClause, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite

_CAST = re.compile(r"(:\w+)::")


@cache
def adding(table: Table, columns: tuple[str, ...], dialect: str) -> TextClause:
    """Insert a row unless a unique key is there already; answers a row where it was inserted."""
    statement = _insert(table, columns, dialect).on_conflict_do_nothing().returning(table.c.tenant_id)
    return _said(statement, table, columns, dialect=dialect)


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
    named = (postgresql if dialect == "postgresql" else sqlite).dialect(paramstyle="named")
    said = _CAST.sub(r"\1 ::", str(statement.compile(dialect=named)))  # or text() takes the name for no parameter
    return text(said).bindparams(*(bindparam(name, type_=table.c[name].type) for name in columns))
