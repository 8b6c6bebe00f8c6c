"""One language: its messages, its plural forms, its dates and its lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from gettext import NullTranslations
from types import MappingProxyType
from typing import Final

from babel.dates import format_date
from babel.lists import format_list

from dialogs.words.people.catalogues import SOURCE, catalogue

LANGUAGES: Final = ("en", "nl", "de", "fr", "es")
_LOCALES: Mapping[str, str] = MappingProxyType({"en": "en_GB"})
_DAYS: Mapping[str, str] = MappingProxyType(
    {
        "en": "EEE d MMM",
        "nl": "EEEE d MMMM",
        "de": "EEEE, d. MMMM",
        "fr": "EEEE d MMMM",
        "es": "EEEE d 'de' MMMM",
    }
)
_FIRST: Mapping[str, str] = MappingProxyType({"fr": "EEEE '1er' MMMM"})  # of the month


def N_(message: str) -> str:
    """Mark a message that is translated later; it stays as it is."""
    return message


def language_of(locale: str | None) -> str:
    """``nl`` of ``nl-NL``; English where the language is none of ours."""
    found = (locale or "").replace("_", "-").split("-")[0].casefold()
    return found if found in LANGUAGES else SOURCE


@dataclass(frozen=True, slots=True)
class Speech:
    """Says messages in one of `LANGUAGES`. Facts are put in as they are: make them plain text first."""

    language: str

    @property
    def _messages(self) -> NullTranslations:
        return catalogue(self.language)

    def gettext(self, message: str, /, **facts: str) -> str:
        """The message, with its facts put in."""
        said = self._messages.gettext(message) if message else ""
        return said.format_map(facts) if facts else said

    def ngettext(self, one: str, many: str, number: int, /, **facts: str) -> str:
        """The form of the message that goes with this number, which is its fact ``number``."""
        return self._messages.ngettext(one, many, number).format_map({"number": str(number), **facts})

    def day(self, on: date) -> str:
        """``Tue 24 Nov``; other languages write it out."""
        pattern = _FIRST.get(self.language, _DAYS[self.language]) if on.day == 1 else _DAYS[self.language]
        return format_date(on, pattern, locale=self._locale)

    def date(self, on: date) -> str:
        """``24 November 2026``."""
        return format_date(on, "long", locale=self._locale)

    def moment(self, at: datetime, zone: tzinfo) -> str:
        """``Tue 24 Nov 09:00``, in that zone."""
        local = at.astimezone(zone)
        return self.gettext("{day} {time}", day=self.day(local.date()), time=f"{local:%H:%M}")

    def listed(self, items: Sequence[str]) -> str:
        """``a, b and c``."""
        return format_list(items, locale=self._locale) if items else ""

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)


def translated(language: str) -> Speech:
    """The speech of a language, or of a locale (``nl-NL``); English where it is none of ours."""
    return Speech(language_of(language))
