"""The translations, read once each from the text files that translators write."""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"  # the language of the keys: it has no file


def path_of(language: str) -> Path:
    """Where the translations into a language stand."""
    return LOCALES / language / "LC_MESSAGES" / "muster.po"


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """What each message is in that language; a message that is missing stays English. No file: all do."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with path_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
