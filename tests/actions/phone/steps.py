"""What tests of phone actions do: plan, write, look, and see what is true in the tenant."""

from actions.args import People, Selector
from actions.phone.action import PhoneAction
from actions.spec import Action, Already, Cannot, Change, Outcome, Reason, Row, Subject
from demo.wire import Json
from demo.world import World
from tenant.ports import TenantReader, TenantWriter

Rows = dict[str, Row]


class Writing(PhoneAction, name="test write", scopes=("User.Read.All",)):
    """Write phones."""


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


def group(id_: str) -> People:
    return People((Selector("group", "a group", id_),))


def row(user_id: str, before: str | None, after: str | None) -> Change:
    return Change(subject=Subject(user_id, user_id, user_id), before=before, after=after)


def turned(change: Change) -> Change:
    """As an undo has it."""
    return Change(subject=change.subject, before=change.after, after=change.before)


async def planned(action: Action, tenant: TenantReader) -> Rows:
    return {each.subject.id: each async for each in action.plan(tenant)}


async def run(tenant: TenantWriter, *changes: Change) -> list[Outcome]:
    return [outcome async for outcome in Writing().apply(changes, tenant)]


async def looked(tenant: TenantReader, *changes: Change) -> list[str | None]:
    return [seen.value async for seen in Writing().look(changes, tenant)]


def why(found: Row) -> str:
    """The code of a row that is no change."""
    assert isinstance(found, Cannot | Already), found
    return found.why.code


def change(found: Row) -> Change:
    assert isinstance(found, Change), found
    return found


def warning(found: Row, code: str) -> Reason:
    return next(each for each in change(found).warnings if each.code == code)


def codes(found: Row) -> set[str]:
    return {each.code for each in change(found).warnings}


def numbers(world: World, key: str) -> dict[str, Json]:
    """What somebody's phones truly are, by type."""
    phones = [one for one in world.person(key).methods.true if one.kind == "phone"]
    return {str(one.detail("phoneType")): one.detail("phoneNumber") for one in phones}


def free(world: World, *tails: str) -> None:
    """Nobody in the directory has a number with one of these ends: the tests give them away."""
    for each in world.directory.people.values():
        told = "".join(filter(str.isdigit, each.mobile or ""))
        if told.endswith(tails):
            each.mobile = None
