"""Ending a person's sessions: everybody who is signed in as this person must sign in again.

https://learn.microsoft.com/graph/api/user-revokesigninsessions
"""

from demo.graph.call import Call
from demo.graph.routes import Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.wire import Answer, stamp

WRITE = roles("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All")


def _revoke(call: Call) -> Answer:
    person = call.writable()
    before, now = person.sessions_from, call.world.now()
    person.sessions_from = now
    call.world.wrote(call.app.client_id, person.upn, "sessions", (stamp(before) if before else None, stamp(now)))
    return Answer(body={"@odata.context": context(call, "Edm.Boolean"), "value": True})


ROUTES = (
    Route(method="POST", path="/users/{}/revokeSignInSessions", answer=_revoke, roles=WRITE, cost=Cost(write=True)),
)
