"""``guide``: short texts on what people ask about most."""

from difflib import get_close_matches

from actions.spec import Refusal, ask
from dialogs.arguments import Line
from dialogs.command import Command, Turn, roles_of
from dialogs.reply import Listing, Reply, Section
from dialogs.words.guides import ALIASES, GUIDES, Guide


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
        return _page(found)


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


def _page(guide: Guide) -> Listing:
    steps = tuple((str(number), step) for number, step in enumerate(guide.steps, start=1))
    sections = [Section("Steps", ("", ""), steps)]
    besides = [("Note", note) for note in guide.notes]
    besides += [("Go to", f"{address} ({what})") for address, what in guide.links]
    besides.append(("Source", f"{guide.source}, as of {guide.written:%Y-%m-%d}"))
    sections.append(Section("Good to know", ("", ""), tuple(besides)))
    return Listing(title=guide.title, sections=tuple(sections), next=(*guide.next, "guide"))
