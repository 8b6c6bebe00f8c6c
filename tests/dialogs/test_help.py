"""Help fits on a card and leaves nothing out, however many roles somebody has."""

from bot.app import catalogue
from bot.cards import LARGEST, draw, size
from demo.seed import cast
from dialogs import Dialogs, Listing
from dialogs.catalogue import kind_of
from tests.dialogs.talk import Talk, words
from tests.engine.bench import ANA, OLGA


async def test_what_begins_with_one_word_has_a_page(talk: Talk) -> None:
    page = await talk.say(ANA, "help phone")
    assert isinstance(page, Listing)
    typed = [row[0] for section in page.sections for row in section.rows]
    assert typed and all(each.startswith("phone ") for each in typed)
    assert "phone list" not in words(page), "that is an owner's"
    assert "phone list" in words(await talk.say(OLGA, "help phone"))


async def test_a_name_has_its_own_page_even_where_others_begin_with_it(talk: Talk) -> None:
    page = await talk.say(ANA, "help resume")
    assert isinstance(page, Listing) and page.title == "resume"
    page = await talk.say(ANA, "help phone ask")
    assert isinstance(page, Listing) and page.title == "phone ask"


async def test_help_for_somebody_with_every_role_fits_on_a_card(talk: Talk) -> None:
    bench = talk.bench
    for group in (cast.OPERATORS, cast.APPROVERS):
        bench.world.directory.groups[group].members[OLGA.id] = None
    talk.dialogs = Dialogs(bench.engine, catalogue(), tenants=bench.tenants, store=bench.store, clock=bench.clock)
    page = await talk.say(OLGA, "help")
    assert isinstance(page, Listing)
    shown = words(page)
    assert all(kind.name in shown for kind in catalogue().all() if kind_of(kind) != "fact")
    card = draw(page).card
    assert size(card) <= LARGEST
    assert "do not fit" not in card
