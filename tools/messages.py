"""Collect what is said to people, and bring it to the translators: `python -m tools.messages`.

`muster.pot` holds every message, sorted. Each language's `muster.po` gets the new ones, untranslated, and loses those
that nobody says any more. Nothing is guessed from a similar message: a test tells what has to be translated.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dialogs.words.guides import everyday
from dialogs.words.people.catalogues import SOURCE, path_of
from dialogs.words.people.speech import LANGUAGES

ROOT = Path(__file__).parents[1]
TEMPLATE = "dialogs/words/people/locales/muster.pot"
KEYWORDS = {"N_": None, "gettext": None, "ngettext": (1, 2)}
WRITTEN = datetime(2026, 11, 21, tzinfo=UTC)  # a fixed date: the files change with what they hold and with nothing else
HEADER = "# What Muster says to people. English is the key of each message.\n#"


def template() -> Catalog:
    """Every message, in English, with its plural form."""
    found = _catalog(None)
    for _, _, message, comments, _ in extract_from_dir(
        ROOT / "dialogs", [("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        found.add(message, auto_comments=comments)
    for text in of_guides():
        found.add(text)
    return found


def of_guides() -> Iterator[str]:
    """The guides for everybody, which are data."""
    for guide in everyday.GUIDES:
        yield from (guide.title, *guide.steps, *guide.notes, *(what for _, what in guide.links))


def written(catalog: Catalog) -> str:
    """The text of its file: sorted, without places in the source, which move with every change."""
    text = BytesIO()
    write_po(text, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    return text.getvalue().decode("utf-8")


def updated(language: str) -> Catalog:
    """The language's catalogue with every message of today."""
    found = _catalog(language)
    path = path_of(language)
    if path.exists():
        known = read_po(BytesIO(path.read_bytes()), locale=language)
        for each in known:
            if each.id:
                found.add(each.id, each.string, flags=each.flags, user_comments=each.user_comments)
    found.update(template(), no_fuzzy_matching=True)
    found.obsolete.clear()
    found.creation_date = WRITTEN
    return found


def _catalog(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=HEADER,
        project="Muster",
        version="1",
        copyright_holder="Muster",
        msgid_bugs_address="",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
    )


def main() -> int:
    """Write the template and bring every language up to it."""
    (ROOT / TEMPLATE).write_text(written(template()), "utf-8")
    for language in LANGUAGES:
        if language != SOURCE:
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            path_of(language).write_text(written(updated(language)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
