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
class Rule:
    """One property that decides: the values (in lower case) with which modern authentication is off, and what to do
    then. ``good``: the only values with which it is on; None: any other. ``needed``: without it nothing is said.
    """

    name: str
    bad: frozenset[str]
    mend: str
    good: frozenset[str] | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One kind of server: under which name it is attested, by which command, what that reads, and what decides."""

    subject: Subject
    attest: str
    cmdlet: str
    rules: tuple[Rule, ...]


SKYPE = Server(
    subject=Subject("skype-server", "Skype for Business Server"),
    attest="modern-auth attest skype",
    cmdlet="Get-CsOAuthConfiguration | select *client*",
    rules=(
        Rule(
            name="ClientAuthorizationOAuthServerIdentity",
            bad=frozenset({"", "$null"}),
            mend="skype-server-mend",
            needed=True,
        ),
        Rule(name="ClientAdalAuthOverride", bad=frozenset({"disallowed"}), mend="skype-client-mend"),
    ),
)
EXCHANGE = Server(
    subject=Subject("exchange-server", "Exchange Server"),
    attest="modern-auth attest exchange",
    cmdlet="Get-OrganizationConfig | Format-List Name,*OAuth*",
    rules=(
        Rule(
            name="OAuth2ClientProfileEnabled",
            bad=frozenset({"false", ""}),
            good=frozenset({"true"}),
            mend="exchange-server-mend",
            needed=True,
        ),
    ),
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
    facts = {"by": said.by, "on": f"{said.at:%Y-%m-%d}", "days": str(age.days)}
    state, code, mends = _verdict(server, values)
    if age > GOOD_FOR:
        again = Reason("attest-again", {"command": server.attest})
        state, code, mends = FindingState.FAIL, "attested-long-ago", (again,)
    return Finding(
        title=Reason(code, facts),
        state=state,
        subject=server.subject,
        evidence=(Reason("attested", facts), *_shown(server, values), *mends),
        remedy=None if state is FindingState.PASS else server.attest,
    )


def _verdict(server: Server, values: Mapping[str, str]) -> tuple[FindingState, str, tuple[Reason, ...]]:
    """A property that was not pasted, or that says two things, proves nothing."""
    told = [(rule, values.get(rule.name.casefold())) for rule in server.rules]
    if any(rule.needed and value is None for rule, value in told):
        return FindingState.COULD_NOT_READ, "attested-without", ()
    if mends := tuple(Reason(rule.mend) for rule, value in told if value is not None and value.casefold() in rule.bad):
        return FindingState.FAIL, "server-off", mends
    if any(rule.good and value is not None and value.casefold() not in rule.good for rule, value in told):
        return FindingState.COULD_NOT_READ, "attested-unclear", ()
    return FindingState.PASS, "server-on", ()


def _values(said: Statement) -> Mapping[str, str]:
    """By name in lower case: PowerShell does not mind the case, so neither do people who copy."""
    return {str(name).casefold(): str(value).strip() for name, value in json.loads(said.value).items()}


def _shown(server: Server, values: Mapping[str, str]) -> Sequence[Reason]:
    told = [(rule.name, values[rule.name.casefold()]) for rule in server.rules if rule.name.casefold() in values]
    return [Reason("attested-value", {"name": name, "value": value or "(empty)"}) for name, value in told]
