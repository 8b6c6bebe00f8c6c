"""The honest answer to somebody who wants no more reminders: who asked for them, and who may let them off."""

from dataclasses import dataclass

from engine.house_facts import HOUSE_FACTS
from engine.kit import Kit
from engine.request import Person

OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTold:
    """``campaigns``: as people know them. ``asked_by``: who asked for the reminders, None where there are none.
    ``can_exempt``: whoever can grant an exemption.
    """

    campaigns: tuple[str, ...] = ()
    asked_by: Person | None = None
    can_exempt: str = OPERATOR


async def cannot_stop(kit: Kit, who: Person) -> StopTold:
    """What is open for this person, about themselves."""
    all_of_them = await kit.store.reminders_of(kit.tenant_id, who.id)
    open_ = [each for each in all_of_them if each.fact not in HOUSE_FACTS]
    found = [await kit.store.campaign(kit.tenant_id, each.campaign) for each in open_ if each.campaign is not None]
    names = {each.terms.texts.title or each.terms.name: None for each in found if each is not None}
    return StopTold(campaigns=tuple(names), asked_by=open_[0].asked_by if open_ else None)
