"""What somebody without a role learns about others: nothing, not even through a question or a near miss."""

import pytest

from dialogs import Text
from tests.dialogs.talk import Talk, words
from tests.engine.bench import DAN


@pytest.mark.parametrize("who", ["bea", "an", "an no-such-name", 'group:"MFA"', 'group:"Finance"', "everyone"])
async def test_a_name_that_is_not_ones_own_is_looked_up_for_nobody_without_a_role(talk: Talk, who: str) -> None:
    reply = await talk.say(DAN, f"mfa status {who}")
    assert isinstance(reply, Text)
    assert "contoso" not in words(reply)
    assert "Bea" not in words(reply)
    assert "Finance" not in words(reply).replace(who, "")


async def test_ones_own_address_is_ones_own(talk: Talk) -> None:
    assert "Dan" in words(await talk.say(DAN, "mfa status dan@contoso.com"))


@pytest.mark.parametrize("said", ["requests", "request show 1", "reminders", "remind bea@contoso.com", "cancel 1"])
async def test_records_are_for_those_with_a_role(talk: Talk, said: str) -> None:
    assert "needs" in words(await talk.say(DAN, said))
