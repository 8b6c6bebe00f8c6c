"""Who would lose a program the moment MFA is demanded of it: people whose old clients still get in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from actions.legacy.clients import LEGACY_CLIENTS, LOG_REACHES
from actions.spec import Reason
from tenant.ports import TenantReader
from tenant.trouble import Trouble

FEW = 60  # people whose sign-ins are asked for by name; for more, all legacy sign-ins are read once


@dataclass(frozen=True, slots=True)
class LegacyUse:
    """Programs by person that signed in with a password alone in the last 30 days. ``unread``: nobody can say."""

    clients: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unread: Reason | None = None

    @classmethod
    async def read(cls, tenant: TenantReader, people: Collection[str]) -> "LegacyUse":
        """Of these people. Only what succeeded is use; wrong passwords are somebody else's guesses."""
        found: dict[str, frozenset[str]] = {}
        since, asked = tenant.now() - LOG_REACHES, people if len(people) <= FEW else ()
        try:
            async for each in tenant.sign_ins(since, people=asked, clients=LEGACY_CLIENTS):
                if each.succeeded and each.user_id in people:
                    found[each.user_id] = found.get(each.user_id, frozenset()) | {each.client}
        except Trouble as trouble:
            return cls(unread=_unread(trouble))
        return cls(found)

    def of(self, user_id: str) -> str:
        """Their programs, as Microsoft calls them; empty for none, or where nobody can say."""
        return ", ".join(sorted(self.clients.get(user_id, ())))


def _unread(trouble: Trouble) -> Reason:
    known = {"forbidden": "scope", "unlicensed": "needs"}.get(trouble.code, "")
    return Reason(f"legacy-use-{trouble.code}" if trouble.facts.get(known) else "legacy-use-unread", trouble.facts)
