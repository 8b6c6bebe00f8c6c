"""All that Muster asks of Graph is in Microsoft's own SDKs: path, method, query options, selected fields, body."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

from demo.recorder import Request
from demo.seed import cast
from demo.wire import Json
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import PerUserState, PhoneType, PhoneWish, PreferenceWish, StateWish
from tests.contracts.agreement import UNDOCUMENTED, Contract, all_fields
from tests.tenant.conftest import clock, cloud, phones, reader, running, tenants, world, writer

__all__ = ["clock", "cloud", "phones", "reader", "running", "tenants", "world", "writer"]
FILTERED = re.compile(r"(?:startsWith\()?([A-Za-z]\w+)(?:/[\w(]+)?(?: (?:eq|ne|in|[lg][et]) |,|\(t: )")
NUMBER = "+31 61234567"
HIDDEN = {(each["model"], each["name"]) for each in UNDOCUMENTED["property"]}


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


async def ask_everything(reader: GraphReader, writer: GraphWriter, world: World) -> None:
    """Every question of the reader, every write of the writer; many and few people."""
    everybody = [user.id async for user in reader.everyone()]
    for stream in (
        reader.users([cast.ANA]),
        reader.members(cast.MFA_USERS),
        reader.methods([cast.ANA]),
        reader.states(everybody),
        reader.states([cast.ANA]),
        reader.registrations(),
        reader.registrations([cast.ANA]),
        reader.preferences([cast.ANA]),
        reader.sign_ins(world.now() - timedelta(days=8), people=[cast.ANA], clients=["Browser"]),
        writer.set_states([StateWish(cast.ANA, PerUserState.ENABLED)]),
    ):
        assert [each async for each in stream]
    for said in ("ana@contoso.com", "Ana", cast.ANA):
        assert await reader.find_users(said)
    for name in ("MFA Users", "MFA Usres", cast.MFA_USERS):
        assert await reader.find_groups(name)
    await reader.memberships(cast.ANA, [cast.MFA_USERS])
    assert (await reader.roles()).holdings
    assert (await reader.coverage()).in_use
    assert (await reader.method_policy()).rules
    assert await reader.licences()
    assert not await reader.security_defaults()
    assert await reader.role_assignable()
    assert await reader.legacy_blocks()
    assert await reader.sharepoint_legacy() is not None
    world.hidden_state = "absent"


async def write_phones(phones: GraphWriter) -> None:
    """Every kind of phone added, changed, preferred and removed."""
    for kind, method in zip(PhoneType, ("sms", "voiceAlternateMobile", "voiceOffice"), strict=True):
        for wish in (PhoneWish(cast.DAN, kind, NUMBER), PhoneWish(cast.DAN, kind, f"{NUMBER}1", had=NUMBER)):
            assert [each.trouble async for each in phones.set_phones([wish])] == [None]
        assert [each.trouble async for each in phones.set_preferences([PreferenceWish(cast.DAN, method)])] == [None]
    assert [each async for each in phones.set_phones([PhoneWish(cast.DAN, PhoneType.OFFICE, None, had=NUMBER)])]


async def test_every_request_is_one_that_microsoft_knows(
    reader: GraphReader, writer: GraphWriter, phones: GraphWriter, world: World
) -> None:
    await ask_everything(reader, writer, world)
    await write_phones(phones)
    asked = [each for each in world.recorder.requests if each.path.startswith("/graph/")]
    assert len({_shape(each) for each in asked}) > 25
    assert sorted({wrong for each in asked for wrong in disagreements(each)}) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/graph/v1.0/users?$select=id,shoeSize", None),
        ("GET", "/graph/v1.0/users?$skip=3", None),
        ("GET", "/graph/v1.0/users?$filter=shoeSize%20eq%204", None),
        ("GET", "/graph/beta/auditLogs/signIns?$filter=signInTypes/any(t:%20t%20eq%20'x')", None),
        ("PATCH", f"/graph/beta/users/{cast.ANA}/authentication/requirements", {"perUserMfaState": "on"}),
        ("POST", f"/graph/v1.0/users/{cast.ANA}/authentication/phoneMethods", {"phoneType": "fax"}),
    ],
)
def test_the_check_itself_can_fail(world: World, method: str, path: str, body: Json) -> None:
    asked = Request(method=method, path=path, status=200, app="a", at=world.clock.now(), body=body)
    assert list(disagreements(asked))


def disagreements(asked: Request) -> Iterator[str]:
    """What the SDKs do not know of this request."""
    version, _, rest = asked.path.removeprefix("/graph/").partition("/")
    path, _, query = rest.partition("?")
    contract = Contract()
    found = contract.call(version, asked.method, f"/{unquote(path)}")
    if found is None:
        return
    options = dict(parse_qsl(query))
    known = {*found["query"], "$skiptoken"}
    yield from (f"{found['path']} takes no {name}" for name in options if name not in known)
    yield from _unknown_fields(version, found, filter(None, options.get("$select", "").split(",")))
    yield from _unknown_fields(version, found, FILTERED.findall(options.get("$filter", "")))
    if isinstance(asked.body, dict):
        yield from contract.disagreements(version, found["body"], asked.body)


def _unknown_fields(version: str, found: dict[str, Any], named: Iterable[str]) -> Iterator[str]:
    model = (found["returns"] or "").removesuffix("CollectionResponse")
    fields = {**all_fields(version, model), "id": {}}
    for name in named:
        if len(fields) > 1 and name not in fields and (model, name) not in HIDDEN:
            yield f"{model} has no {name}"


def _shape(asked: Request) -> str:
    return f"{asked.method} {asked.path.partition('?')[0]}"
