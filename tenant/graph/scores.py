"""Microsoft Secure Score: one snapshot a day, about ninety of them.

https://learn.microsoft.com/graph/api/security-list-securescores and security-list-securescorecontrolprofiles. Microsoft
answers 206 where one of its products could not say its part; what there is, is told.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from sys import intern

from tenant.graph.call import Call
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, decimal, moment, text, things
from tenant.model import Score, ScoreControl

MOST_DAYS = 90


async def scores(session: Session, days: int) -> tuple[Score, ...]:
    """So many snapshots at most, newest first."""
    wanted = max(1, min(days, MOST_DAYS))
    found: list[Score] = []
    async for thing in stream(session, Call(path="/security/secureScores", query=(("$top", str(wanted)),))):
        found.append(_score(thing))
        if len(found) == wanted:
            break
    return tuple(sorted(found, key=lambda score: score.at, reverse=True))


async def controls(session: Session) -> tuple[ScoreControl, ...]:
    """Every control that counts today."""
    call = Call(path="/security/secureScoreControlProfiles")
    return tuple([_control(thing) async for thing in stream(session, call) if thing.get("deprecated") is not True])


def _score(thing: Thing) -> Score:
    return Score(
        at=moment(thing, "createdDateTime") or datetime.min.replace(tzinfo=UTC),
        current=decimal(thing, "currentScore"),
        maximum=decimal(thing, "maxScore"),
        controls=_points(thing),
    )


def _points(thing: Thing) -> Mapping[str, float]:
    return {
        intern(text(each, "controlName").casefold()): decimal(each, "score") for each in things(thing, "controlScores")
    }


def _control(thing: Thing) -> ScoreControl:
    return ScoreControl(
        name=text(thing, "id"),
        title=text(thing, "title"),
        maximum=decimal(thing, "maxScore"),
        remediation=text(thing, "remediation"),
        url=text(thing, "actionUrl"),
    )
