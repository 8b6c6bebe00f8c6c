"""``python -m bench [a] [b] [c] [d] [e] [f] [g]``: the honest numbers. Exit 1 where one misses its limit."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.figures import Figure
from bench.measuring import FULL, PARTS, SMALL, Sizes, measure

MEANING = """
a  turns per second and processor time of `request show`, beside a bare echo of the Bot Framework's SDK
b  planning for 300, 3,000 and 30,000 people: time over the floor of its requests, and memory
c  3,600 changes: time over the floor that Microsoft's budgets set
d  from exec to the first answer
e  reports over 100,000 people, the card and the CSV: time over the floor of their requests, and memory
f  messages a minute through Teams' documented limits
g  a tick of the engine with 1,000 due among 10,000 and among 1,000,000 that wait
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page where that is asked for."""
    chosen = _parser().parse_args(arguments)
    parts = chosen.parts or list(PARTS)
    figures = asyncio.run(_measured(parts, SMALL if chosen.small else FULL))
    print("\n".join(report.text(figures)))
    if chosen.write is not None:
        page = chosen.write.read_text("utf-8")
        chosen.write.write_text(report.written(page, report.markdown(figures, _command(parts))), "utf-8")
    return 1 if any(figure.passed is False for figure in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog=MEANING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help="a, b, c, d, e, f, g; all without one"
    )
    parser.add_argument("--small", action="store_true", help="the sizes of the tests: figures that mean nothing")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks of this page")
    return parser


async def _measured(parts: Sequence[str], sizes: Sizes) -> list[Figure]:
    found: list[Figure] = []
    async for figure in measure(parts, sizes):
        print("  ".join(filter(None, report.cells(figure))), file=sys.stderr, flush=True)
        found.append(figure)
    return found


def _command(parts: Sequence[str]) -> str:
    return "make bench" if list(parts) == list(PARTS) else f'make bench ARGS="{" ".join(parts)}"'


if __name__ == "__main__":
    sys.exit(main())
