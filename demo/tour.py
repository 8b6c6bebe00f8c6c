"""The story that the demo tells when nobody types: what everybody says and presses, as a transcript without replies."""

from pathlib import Path

from demo.transcript import Block, Kind, parse

TRANSCRIPT = Path(__file__).resolve().parent.parent / "tests" / "transcripts" / "rollout.md"

STORY = """
# Contoso turns on MFA

## Ana, personal

> mfa status dan@contoso.com

> mfa enable group:"MFA Users"

## Olga, personal

> writes on mfa

## Ana, personal

> submit 1 reason:"agreed in CAB 42"

> approve 1

## Bea, personal

[Approve]

## Ana, personal

> mfa status grace@contoso.com

> remind dan@contoso.com

## Dan, personal

[Tomorrow]

-- later 2d --

-- dan registers microsoftAuthenticator --

-- later 3d --

## Ana, personal

> undo 1

> requests

-- state --
"""


def blocks() -> list[Block]:
    """The rollout as the tests play it, or the built-in story where the tests are not installed."""
    text = TRANSCRIPT.read_text(encoding="utf-8") if TRANSCRIPT.is_file() else STORY
    return [block for block in parse(text) if block.kind is not Kind.REPLY]
