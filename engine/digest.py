"""The digest of a plan: what an approver saw is exactly what runs."""

from hashlib import sha256
from json import dumps

from actions.spec import Reason
from engine.request import PlannedRow, Request


class Digest:
    """SHA-256 over the tenant, the action, its pinned arguments, then every stored row in stored order."""

    def __init__(self, request: Request) -> None:
        self._hash = sha256(_line([request.tenant_id, request.action, dict(request.arguments), request.undo_of]))

    def add(self, row: PlannedRow) -> None:
        """The next stored row, as planned: what becomes of it later does not count."""
        self._hash.update(_line(_planned(row)))

    def text(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._hash.hexdigest()


def _planned(row: PlannedRow) -> object:
    handed = {"for": row.for_person} if row.for_person else {}
    return {
        **handed,
        "n": row.n,
        "subject": [row.subject.id, row.subject.name, row.subject.upn],
        "before": row.before,
        "after": row.after,
        "warnings": [_reason(each) for each in row.warnings],
        "guard": _reason(row.guard),
        "released": row.released,
        "cannot": _reason(row.cannot),
    }


def _reason(reason: Reason | None) -> object:
    return None if reason is None else [reason.code, dict(reason.facts)]


def _line(value: object) -> bytes:
    """Sorted compact JSON; the line's end keeps two rows from reading as another one."""
    return dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
