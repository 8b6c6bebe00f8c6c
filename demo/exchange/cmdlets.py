"""The cmdlets that the make-believe Exchange knows, what they take and what they do.

Get- and Set-OrganizationConfig, -TransportConfig and -CASMailbox, Get-AuthenticationPolicy:
https://learn.microsoft.com/powershell/module/exchange/. Names of cmdlets and parameters are read without case, as
PowerShell does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from demo.directory import Lagging
from demo.exchange import rows, trouble
from demo.exchange.organisation import MODERN_AUTH, SMTP_OFF, Organisation, find_mailbox, mailboxes
from demo.wire import Json, JsonObject
from demo.world import World

TEXT, SWITCH, SWITCH_OR_NULL, SIZE = "System.String", "System.Boolean", "System.Nullable[bool]", "Unlimited[int]"
MOST_WITHOUT_SIZE = 1_000
"""What a cmdlet answers at most where nobody gives a ResultSize."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One cmdlet as somebody runs it: ``parameters`` under their right names, their values judged."""

    world: World
    app: str
    name: str
    parameters: Mapping[str, Json]

    @property
    def organisation(self) -> Organisation:
        """Exchange's side of the tenant."""
        return self.world.exchange

    @property
    def elapsed(self) -> float:
        """The moment, for what a reader sees."""
        return self.world.clock.elapsed()

    def text(self, name: str) -> str:
        """A text parameter; empty where it was not given."""
        return str(self.parameters.get(name, ""))


@dataclass(frozen=True, slots=True)
class Result:
    """What a cmdlet returns: objects, and the warnings that PowerShell would print in yellow."""

    rows: list[JsonObject] = field(default_factory=list)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cmdlet:
    """One cmdlet. ``needs``: the parameter that it cannot do without."""

    name: str
    run: Callable[[Run], Result]
    takes: Mapping[str, str] = field(default_factory=dict)
    needs: str = ""

    @property
    def writes(self) -> bool:
        """Does it change anything?"""
        return self.name.startswith("Set-")

    def judged(self, given: Mapping[str, Json]) -> dict[str, Json]:
        """The parameters under their right names; raises Refused for unknown, missing or ill-typed ones."""
        names = {name.casefold(): name for name in self.takes}
        plain = {name: value for name, value in given.items() if not name.startswith("@")}
        if unknown := [name for name in plain if name.casefold() not in names]:
            raise trouble.unknown_parameter(", ".join(unknown))
        found = {names[name.casefold()]: value for name, value in plain.items()}
        if self.needs and not found.get(self.needs):
            raise trouble.missing_parameter(self.needs)
        for name, value in found.items():
            if not FITS[self.takes[name]](value):
                raise trouble.wrong_value(name, value, self.takes[name])
        return found


FITS: dict[str, Callable[[Json], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    SWITCH: lambda value: isinstance(value, bool),
    SWITCH_OR_NULL: lambda value: value is None or isinstance(value, bool),
    SIZE: lambda value: str(value).casefold() == "unlimited" or (str(value).isdecimal() and int(str(value)) > 0),
}


def _get_organization(run: Run) -> Result:
    return Result([rows.organization(run.organisation, run.elapsed)])


def _set_organization(run: Run) -> Result:
    return _switched(run, run.organisation.modern_auth, target=rows.ORGANIZATION, name=MODERN_AUTH)


def _get_transport(run: Run) -> Result:
    return Result([rows.transport(run.organisation, run.elapsed)])


def _set_transport(run: Run) -> Result:
    return _switched(run, run.organisation.smtp_off, target=rows.ORGANIZATION, name=SMTP_OFF)


def _get_mailboxes(run: Run) -> Result:
    directory = run.world.directory
    if identity := run.text("Identity"):
        person = find_mailbox(directory, identity)
        if person is None:
            raise trouble.not_found(identity)
        return Result([rows.mailbox(run.organisation, person, run.elapsed)])
    people, most = mailboxes(directory), _most(run)
    warnings = (rows.MORE_RESULTS,) if len(people) > most and "ResultSize" not in run.parameters else ()
    return Result([rows.mailbox(run.organisation, person, run.elapsed) for person in people[:most]], warnings)


def _most(run: Run) -> int:
    size = str(run.parameters.get("ResultSize", MOST_WITHOUT_SIZE))
    return int(size) if size.isdecimal() else len(run.world.directory.people)


def _set_mailbox(run: Run) -> Result:
    person = find_mailbox(run.world.directory, run.text("Identity"))
    if person is None:
        raise trouble.not_found(run.text("Identity"))
    return _switched(run, run.organisation.override(person.id), target=person.upn, name=SMTP_OFF)


def _get_policies(run: Run) -> Result:
    wanted = run.text("Identity")
    found = [policy for policy in run.organisation.policies if wanted.casefold() in ("", policy.name.casefold())]
    if wanted and not found:
        raise trouble.not_found(wanted)
    return Result([rows.policy(policy) for policy in found])


def _switched(run: Run, switch: Lagging[bool] | Lagging[bool | None], *, target: str, name: str) -> Result:
    """Put a switch where the parameter says; a value that it has already is a warning, not a change."""
    if name not in run.parameters or run.parameters[name] == switch.true:
        return Result(warnings=(rows.nothing_modified(target),))
    before, wanted, (elapsed, lag) = switch.true, run.parameters[name], run.world.lag_until()
    switch.put(wanted, elapsed=elapsed, lag=lag)  # type: ignore[arg-type] # judged: True, False, or null where allowed
    run.world.wrote(run.app, target, name, (before, wanted))
    return Result()


CMDLETS = {
    cmdlet.name.casefold(): cmdlet
    for cmdlet in (
        Cmdlet(name="Get-OrganizationConfig", run=_get_organization),
        Cmdlet(name="Set-OrganizationConfig", run=_set_organization, takes={MODERN_AUTH: SWITCH}),
        Cmdlet(name="Get-TransportConfig", run=_get_transport),
        Cmdlet(name="Set-TransportConfig", run=_set_transport, takes={SMTP_OFF: SWITCH}),
        Cmdlet(name="Get-CASMailbox", run=_get_mailboxes, takes={"Identity": TEXT, "ResultSize": SIZE}),
        Cmdlet(
            name="Set-CASMailbox",
            run=_set_mailbox,
            takes={"Identity": TEXT, SMTP_OFF: SWITCH_OR_NULL},
            needs="Identity",
        ),
        Cmdlet(name="Get-AuthenticationPolicy", run=_get_policies, takes={"Identity": TEXT}),
    )
}


def find(name: str) -> Cmdlet:
    """The cmdlet of this name; raises Refused where there is none."""
    found = CMDLETS.get(name.casefold())
    if found is None:
        text = (
            f"The term '{name}' is not recognized as the name of a cmdlet, function, script file, or operable program."
        )
        raise trouble.bad(text)
    return found
