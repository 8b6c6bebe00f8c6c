"""Phone numbers are shown in full in personal chats only, whatever happens; and the player sees it where one is not."""

from pathlib import Path

from demo import privacy
from demo.connector.chats import What
from demo.driver import Scene, Stage
from demo.play import perform
from demo.wire import JsonObject

NUMBER = "+49 15123456742"

IN_A_GROUP = f"""
```setup
writes: phone
approvals_chat: Approvals
```

## Ana, personal

> phone set dan@contoso.com number:{NUMBER} overwrite:yes

> submit 1 reason:"he told me {NUMBER}"

## Bea, Approvals

> request show 1

[Approve]@2

## Ana, Approvals

> phone set eve@contoso.com {NUMBER}

> phone list {NUMBER}

> what about {NUMBER}

> help phone set

-- state --
"""


async def test_a_number_is_masked_wherever_others_read_along_and_nowhere_else() -> None:
    played = await perform(IN_A_GROUP)
    assert played.problems == ()
    shown = [line for line in played.actual.splitlines() if not line.startswith(">")]
    public = " ".join(_of(shown, "Approvals"))
    private = " ".join(_of(shown, "Ana, personal"))
    assert "+49 ••• 42" in public and NUMBER not in public
    assert NUMBER in private


def _said(text: str) -> JsonObject:
    return {"type": "message", "text": text}


def _of(lines: list[str], place: str) -> list[str]:
    """The lines that stand in one conversation."""
    found, here = [], False
    for line in lines:
        headline = not line.startswith(("│", "┌", "└")) and bool(line.rstrip(":").partition(",")[2].strip())
        if headline or line.startswith(("Approvals", "```")):
            here = line.startswith(place)
        found += [line] if here else []
    return found


async def test_the_player_finds_a_number_that_left_for_a_group(database: Path) -> None:
    async with Stage(Scene(), database=database) as stage:
        chats = stage.chats
        ana, dan = stage.world.person("ana"), stage.world.person("dan")
        group, personal = chats.group("Ops", [ana, dan]), chats.personal(ana)
        known = next(person.mobile for person in stage.world.directory.people.values() if person.mobile)
        deep: JsonObject = {"type": "message", "attachments": [{"content": {"speak": known}}]}
        flat = (f"it is {NUMBER}", "it is +49 ••• 42", "request 12 of 2026-11-23")
        for activity in [deep, *map(_said, flat)]:
            chats.send(group, activity)
            chats.send(personal, activity)
        found = privacy.problems(chats, chats.log)
        assert [event.what for event in chats.log] == [What.SENT] * 8
        assert len(found) == 2
        assert all(problem.startswith("19:ops@thread.v2: a phone number left in full") for problem in found)
