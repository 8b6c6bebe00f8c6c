"""``guide``: short texts on what people ask about most."""

from difflib import get_close_matches

from actions.spec import Refusal, ask
from dialogs.arguments import Line
from dialogs.command import Command, Turn, roles_of
from dialogs.reply import Listing, Reply, Section
from dialogs.words.guides import ALIASES, GUIDES, Guide
from dialogs.words.people import Speech, translated
from dialogs.words.people import guides as words
from dialogs.words.people.reminders import NEXT

ENGLISH = Speech("en")


class GuideTo(Command, name="guide", aliases=("guides", "how to"), reads=True):
    """Show how something is done: set up the app, change the method, a new phone, PowerShell with MFA, and more."""

    topic: Line = ask("Which topic?", like="new-phone", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """The guide, or the list of them."""
        if not self.topic.text:
            return _topics(staff=bool(roles_of(turn.standing)))
        wanted = "-".join(self.topic.text.casefold().rstrip("?.!").split())
        found = GUIDES.get(ALIASES.get(wanted, wanted))
        if found is None:
            raise Refusal("no-guide", said=self.topic.text[:40], near=_near(wanted))
        return _page(found, await reader_of(turn))


async def reader_of(turn: Turn) -> Speech:
    """The speaker's language, as far as records know it; whoever has a role reads English."""
    if roles_of(turn.standing):
        return ENGLISH
    known = [
        each.hours.language for each in await turn.records.reminders_of(turn.tenant_id, turn.person.id) if each.hours
    ]
    return translated(known[0] if known else turn.locale)


def _near(wanted: str) -> str:
    near = get_close_matches(wanted, [*GUIDES, *ALIASES], n=2, cutoff=0.5)
    return ", ".join(dict.fromkeys(f"guide {ALIASES.get(each, each)}" for each in near)) or "guide"


def _topics(*, staff: bool) -> Listing:
    """Everybody's topics, and the admins' for those who have a role."""
    groups = [("For everybody", [each for each in GUIDES.values() if not each.staff])]
    if staff:
        groups.append(("For admins", [each for each in GUIDES.values() if each.staff]))
    sections = tuple(
        Section(title, ("Type", "About"), tuple((f"guide {each.topic}", each.title) for each in group))
        for title, group in groups
    )
    return Listing(title="Guides", sections=sections, next=("guide authenticator", "help"))


def _page(guide: Guide, speech: Speech = ENGLISH) -> Listing:
    """A guide for everybody in the reader's language; one for admins is English, and stays so."""
    spoken = ENGLISH if guide.staff else speech
    said = spoken.gettext
    steps = tuple((str(number), said(step)) for number, step in enumerate(guide.steps, start=1))
    sections = [Section(said(words.STEPS), ("", ""), steps)]
    besides = [(said(words.NOTE), said(note)) for note in guide.notes]
    besides += [(said(words.GO_TO), f"{address} ({said(what)})") for address, what in guide.links]
    besides.append((said(words.SOURCE), said(words.AS_OF, source=guide.source, date=spoken.date(guide.written))))
    sections.append(Section(said(words.GOOD_TO_KNOW), ("", ""), tuple(besides)))
    return Listing(title=said(guide.title), sections=tuple(sections), next=(*guide.next, "guide"), onward=said(NEXT))
