"""What a reminder of the house is about, in words, and what can be typed about it."""

from collections.abc import Mapping
from datetime import date

from dialogs.words import plain
from dialogs.words.people import Speech
from dialogs.words.people import reminders as words
from dialogs.words.systems import CERTIFICATE, SERVICE_ACCOUNT
from engine import Reminder


def about(speech: Speech, reminder: Reminder) -> Mapping[str, str]:
    """``about`` and ``date``; ``host|2027-01-31`` is what is said of a certificate."""
    what, _, on = reminder.about.partition("|")
    return {"about": _named(speech, what), "date": speech.date(date.fromisoformat(on)) if on else ""}


def _named(speech: Speech, what: str) -> str:
    if what.startswith(CERTIFICATE):
        return speech.gettext(words.THE_CERTIFICATE, host=plain(what.removeprefix(CERTIFICATE)))
    if what.startswith(SERVICE_ACCOUNT):
        return speech.gettext(words.A_SERVICE_ACCOUNT)
    return words.SERVERS.get(what, plain(what))


def typed(reminder: Reminder) -> str:
    """The command that goes on from it."""
    what = reminder.about
    match reminder.fact:
        case "decided" | "exemption-over":
            return f"request show {what}"
        case "certificate-renewed":
            return "certificates"
        case _ if what.startswith(CERTIFICATE):
            return f"domains attest {plain(what.removeprefix(CERTIFICATE))} until:<yyyy-mm-dd>"
        case _ if what.startswith(SERVICE_ACCOUNT):
            return "service-accounts"
        case _ if what == "mfa-server":
            return "mfa-server attest"
        case _:
            return f"modern-auth attest {what.removesuffix('-server')}"
