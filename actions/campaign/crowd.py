"""Everybody who is meant, in waves. Who is in which is settled by a hash of the campaign's name and their id: the same
plan twice puts everybody into the same wave, and another campaign mixes them anew.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from actions.args import People
from actions.campaign.parked import FEW
from actions.mfa.survey import kind_of
from actions.spec import Wave, subject_id
from tenant.model import User
from tenant.ports import TenantReader


@dataclass(slots=True)
class Crowd:
    """Eight bytes for each person, however many there are; the ids too while they are few."""

    campaign: str
    people: People
    _places: "array[int]" = field(default_factory=lambda: array("Q"))
    _ids: list[str] = field(default_factory=list)

    @classmethod
    async def of(cls, campaign: str, people: People, tenant: TenantReader) -> "Crowd":
        """Counted. Raises tenant trouble."""
        crowd = cls(campaign, people)
        places: list[int] = []
        async for user in people.expand(tenant):
            if crowd.takes(user, tenant):
                places.append(crowd.place(user.id))
                if len(crowd._ids) <= FEW:
                    crowd._ids.append(user.id)
        crowd._places = array("Q", sorted(places))
        return crowd

    def takes(self, user: User, tenant: TenantReader) -> bool:
        """Will this one be in it? Whom the guards spare counts in no wave, unless they were named."""
        return user.id in self.people.named or not (kind_of(user) or user.id in tenant.rules.break_glass)

    def place(self, user_id: str) -> int:
        """Where somebody stands among all who could be in it."""
        return int.from_bytes(sha256(f"{subject_id(self.campaign)}\n{user_id}".encode()).digest()[:8])

    @property
    def count(self) -> int:
        """How many people."""
        return len(self._places)

    @property
    def few(self) -> Sequence[str] | None:
        """Their ids, where they are few."""
        return self._ids if len(self._ids) <= FEW else None

    def wave(self, user_id: str, waves: Sequence[Wave]) -> int:
        """Which of the waves, from 1. A share is rounded up, so that the first wave is not empty."""
        before = bisect_left(self._places, self.place(user_id))
        return next((n for n, wave in enumerate(waves, 1) if before < -(-self.count * wave.share // 100)), len(waves))
