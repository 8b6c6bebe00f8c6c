"""``special accounts``: what is listed is what the guards spare, by the same predicates.

The hard cases: a room whose licence is its only sign; a shared telephone without a plan of its own; a mailbox without a
person and somebody who has left look the same; a person with a licence whose sign-in is blocked is no mailbox; a room
that signs in and must use MFA is locked out, one that cannot sign in is not; what covers it could not be read.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.accounts.kinds import KINDS, advice, kind_of, sign
from actions.accounts.special import SpecialAccounts
from actions.spec import Change, Direction, Finding, FindingState, Subject
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, sentence
from engine.guards import Facts, guard
from tenant.model import PHONE_SYSTEM, ROOM_PLANS, Roles, User, UserType
from tenant.ports import TenantReader

FAIL, MOOT, UNREAD = FindingState.FAIL, FindingState.NOT_APPLICABLE, FindingState.COULD_NOT_READ
EVE = User(id="eve", upn="eve@x.org", name="Eve Lind", mail="eve@x.org", plans=frozenset({"office"}))


async def special(tenant: TenantReader) -> list[Finding]:
    return [each async for each in SpecialAccounts().findings(tenant)]


def about(found: Sequence[Finding], who: str) -> Finding:
    return next(each for each in found if each.subject is not None and each.subject.id == who)


async def test_each_kind_is_listed_with_its_sign(reader: TenantReader) -> None:
    found = await special(reader)
    codes = {each.subject.id: each.title.code for each in found if each.subject is not None}
    wanted = {
        cast.ROOM_ALPINE: "kind-room",
        cast.ROOM_BERLIN: "kind-room",
        cast.LOBBY_PHONE: "kind-device",
        cast.SALES_MAILBOX: "kind-mailbox",
        cast.INFO_MAILBOX: "kind-mailbox",
        cast.DIRECTORY_SYNC: "kind-sync",
        cast.SVC_BACKUP: "kind-service",
    }
    assert {who: codes.get(who) for who in wanted} == wanted
    assert not {cast.ANA, cast.GUS, cast.TOM, cast.BREAK_GLASS_1} & codes.keys()
    assert found[0].title.facts["guest"] != "0"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_what_signs_in_by_itself_and_must_use_mfa_is_locked_out(reader: TenantReader, world: World) -> None:
    world.person("room.alpine@contoso.com").enabled = True
    found = await special(reader)
    room = about(found, cast.ROOM_ALPINE)
    assert (room.state, room.title.code) == (FAIL, "special-under-mfa")
    assert "Require MFA for all users" in sentence(room.evidence[0])
    assert about(found, cast.INFO_MAILBOX).state is MOOT
    assert found[0].state is FAIL


async def test_per_user_mfa_locks_out_as_well(reader: TenantReader, world: World) -> None:
    assert about(await special(reader), cast.ROOM_BERLIN).state is MOOT
    world.person("room.berlin@contoso.com").state.put("enforced")
    assert about(await special(reader), cast.ROOM_BERLIN).evidence[0].code == "per-user"


async def test_a_room_that_cannot_sign_in_is_not_locked_out(reader: TenantReader, world: World) -> None:
    world.person("room.alpine@contoso.com").state.put("enforced")
    assert about(await special(reader), cast.ROOM_ALPINE).state is MOOT


async def test_without_the_permission_the_list_is_there(reader: TenantReader, world: World) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    found = await special(reader)
    assert about(found, "protection").state is UNREAD
    assert about(found, cast.ROOM_BERLIN).state is MOOT


async def test_every_code_has_a_sentence(reader: TenantReader) -> None:
    codes = {reason.code for each in await special(reader) for reason in (each.title, *each.evidence)}
    codes |= {each(kind).code for kind, _ in KINDS for each in (sign, advice)}
    assert not [code for code in codes if not has_sentence(code)]


# --- the kinds by themselves ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "kind"),
    [
        (EVE, None),
        (replace(EVE, plans=frozenset()), None),
        (replace(EVE, plans=ROOM_PLANS), "room"),
        (replace(EVE, plans=frozenset({PHONE_SYSTEM, "office"})), None),
        (replace(EVE, plans=frozenset({PHONE_SYSTEM}), mail=None), "device"),
        (replace(EVE, enabled=False, plans=frozenset()), "mailbox"),
        (replace(EVE, enabled=False), "off"),
        (replace(EVE, enabled=False, plans=frozenset(), mail=None), "off"),
        (replace(EVE, upn="svc-eve@x.org"), "service"),
        (replace(EVE, upn="service.desk@x.org"), "service"),
        (replace(EVE, upn="servicedesk@x.org"), None),
        (replace(EVE, user_type=UserType.GUEST), "guest"),
        (replace(EVE, upn="eve_y.org#ext#@x.org", enabled=False, plans=frozenset()), "guest"),
        (replace(EVE, upn="Sync_DC01_1@x.org"), "sync"),
    ],
)
def test_by_what_each_is_told(user: User, kind: str | None) -> None:
    assert kind_of(user) == kind


users = st.builds(
    User,
    id=st.just("u"),
    upn=st.sampled_from(["eve@x.org", "svc-a@x.org", "sync_1@x.org", "a#EXT#@x.org"]),
    name=st.just("Eve"),
    mail=st.sampled_from([None, "eve@x.org"]),
    enabled=st.booleans(),
    plans=st.frozensets(st.sampled_from([*ROOM_PLANS, PHONE_SYSTEM, "x"])),
)


@given(users)
def test_what_is_listed_is_what_is_spared(user: User) -> None:
    facts = Facts(
        direction=Direction.STRENGTHEN, break_glass=frozenset(), own_ids=frozenset(), roles=Roles(()),
        users={user.id: user},
    )  # fmt: skip
    row = Change(subject=Subject.of(user), before="a", after="b")
    assert (kind_of(user) is None) is (guard(row, facts) is None)
