"""Log lines: one line of JSON each, with the turn's number and nothing that must not be kept."""

import json
import logging
import sys

import pytest

from bot.log import OneLine, correlation, scrubbed


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Authorization: Bearer eyJabc.eyJdef.sig-nature", "eyJdef"),
        ("got eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl back", "eyJpc3MiOi"),
        ("client_secret=s3cr3t&x=1", "s3cr3t"),
        ('{"password": "hunter2"}', "hunter2"),
        ("called +49 171 2345678 now", "2345678"),
        ("called 0171/23456-78 now", "23456"),
        ("called (030) 1234567", "1234567"),
    ],
)
def test_what_must_not_be_kept_is_not(text: str, hidden: str) -> None:
    assert hidden not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    ["request 12 waits", "2026-11-23T08:00:00", "d0000000-0000-4000-8000-000000000001", "127.0.0.1:3978", "7 of 200"],
)
def test_what_helps_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_a_line_is_one_line_of_json() -> None:
    correlation.set("c-1")
    try:
        raise ValueError("Bearer abc.def")
    except ValueError:
        info = sys.exc_info()
    record = logging.LogRecord("bot.turns", logging.ERROR, "x.py", 1, "a turn\nfailed for %s", ("Ana",), info)
    line = OneLine().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["said"], read["correlation"]) == ("error", "a turn\nfailed for Ana", "c-1")
    assert "abc.def" not in read["trouble"] and "ValueError" in read["trouble"]
