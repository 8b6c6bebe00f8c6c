"""What the plan of a campaign shows besides: where its people stand before it begins."""

from dialogs.reply import Section
from dialogs.views.material import Material
from dialogs.words import count, counted, headcount, label
from engine import PlannedRow, Request

STANDS = "stands-"  # how the codes of readiness begin
START = "campaign start"


def begins(material: Material) -> bool:
    """Is it the plan of a campaign that begins? Then one of its rows is the campaign itself."""
    return bool(itself(material.request))


def itself(request: Request) -> int:
    """How many of its rows are no person: one, where a campaign begins."""
    return int(request.action == START and request.undo_of is None)


def people(material: Material, number: int) -> str:
    """``11 people, and the campaign itself``, where the number counts the campaign too."""
    if not begins(material) or number < 1:
        return material.counted(number)
    return f"{headcount(number - 1)}, and the campaign itself" if number > 1 else count(number, "campaign")


def readiness(material: Material) -> Section | None:
    """How many must register, must update a device, are ready, are not allowed to; the most first."""
    found = {code: number for code, number in material.request.counts.warned_why.items() if code.startswith(STANDS)}
    if not found:
        return None
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    rows = tuple((f"{number:,}", _first_upper(counted(code) or label(code))) for code, number in ordered if number)
    return Section("Where they stand", ("People", "Where"), rows)


def stands(row: PlannedRow) -> str:
    """Where one of them stands, in a word or two."""
    return next((label(each.code) for each in row.warnings if each.code.startswith(STANDS)), "")


def _first_upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
