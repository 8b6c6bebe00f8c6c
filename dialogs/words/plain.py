"""Other people's text made safe to show: one line, no control or direction characters, not too long."""

from unicodedata import category

MOST = 60
JOINERS = "\u200c\u200d"  # parts of real names and of emoji; they cannot turn text around


def plain(text: str, *, most: int = MOST) -> str:
    """The text in one line of at most ``most`` characters.

    Drops what could reorder or hide text (Unicode categories Cc, Cf, Cs, Co: "Trojan Source", CVE-2021-42574).
    """
    kept = "".join(each if each in JOINERS else _shown(each) for each in text)
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def name(text: str, upn: str = "") -> str:
    """A person's or thing's name to show; never empty."""
    return plain(text) or plain(upn) or "(no name)"


def _shown(each: str) -> str:
    if each.isspace():
        return " "
    return "" if category(each) in ("Cc", "Cf", "Cs", "Co", "Cn") else each
