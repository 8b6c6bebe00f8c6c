"""The log of legacy sign-ins, added up: it has millions of rows, of which a few words a person are worth keeping."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from actions.legacy.clients import was_stopped
from actions.spec import Reason
from tenant.model import SignIn
from tenant.ports import TenantReader

NOBODY = "00000000-0000-0000-0000-000000000000"  # whose name is in no directory: only somebody who guesses types it
SHOWN_NAMES = 2  # devices and applications of one protocol


@dataclass(slots=True)
class Use:
    """What one person did over one protocol: how often it went well, in the background too, or was stopped."""

    last: datetime
    times: int = 0
    background: int = 0
    stopped: int = 0
    by: dict[str, None] = field(default_factory=dict)  # devices, else applications, the newest first

    def note(self, row: SignIn) -> None:
        """One more of them."""
        self.last = max(self.last, row.at)
        self.times += row.succeeded
        self.background += not row.interactive
        self.stopped += not row.succeeded
        if len(self.by) < SHOWN_NAMES and (name := row.device or row.app):
            self.by[name] = None


@dataclass(slots=True)
class Guesses:
    """Sign-ins of one account that proved nothing: wrong passwords. ``clients`` is shared by all who have the same."""

    upn: str
    last: datetime
    times: int = 0
    clients: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tally:
    """By user id: what was used, and (``guesses``) what was tried in vain. A few hundred bytes an account."""

    uses: dict[str, dict[str, Use]] = field(default_factory=dict)
    upns: dict[str, str] = field(default_factory=dict)  # of those in ``uses``
    guesses: dict[str, Guesses] = field(default_factory=dict)
    _shared: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    async def read(
        cls, tenant: TenantReader, since: datetime, clients: Collection[str], people: Collection[str] = ()
    ) -> "Tally":
        """Of everybody, or of these people. Raises tenant trouble (Unlicensed without Entra ID P1)."""
        tally = cls()
        async for row in tenant.sign_ins(since, people=people, clients=clients):
            tally.note(row)
        return tally

    def note(self, row: SignIn) -> None:
        """Add one row."""
        who = row.user_id if row.user_id not in ("", NOBODY) else row.upn.casefold()
        if row.succeeded or was_stopped(row):
            self.upns.setdefault(who, row.upn)
            self.uses.setdefault(who, {}).setdefault(row.client, Use(row.at)).note(row)
        else:
            guesses = self.guesses.setdefault(who, Guesses(row.upn, row.at))
            guesses.times += 1
            guesses.last = max(guesses.last, row.at)
            if row.client not in guesses.clients:
                wider = guesses.clients | {row.client}
                guesses.clients = self._shared.setdefault(wider, wider)

    def got_in(self, who: str) -> bool:
        """Did a sign-in of this account go well?"""
        return any(use.times for use in self.uses.get(who, {}).values())

    @property
    def used(self) -> list[str]:
        """Whose sign-ins went well, the busiest first."""
        found = [who for who in self.uses if self.got_in(who)]
        return sorted(found, key=lambda who: (-sum(use.times for use in self.uses[who].values()), self.upns[who]))

    @property
    def stopped(self) -> list[str]:
        """Whose password was right and who never came in."""
        found = [who for who in self.uses if not self.got_in(who)]
        return sorted(found, key=lambda who: self.upns[who])

    @property
    def only_guessed(self) -> list[str]:
        """Whose password somebody tried to guess, and nothing else; the most tries first."""
        found = [who for who in self.guesses if who not in self.uses]
        return sorted(found, key=lambda who: (-self.guesses[who].times, self.guesses[who].upn))

    def protocols(self, who: str) -> str:
        """By which protocols somebody came in, or would have come in."""
        uses = self.uses.get(who, {})
        went_well = [client for client, use in uses.items() if use.times]
        return ", ".join(sorted(went_well or uses))

    def evidence(self, who: str) -> tuple[Reason, ...]:
        """What is known of one account, protocol by protocol, and the guesses besides."""
        uses = self.uses.get(who, {})
        return (*_shown(sorted(uses.items(), key=lambda each: each[1].last, reverse=True)), *self._guessed(who))

    def _guessed(self, who: str) -> Iterator[Reason]:
        if (guesses := self.guesses.get(who)) is not None:
            facts = {"times": f"{guesses.times:,}", "protocols": ", ".join(sorted(guesses.clients))}
            yield Reason("legacy-guesses", facts | {"last": day(guesses.last)})


def _shown(uses: Iterable[tuple[str, Use]]) -> Iterator[Reason]:
    for client, use in uses:
        facts, by = {"protocol": client, "last": day(use.last), "by": ", ".join(use.by)}, "-by" if use.by else ""
        if use.times:
            yield Reason(f"legacy-use{by}", facts | {"times": f"{use.times:,}", "how": _how(use)})
        if use.stopped:
            yield Reason(f"legacy-stop{by}", facts | {"times": f"{use.stopped:,}"})


def _how(use: Use) -> str:
    """Who typed: the log keeps sign-ins by people and those in the background apart."""
    total = use.times + use.stopped
    if not use.background:
        return "by hand"
    return "in the background" if use.background == total else "by hand and in the background"


def day(at: datetime) -> str:
    """As facts write a day."""
    return f"{at:%Y-%m-%d}"
