"""A code says one thing: two areas that gave it two sentences would put words into each other's mouths."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages

import dialogs.words

TABLES = ("SENTENCES", "ROWS", "TROUBLE", "INPUT", "REFUSED", "TOLD")
TOLD_APART = {"disowned"}  # as a row and as an alarm: `words.told` says which


def sentences() -> Iterator[tuple[str, str]]:
    """Every code of every table, with what it says there."""
    for found in walk_packages(dialogs.words.__path__, "dialogs.words."):
        module = import_module(found.name)
        for table in (getattr(module, name, None) for name in TABLES):
            if isinstance(table, Mapping):
                yield from table.items()


def test_no_code_has_two_meanings() -> None:
    said = defaultdict(set)
    for code, sentence in sentences():
        said[code].add(sentence)
    assert len(said) > 500
    assert {code for code, meanings in said.items() if len(meanings) > 1} == TOLD_APART
