"""What commands about one campaign have in common."""

from actions.args import People
from actions.spec import Refusal, Subject
from dialogs.command import Turn
from dialogs.words import headcount, plain
from engine import Campaign, Place


async def called(turn: Turn, text: str) -> str:
    """The name that was said, or else that of the one campaign that runs; raises Refusal."""
    if text.strip():
        return text.strip()
    found = await turn.engine.campaigns()
    if not found:
        raise Refusal("no-campaign")
    if len(found) > 1:
        raise Refusal("which-campaign", names=", ".join(each.terms.name for each in found))
    return found[0].terms.name


def quoted(campaign: Campaign) -> str:
    """Its name as it is typed."""
    return f'"{plain(campaign.terms.name)}"'


def here(place: Place) -> str:
    """Where something for whoever speaks is sent, for a sentence."""
    return "here" if place.personal else "into your own chat with me"


async def one_person(turn: Turn, who: People) -> Subject:
    """The one who is meant; raises Refusal."""
    found = [Subject.of(user) async for user in who.expand(turn.reader)]
    if len(found) != 1:
        raise Refusal("one-person-to-skip", said=who.said(), count=headcount(len(found)))
    return found[0]


async def of_person(turn: Turn, who: Subject, said: str) -> str:
    """The campaign that was said, or else the one that they are in; raises Refusal."""
    if said.strip():
        return said.strip()
    theirs = await turn.records.memberships_of(turn.tenant_id, [who.id])
    found = [await turn.records.campaign(turn.tenant_id, each.campaign) for each in theirs]
    names = sorted({each.terms.name for each in found if each is not None})
    if len(names) > 1:
        raise Refusal("which-campaign", names=", ".join(names))
    if not names:
        raise Refusal("in-no-campaign", person=who.name)
    return names[0]
