"""Help fits on a card and leaves nothing out, however many roles somebody has."""

from bot.app import catalogue
from bot.cards import LARGEST, draw, size
from demo.seed import cast
from dialogs import Dialogs, Listing, Text
from dialogs.catalogue import kind_of
from dialogs.words.topics import MORE, TOPICS
from tests.dialogs.talk import Talk, words
from tests.engine.bench import ANA, OLGA


async def test_what_begins_with_one_word_has_a_page(talk: Talk) -> None:
    page = await talk.say(ANA, "help phone")
    assert isinstance(page, Listing)
    typed = [row[0] for section in page.sections if "too" not in section.title for row in section.rows]
    assert typed and all(each.startswith("phone ") for each in typed)
    assert "phone list" not in words(page), "that is an owner's"
    assert "phone list" in words(await talk.say(OLGA, "help phone"))


async def test_a_name_has_its_own_page_even_where_others_begin_with_it(talk: Talk) -> None:
    page = await talk.say(ANA, "help resume")
    assert isinstance(page, Listing) and page.title == "resume"
    page = await talk.say(ANA, "help phone ask")
    assert isinstance(page, Listing) and page.title == "phone ask"


async def test_help_for_somebody_with_every_role_fits_on_a_card(talk: Talk) -> None:
    page = await everything(talk)
    shown = words(page)
    assert all(kind.name in shown for kind in catalogue().all() if kind_of(kind) != "fact")
    card = draw(page).card
    assert size(card) <= LARGEST
    assert "do not fit" not in card
    assert sum(len(section.rows) for section in page.sections) <= 30, "more than anybody reads on a telephone"


async def test_what_help_names_can_be_asked_for(talk: Talk) -> None:
    for row in (await everything(talk)).sections[-1].rows:
        page = await talk.say(OLGA, row[0])
        assert isinstance(page, Listing)
        typed = " ".join(row[0] for section in page.sections for row in section.rows)
        assert all(name.strip() in typed for name in row[1].partition(": ")[2].split(", "))
        assert size(draw(page).card) <= LARGEST and "do not fit" not in draw(page).card


async def test_any_word_is_searched_for_in_what_one_may_do(talk: Talk) -> None:
    page = await talk.say(ANA, "help number")
    assert isinstance(page, Listing) and page.title == 'What speaks of "number"'
    assert "phone ask" in words(page) and "phone list" not in words(page), "that is an owner's"
    one = await talk.say(ANA, "help red button")
    assert isinstance(one, Text), "nobody says that of anything, but near names are offered"


async def test_every_topic_has_a_word_of_its_own(talk: Talk) -> None:
    words_ = [topic.word for topic in (*TOPICS, MORE)]
    assert len(words_) == len(set(words_))
    assert not set(words_) & {kind.name for kind in catalogue().all()}, "help of a command is that command's page"
    begins = [begin for topic in TOPICS for begin in topic.begins]
    assert len(begins) == len(set(begins))


async def everything(talk: Talk) -> Listing:
    """Help for somebody who has every role, of all that there is."""
    bench = talk.bench
    for group in (cast.OPERATORS, cast.APPROVERS):
        bench.world.directory.groups[group].members[OLGA.id] = None
    talk.dialogs = Dialogs(bench.engine, catalogue(), tenants=bench.tenants, store=bench.store, clock=bench.clock)
    page = await talk.say(OLGA, "help")
    assert isinstance(page, Listing)
    return page
