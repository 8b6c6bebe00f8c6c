"""Files that people send: only from where Teams keeps them, never with a token, never more than is sensible."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.upload import FILE, MOST, NotFetched, Uploads, decoded, fetchable
from demo.driver import Scene, Stage
from demo.play import perform
from demo.wire import JsonObject
from demo.world import World
from tests.bot.conftest import listen, url_of

LIST = "Email,Mobile\ndan@contoso.com,+31 6 12345678\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://contoso-my.sharepoint.com/personal/ana/_layouts/15/download.aspx?UniqueId=1&tempauth=abc",
        "https://contoso.sharepoint.us/f",
        "https://CONTOSO.SharePoint.com:443/f",
    ],
)
def test_files_are_fetched_from_where_teams_keeps_them(url: str) -> None:
    assert fetchable(url, local=False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://contoso.sharepoint.com/f",
        "https://sharepoint.com.evil.example/f",
        "https://evilsharepoint.com/f",
        "https://contoso.sharepoint.com@evil.example/f",
        "https://ana:secret@contoso.sharepoint.com/f",
        "https://contoso.sharepoint.com:8443/f",
        "https://127.0.0.1/f",
        "http://169.254.169.254/metadata/identity",
        "file:///etc/passwd",
        "https://[::1",
        "https://contoso.sharepoint.com:99999/f",
    ],
)
def test_nothing_else_is_fetched(url: str) -> None:
    assert not fetchable(url, local=False)


def test_a_make_believe_teams_on_this_machine_is_one_too_and_nothing_beside_it() -> None:
    assert fetchable("http://127.0.0.1:8080/connector/files/1", local=True)
    assert not fetchable("http://10.0.0.1/f", local=True)
    assert not fetchable("http://contoso.sharepoint.com/f", local=True)


@given(st.text())
def test_any_address_is_judged_without_an_error(url: str) -> None:
    fetchable(url, local=False)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_as_spreadsheets_write_them(letters: str) -> None:
    assert decoded("Name,Mobile\nJürgen Müller,1".encode(letters)) == "Name,Mobile\nJürgen Müller,1"


@pytest.mark.parametrize("content, code", [(b"PK\x03\x04\x00\x00", "file-no-text"), (b" \n", "file-empty")])
def test_what_is_no_text_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(NotFetched) as no:
        decoded(content)
    assert no.value.reason.code == code


@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_a_refusal(content: bytes) -> None:
    with suppress(NotFetched):
        assert decoded(content).strip()


class Cellar:
    """A server that hands out what it should not, or with a surprise."""

    def __init__(self) -> None:
        self.tokens: list[str] = []

    async def file(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.Response(text=LIST)

    async def large(self, _request: web.Request) -> web.Response:
        return web.Response(body=b"x" * (MOST + 1))

    async def away(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/file")


@pytest.fixture
async def cellar() -> AsyncIterator[tuple[Cellar, str]]:
    cellar = Cellar()
    runner = await listen({"/file": cellar.file, "/large": cellar.large, "/away": cellar.away})
    yield cellar, url_of(runner)
    await runner.cleanup()


def sent(url: str, *, kind: str = "csv", times: int = 1) -> JsonObject:
    content: JsonObject = {"downloadUrl": url, "uniqueId": "1", "fileType": kind}
    return {"attachments": [{"contentType": FILE, "name": f"hr.{kind}", "content": content} for _ in range(times)]}


async def test_a_file_is_read_without_a_token(cellar: tuple[Cellar, str]) -> None:
    server, url = cellar
    async with aiohttp.ClientSession() as http:
        assert await Uploads(http, local=True).text_of(sent(f"{url}/file")) == LIST
    assert server.tokens == [""]


@pytest.mark.parametrize(
    "path, code",
    [("/large", "file-too-large"), ("/away", "file-gone"), ("/nowhere", "file-gone")],
)
async def test_what_goes_wrong_is_said(cellar: tuple[Cellar, str], path: str, code: str) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(NotFetched) as no:
            await Uploads(http, local=True).text_of(sent(f"{cellar[1]}{path}"))
    assert no.value.reason.code == code


async def test_what_nobody_can_read_is_not_even_fetched() -> None:
    async with aiohttp.ClientSession() as http:
        uploads = Uploads(http, local=False)
        for raw, code in (
            (sent("https://contoso.sharepoint.com/f", kind="xlsx"), "file-kind"),
            (sent("https://contoso.sharepoint.com/f", times=2), "file-several"),
            (sent("https://evil.example/f"), "file-elsewhere"),
        ):
            with pytest.raises(NotFetched) as no:
                await uploads.text_of(raw)
            assert no.value.reason.code == code
        assert await uploads.text_of({"attachments": [{"contentType": "text/html", "content": "<p>x</p>"}]}) == ""


HEAD = """
## Olga, personal

"""
SENT = """
```file hr.csv in cp1252
Name;E-Mail;Handynummer
Dän Frost;dan@contoso.com;+49 151 23456789
Nobody;nobody@contoso.com;+49 151 23456788
Eve;eve@contoso.com;
```

-- state --
"""


async def told(text: str) -> str:
    """What a transcript led to."""
    played = await perform(f"{HEAD}{text}")
    assert not played.problems
    return played.actual.partition("-- state --")[0]


async def test_a_list_comes_as_a_file() -> None:
    actual = await told(f"> phone list name:July{SENT}")
    assert "```file hr.csv in cp1252\nName;E-Mail" in actual
    assert "The list: July" in actual
    assert "1 person with a number" in actual
    assert "1 line: 3 (nobody@contoso.com)" in actual
    assert "1 line: 4 (eve@contoso.com)" in actual


async def test_a_file_alone_is_asked_about() -> None:
    assert "What shall I do with this file?" in await told(f">{SENT}")


async def test_a_file_answers_the_open_question_whatever_is_typed_beside_it() -> None:
    actual = await told(f"> phone list\n\n> here it is{SENT}")
    assert "Which people and numbers?" in actual
    assert "1 person with a number" in actual


async def test_a_file_that_has_expired_is_asked_for_again(database: Path) -> None:
    async with Stage(Scene(), database=database) as stage:
        world: World = stage.world
        olga = world.person("olga")
        file = stage.chats.files.keep("hr.csv", LIST.encode())
        url = f"{stage.teams.service_url}files/{file.id}?tempauth="
        async with aiohttp.ClientSession() as http:
            with pytest.raises(NotFetched) as no:
                await Uploads(http, local=True).text_of(sent(f"{url}guess"))
            assert await Uploads(http, local=True).text_of(sent(f"{url}{file.pass_}")) == LIST
            async with http.get(f"{url}{file.pass_}", headers={"Authorization": "Bearer ours"}) as answer:
                assert answer.status == 400
        assert no.value.reason.facts == {"status": "401"}
        assert stage.chats.personal(olga).messages == {}


async def test_several_lines_are_one_message() -> None:
    typed = "> phone list columns:who=Mail,number=Cell\n> Mail,Cell\n> dan@contoso.com,+49 151 23456789\n"
    assert "1 person with a number" in await told(f"{typed}\n-- state --\n")
