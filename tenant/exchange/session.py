"""Graph's session, turned to Exchange: its own headers and its own words for trouble; turns, tokens and repeating stay.

Two cmdlets are under way at once at most (no limit is published), ``Retry-After`` is obeyed, and a token that lacks a
role which was granted since is renewed, all as for Graph.
"""

from logging import getLogger

from tenant.exchange.cmdlet import Cmdlet, anchor
from tenant.exchange.judge import judge, role_missing
from tenant.exchange.trouble import APP_ROLE
from tenant.graph.call import Answer, Call
from tenant.graph.session import Outlet, Session
from tenant.graph.wire import texts
from tenant.ports import Purpose
from tenant.trouble import Forbidden, Trouble

LOG = getLogger(__name__)
_PAGE = 1000  # the largest page that the module asks for
_MOST_LOGGED = 200


class ExchangeSession(Session):
    """Exchange's adminapi for one purpose in one tenant. Every method raises `tenant.trouble` types only."""

    def __init__(self, outlet: Outlet, purpose: Purpose, tenant_id: str) -> None:
        super().__init__(outlet, purpose)
        self.tenant_id = tenant_id

    async def send(self, call: Call) -> Answer:
        """The answer to this cmdlet; what Microsoft warns of beside it goes to the log."""
        answer = await super().send(call)
        for warning in texts(answer.body, "@adminapi.warnings"):
            LOG.info("Exchange warns: %s", warning[:_MOST_LOGGED])
        return answer

    def headers(self, call: Call) -> dict[str, str]:
        """Graph's, and those by which Exchange finds its way."""
        name = call.name if isinstance(call, Cmdlet) else ""
        return super().headers(call) | {
            "Accept": "application/json; odata.metadata=minimal",
            "Prefer": f"odata.maxpagesize={_PAGE}",
            "X-AnchorMailbox": anchor(self.tenant_id),
            "X-CmdletName": name,
        }

    def judge(self, call: Call, answer: Answer) -> Trouble | None:
        """In Exchange's words."""
        return judge(call, answer)

    def explain(self, call: Call, trouble: Trouble) -> Trouble:
        """Refused although the token carries the application permission: then it is the role that is missing."""
        if type(trouble) is Forbidden and self.granted(APP_ROLE):
            return role_missing(call, str(trouble), trouble.request_id)
        return trouble
