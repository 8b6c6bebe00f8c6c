"""What the house adds to what Microsoft knows: rules, the time, what is remembered, what was set for whom."""

from collections.abc import AsyncIterator

import pytest

from demo.seed import cast
from tenant.cloud import Cloud
from tenant.graph import GraphTenants
from tenant.graph.methods import marked, method
from tenant.graph.phones import METHOD_IDS
from tenant.graph.reader import GraphReader
from tenant.model import Kind, Method, MethodKind, PhoneType, Rules
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import BY_PURPOSE, FOR_ANA
from tests.tenant.memory import Notebook
from tests.tenant.test_resources import all_of

MOBILE = METHOD_IDS[PhoneType.MOBILE]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
async def remembering(cloud: Cloud, clock: JumpingClock, notebook: Notebook) -> AsyncIterator[GraphReader]:
    rules = Rules(default_region="NL", trust_directory_phones=True)
    tenants = GraphTenants(cloud, BY_PURPOSE, clock, memory=notebook, rules=rules)
    yield tenants.reader(cast.TENANT_ID, FOR_ANA)
    await tenants.close()


async def phone_of(reader: GraphReader, user_id: str) -> Method:
    [(_, found)] = await all_of(reader.methods([user_id]))
    [phone] = [one for one in found if one.kind is MethodKind.PHONE]
    return phone


async def test_a_reader_without_a_house_knows_no_rules_and_no_statements(
    reader: GraphReader, clock: JumpingClock
) -> None:
    assert reader.rules == Rules() and reader.now() == clock.now()
    assert not await reader.statements(Kind.LISTED)


async def test_what_was_declared_and_said_is_told(remembering: GraphReader, notebook: Notebook) -> None:
    notebook.remember(Kind.LISTED, cast.DAN, value="06 12345678")
    [said] = await remembering.statements(Kind.LISTED, [cast.DAN])
    assert said.value == "06 12345678" and remembering.rules.default_region == "NL"
    assert notebook.asked == [(cast.TENANT_ID, Kind.LISTED, frozenset({cast.DAN}))]


async def test_a_phone_is_read_in_full_and_shown_masked(reader: GraphReader) -> None:
    phone = await phone_of(reader, cast.GRACE)
    assert phone.number.startswith("+") and "•" not in phone.number
    assert "•••" in phone.label and phone.number not in repr(phone)


@pytest.mark.parametrize(
    ("key", "value", "set_for_them"),
    [
        (MOBILE, "", True),
        (MOBILE, "{number}", True),
        (MOBILE, "mobile {number}; preferred sms", True),
        (MOBILE, "mobile +31 612345678; office +31 201234567x12", False),
        (METHOD_IDS[PhoneType.OFFICE], "", False),
    ],
)
async def test_what_was_set_for_somebody_is_marked(
    remembering: GraphReader, notebook: Notebook, key: str, value: str, set_for_them: bool
) -> None:
    """The id of a phone says only its type: with another number, somebody else has put it there since."""
    number = (await phone_of(remembering, cast.GRACE)).number
    notebook.remember(Kind.SET_FOR_THEM, cast.GRACE, key, value.format(number=number))
    notebook.remember(Kind.SET_FOR_THEM, cast.DAN, MOBILE)
    assert (await phone_of(remembering, cast.GRACE)).set_for_them is set_for_them


def test_a_number_is_the_same_however_it_is_spaced() -> None:
    number = Method(MOBILE, MethodKind.PHONE, number="+31 612345678")
    notebook = Notebook()
    notebook.remember(Kind.SET_FOR_THEM, cast.DAN, MOBILE, "+31 6 12345678")
    assert [one.set_for_them for one in marked([number], notebook.said)] == [True]


def test_only_a_phone_has_a_number() -> None:
    thing = {"@odata.type": "#microsoft.graph.emailAuthenticationMethod", "id": "1", "phoneNumber": "+31 612345678"}
    assert method(thing).number == ""


async def test_nobody_asked_for_is_nobody_remembered(remembering: GraphReader, notebook: Notebook) -> None:
    assert not await all_of(remembering.methods([])) and not notebook.asked
