"""What transcripts can order about telephones and about which methods are allowed."""

import re

import pytest

from demo import acts, allowed, portal
from demo.clock import SteppedClock
from demo.directory import Person
from demo.play import perform
from demo.seed import cast
from demo.world import World


@pytest.fixture
def world() -> World:
    return World(users=60, clock=SteppedClock())


def order(world: World, *said: str) -> None:
    for one in said:
        fitting = [(form, found) for form in acts.DIRECTIVES if (found := re.fullmatch(form, one))]
        assert len(fitting) == 1, (one, fitting)
        form, found = fitting[0]
        portal.ACTS[form](world, found)


def may_use_sms(world: World) -> set[str]:
    return {
        person.id for person in world.directory.people.values() if allowed.covering(world.directory, "Sms", person.id)
    }


def members(world: World, group: str) -> set[str]:
    return {row.id for row in world.directory.everyone_in(group) if isinstance(row, Person)}


def test_a_method_is_forbidden_to_a_group_and_allowed_again(world: World) -> None:
    everybody = set(world.directory.people)
    sales, finance = members(world, cast.SALES), members(world, cast.FINANCE)
    assert sales
    assert finance
    order(world, "Entra: SMS is not allowed for Sales")
    assert may_use_sms(world) == everybody - sales
    order(world, "Entra: SMS is not allowed for Finance")
    assert may_use_sms(world) == everybody - sales - finance
    order(world, "Entra: SMS is allowed for Sales")
    assert may_use_sms(world) == everybody - finance
    order(world, "Entra: SMS is allowed for Finance only")
    assert may_use_sms(world) == finance
    order(world, "Entra: SMS is allowed for Sales")
    assert may_use_sms(world) == finance | sales
    order(world, "Entra: SMS is not allowed for everybody")
    assert may_use_sms(world) == set()
    order(world, "Entra: SMS is allowed for everybody")
    assert may_use_sms(world) == everybody


def test_other_methods_and_the_system_are_switched_alike(world: World) -> None:
    directory = world.directory
    order(world, "Entra: voice is allowed for Sales", "Entra: calls to office phones are allowed")
    assert allowed.configuration(directory, "Voice")["isOfficePhoneAllowed"] is True
    assert not allowed.covering(directory, "Voice", cast.ANA)
    order(world, "Entra: Authenticator is not allowed for everybody", "Entra: calls to office phones are not allowed")
    assert allowed.configuration(directory, "MicrosoftAuthenticator")["state"] == "disabled"
    assert allowed.configuration(directory, "Voice")["isOfficePhoneAllowed"] is False
    order(world, "Entra: system-preferred MFA is on")
    assert allowed.system_preferred(directory, world.person("ana"))
    order(world, "Entra: system-preferred MFA is off")
    assert not allowed.system_preferred(directory, world.person("ana"))


def test_a_number_to_sign_in_with_belongs_to_one_person(world: World) -> None:
    number = world.person("grace").phones.removeprefix("mobile ")
    order(world, "Entra: SMS sign-in is on", f"dan registers phone {number}")
    states = [allowed.sms_sign_in(world.directory, world.person(key), number) for key in ("grace", "dan")]
    assert states == ["ready", "phoneNumberNotUnique"]
    order(world, "Grace has no phone any more", f"dan registers phone {number}")
    assert allowed.sms_sign_in(world.directory, world.person("dan"), number) == "ready"
    order(world, "Entra: SMS sign-in is off")
    assert allowed.sms_sign_in(world.directory, world.person("dan"), number) == "notAllowedByPolicy"


def test_people_register_prefer_and_lose_phones(world: World) -> None:
    order(
        world, "Dan registers phone +46 701740605", "Dan registers phone +46 846500412x7 as office", "Dan prefers sms"
    )
    assert world.person("dan").phones == "mobile +46 701740605; office +46 846500412x7; prefers sms"
    order(world, "Dan prefers nothing")
    assert world.person("dan").phones.endswith("x7")
    order(world, "Dan prefers voiceOffice", "Dan has no phone any more")
    assert world.person("dan").phones == ""
    with pytest.raises(ValueError, match="nothing that 'sms' could be"):
        order(world, "Dan prefers sms")


def test_the_directory_says_what_it_is_told(world: World) -> None:
    order(world, "Entra: mobile of Dan is 070-174 06 05 / 08-465 004 12", "Entra: country of Dan is SE")
    dan = world.person("dan")
    assert (dan.mobile, dan.location) == ("070-174 06 05 / 08-465 004 12", "SE")
    order(world, "Entra: mobile of Dan is empty", "Entra: country of Dan is empty")
    assert (dan.mobile, dan.location) == (None, None)


SCENE = "# T\n\n```setup\nusers: 90\n```\n\n## Dan, personal\n\n"


async def ending(*ordered: str) -> list[str]:
    """The state's lines about phones after these directives."""
    played = await perform(SCENE + "\n\n".join(f"-- {one} --" for one in (*ordered, "state")))
    assert not played.problems
    return [line for line in played.actual.splitlines() if line.startswith("phones")]


async def test_a_transcript_orders_it_and_its_state_shows_the_phones_that_changed() -> None:
    assert await ending("Dan registers phone +46 701740605", "Dan prefers sms", "Grace has no phone any more") == [
        "phones.dan@contoso.com: mobile +46 701740605; prefers sms",
        "phones.grace@contoso.com: none",
    ]


async def test_a_state_with_very_many_phones_stays_short() -> None:
    many = [f"{cast.generated(number)} registers phone +46 7017406{number + 10}" for number in range(50)]
    lines = await ending(*many)
    assert len(lines) == acts.MOST_PEOPLE + 1
    assert lines[-1] == "phones of 10 more are not listed"


def test_one_more_of_a_kind_has_a_name_of_its_own(world: World) -> None:
    before = world.person("ana").methods.true
    order(world, 'ana registers microsoftAuthenticator called "iPhone"')
    after = world.person("ana").methods.true
    assert after[:-1] == before
    assert (after[-1].detail("displayName"), after[-1].created) == ("iPhone", world.now())
    assert len({method.id for method in after}) == len(after)
