"""``my mfa``: one's own sign-in methods, why one is asked, who sees this, and what to do before a new phone."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from actions.spec import Reason
from dialogs.command import Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import day, phrase, sentence
from tenant.model import Method, MethodPolicy, PerUserState, capable
from tenant.ports import TenantReader
from tenant.trouble import Trouble, Unlicensed

REQUIRES = (PerUserState.ENABLED, PerUserState.ENFORCED)


class MyMfa(Command, name="my mfa", aliases=("my methods",), slow=True, reads=True):
    """Show your own sign-in methods, why you are asked for MFA, and who sees this; everybody may look at their own."""

    async def answer(self, turn: Turn) -> Reply:
        """About the speaker and nobody else. What cannot be read says so, and the rest is there."""
        sections = (
            Section("Your sign-in methods", ("What", "Since", "Good to know"), await _methods(turn)),
            Section("Asked for first", ("",), ((await _first(turn),),)),
            Section("Why you are asked", ("",), tuple((line,) for line in await _whys(turn))),
            _told("Who sees this", ("mine-seen-by", "mine-never-seen")),
            _told("A new phone soon?", ("mine-new-phone", "mine-new-phone-late")),
        )
        return Listing(
            title="Your sign-in methods", sections=sections, next=("guide new-phone", "guide methods", "help")
        )


async def _methods(turn: Turn) -> tuple[tuple[str, ...], ...]:
    try:
        policy = await turn.reader.method_policy()
        found = [methods async for _, methods in turn.reader.methods([turn.person.id])]
    except Trouble:
        return ((_said("methods-unknown"), "", ""),)
    mine = _Mine(turn.person.id, policy, turn.zone)
    rows = tuple(mine.row(each) for methods in found for each in methods if each.is_second_factor)
    return rows or ((_said("mine-none"), "", _said("mine-add-one")),)


@dataclass(frozen=True, slots=True)
class _Mine:
    """How one's own methods are shown."""

    user_id: str
    policy: MethodPolicy
    zone: tzinfo

    def row(self, method: Method) -> tuple[str, ...]:
        """What it is, since when, and what is special about it."""
        what = phrase(Reason("mine-method", {"kind": method.kind.value, "label": method.label}))
        since = day(method.created, self.zone) if method.created is not None else ""
        return what[:1].upper() + what[1:], since, "; ".join(self._notes(method))

    def _notes(self, method: Method) -> Sequence[str]:
        codes = ["set-for-them-mine"] if method.set_for_them else []
        codes += [] if capable(self.user_id, method, self.policy) else ["mine-not-allowed"]
        return [_said(code) for code in codes]


async def _first(turn: Turn) -> str:
    """What a prompt begins with."""
    try:
        found = [first async for _, first in turn.reader.preferences([turn.person.id])]
    except Trouble:
        found = []
    if not found:
        return _said("default-unknown-mine")
    if found[0].system or not found[0].method:
        return _said("mine-system-chooses" if found[0].system else "mine-nothing-chosen")
    return sentence(Reason("mine-asked-first", {"method": found[0].method}))


async def _whys(turn: Turn) -> list[str]:
    """Each of Microsoft's ways that asks this person; they do not know of each other."""
    try:
        found = [sentence(each) async for each in _asking(turn.person.id, turn.reader)]
    except Trouble:
        return [_said("mine-why-unread")]
    return found or [_said("mine-not-asked")]


async def _asking(user_id: str, tenant: TenantReader) -> AsyncIterator[Reason]:
    if await tenant.security_defaults():
        yield Reason("mine-defaults")
    try:
        reached = (await tenant.policies_for([user_id]))[user_id]
        for policy in await tenant.access_policies():
            if policy.id in reached and policy.enforced and policy.grant.offers_mfa:
                yield Reason("mine-policy" if policy.demands_mfa else "mine-policy-sometimes", {"policy": policy.name})
    except Unlicensed:
        pass  # then there are no policies either
    async for _, state in tenant.states([user_id]):
        if state in REQUIRES:
            yield Reason("mine-per-user", {"state": state.value})


def _told(title: str, codes: Sequence[str]) -> Section:
    return Section(title, ("",), tuple((_said(code),) for code in codes))


def _said(code: str) -> str:
    return sentence(Reason(code))
