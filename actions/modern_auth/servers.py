"""Servers of one's own, which Microsoft's cloud cannot see: somebody vouches for them by pasting what they print.

https://learn.microsoft.com/skypeforbusiness/manage/authentication/use-adal and
https://learn.microsoft.com/microsoft-365/enterprise/hybrid-modern-auth-overview.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import Kind, Statement
from tenant.ports import TenantReader

GOOD_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One kind of server: under which name it is attested, by which command, and which properties decide.

    ``bad`` maps a property to the values (in lower case) that fail; ``good``: those that pass, None for any other;
    ``needed``: the property without which nothing is said.
    """

    subject: Subject
    attest: str
    cmdlet: str
    needed: str
    bad: Mapping[str, frozenset[str]]
    good: frozenset[str] | None
    mend: str


SKYPE = Server(
    subject=Subject("skype-server", "Skype for Business Server"),
    attest="modern-auth attest skype",
    cmdlet="Get-CsOAuthConfiguration | select *client*",
    needed="ClientAuthorizationOAuthServerIdentity",
    bad={
        "ClientAuthorizationOAuthServerIdentity": frozenset({"", "$null"}),
        "ClientAdalAuthOverride": frozenset({"disallowed"}),
    },
    good=None,
    mend="skype-server-mend",
)
EXCHANGE = Server(
    subject=Subject("exchange-server", "Exchange Server"),
    attest="modern-auth attest exchange",
    cmdlet="Get-OrganizationConfig | Format-List Name,*OAuth*",
    needed="OAuth2ClientProfileEnabled",
    bad={"OAuth2ClientProfileEnabled": frozenset({"false", ""})},
    good=frozenset({"true"}),
    mend="exchange-server-mend",
)


async def skype(tenant: TenantReader) -> Finding:
    """Skype for Business Server, as attested."""
    return await _attested(SKYPE, tenant)


async def exchange(tenant: TenantReader) -> Finding:
    """Exchange Server, as attested."""
    return await _attested(EXCHANGE, tenant)


async def _attested(server: Server, tenant: TenantReader) -> Finding:
    said = await tenant.statements(Kind.ATTESTED, (server.subject.id,))
    if not said:
        how = Reason("attest-how", {"command": server.attest, "cmdlet": server.cmdlet})
        title, state = Reason("not-attested"), FindingState.NOT_APPLICABLE
        return Finding(title=title, state=state, subject=server.subject, evidence=(how,))
    return judged(server, said[-1], age=tenant.now() - said[-1].at)


def judged(server: Server, said: Statement, *, age: timedelta) -> Finding:
    """What somebody vouched for, while it is young enough to count. Pure."""
    values = _values(said)
    days = {"by": said.by, "on": f"{said.at:%Y-%m-%d}", "days": str(age.days)}
    shown = (Reason("attested", days), *_shown(server, values))
    if age > GOOD_FOR:
        title, again = Reason("attested-long-ago", days), Reason("remedy", {"command": server.attest})
        return Finding(
            title=title, state=FindingState.FAIL, subject=server.subject, evidence=(*shown, again), remedy=server.attest
        )
    state, code = _verdict(server, values)
    mend = (Reason(server.mend),) if state is FindingState.FAIL else ()
    remedy = server.attest if state is not FindingState.PASS else None
    return Finding(title=Reason(code), state=state, subject=server.subject, evidence=(*shown, *mend), remedy=remedy)


def _verdict(server: Server, values: Mapping[str, str]) -> tuple[FindingState, str]:
    """A property that was not pasted, or that says two things, proves nothing."""
    needed = values.get(server.needed.casefold())
    if needed is None:
        return FindingState.COULD_NOT_READ, "attested-without"
    for name, bad in server.bad.items():
        if values.get(name.casefold(), "ok").casefold() in bad:
            return FindingState.FAIL, "server-off"
    if server.good is not None and needed.casefold() not in server.good:
        return FindingState.COULD_NOT_READ, "attested-unclear"
    return FindingState.PASS, "server-on"


def _values(said: Statement) -> Mapping[str, str]:
    """By name in lower case: PowerShell does not mind the case, so neither do people who copy."""
    return {str(name).casefold(): str(value).strip() for name, value in json.loads(said.value).items()}


def _shown(server: Server, values: Mapping[str, str]) -> Sequence[Reason]:
    named = [(name, values[name.casefold()]) for name in server.bad if name.casefold() in values]
    return [Reason("attested-value", {"name": name, "value": value or "(empty)"}) for name, value in named]
