"""What Exchange's answer means. Its statuses are not documented, so the text is looked at first; the rest is Graph's.

The text stands in one of three places, depending on where the cmdlet failed: ``error.details[].message``,
``error.innererror.internalException.message`` (the case of that name differs), ``error.message``.
"""

import re

from tenant.exchange.trouble import APP_ROLE, READING_ROLE, WRITING_ROLE, RoleMissing
from tenant.graph.call import Answer, Call
from tenant.graph.judge import judge as judge_as_graph
from tenant.graph.wire import NOTHING, Thing, part, text, things
from tenant.trouble import Forbidden, NotFound, Trouble

_NO_SUCH = re.compile(r"couldn't be found", re.IGNORECASE)
_NO_ROLE = re.compile(r"not present in the role definition of the current user", re.IGNORECASE)


def judge(call: Call, answer: Answer) -> Trouble | None:
    """None: it went well. Else what went wrong, with Microsoft's request id; never "off" or "empty"."""
    if 200 <= answer.status < 300:
        return None
    said, request_id = message(answer.body), answer.headers.get("request-id", "")
    if _NO_ROLE.search(said):
        return role_missing(call, said, request_id)
    if answer.status in (401, 403):
        return Forbidden(said, scope=APP_ROLE, request_id=request_id)
    if _NO_SUCH.search(said):
        return NotFound(said, request_id=request_id)
    return judge_as_graph(call, answer)


def role_missing(call: Call, said: str, request_id: str) -> RoleMissing:
    """The role that this cmdlet needs: reading needs less than writing."""
    return RoleMissing(said, role=WRITING_ROLE if call.is_write else READING_ROLE, request_id=request_id)


def message(body: Thing) -> str:
    """Microsoft's words, from the most exact place that has any; for logs only."""
    error = part(body, "error")
    inner = _inner(part(error, "innererror"))
    details = "; ".join(filter(None, (text(detail, "message") for detail in things(error, "details"))))
    return details or text(inner, "message") or text(error, "message")


def _inner(thing: Thing) -> Thing:
    return next((part(thing, name) for name in thing if name.casefold() == "internalexception"), NOTHING)
