"""The table, for a terminal and for ``docs/performance.md``."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure

HEAD = ("", "what", "floor", "figure", "ratio", "limit", "")
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
CPU_INFO = Path("/proc/cpuinfo")


def verdict(figure: Figure) -> str:
    """One word."""
    return "printed" if figure.passed is None else "pass" if figure.passed else "FAIL"


def cells(figure: Figure) -> tuple[str, ...]:
    """A line of the table."""
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return figure.part, figure.what, figure.floor, figure.figure, ratio, figure.limit, verdict(figure)


def text(figures: Sequence[Figure]) -> Iterator[str]:
    """Aligned columns."""
    rows = [HEAD, *map(cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def markdown(figures: Sequence[Figure], command: str) -> str:
    """What stands between the marks of the page."""
    rows = [("", "what", "ratio", "limit", "", "figure", "floor"), ("---",) * 7]
    for figure in figures:
        part, what, floor, value, ratio, limit, word = cells(figure)
        rows.append((part, what, f"**{ratio}**" if ratio else "", limit, word, value, floor))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"`{command}` on {machine()}:\n\n{table}"


def machine() -> str:
    """Processor, cores, system and Python."""
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {processor()}, {platform.system()}, Python {platform.python_version()}"


def processor() -> str:
    """Its name, as the kernel tells it."""
    lines = CPU_INFO.read_text().splitlines() if CPU_INFO.exists() else []
    named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
    return " ".join(next(named, platform.machine()).split())


def written(page: str, generated: str) -> str:
    """The page with the new table in the place of the old. Raises ValueError where the marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs a line {BEGIN} and a line {END}")
    return f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}"
