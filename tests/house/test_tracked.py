"""Nothing committed names the machine it was written on, a package index, or notes that are not in the repository."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT

# Put together here so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": re.compile("/" + r"(work|root|home/\w+)/\w"),
    "notes outside the repository": re.compile(r"\.\./" + "shared|shared/" + "facts|shared/" + "contract"),
    "a package index": re.compile("--(extra-)?index" + "-url|--find" + "-links|/simple/" + r"[\w ]*$", re.MULTILINE),
}
LARGEST = 2_000_000  # bytes; larger is not text that anybody wrote


def test_no_committed_file_says_what_does_not_belong() -> None:
    found = [f"{name}: {problem}" for name, text in _tracked() for problem in problems(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("see /" + "work/main/bot", "a path of one machine"),
        ("cd /" + "home/ana/muster", "a path of one machine"),
        ("as ../" + "shared/x says", "notes outside the repository"),
        ("pip install --index" + "-url https://x", "a package index"),
    ],
)
def test_what_does_not_belong_is_found(text: str, problem: str) -> None:
    assert list(problems(text)) == [problem]


def test_ordinary_words_are_fine() -> None:
    assert not list(problems("the homework/root cause; https://graph.microsoft.com/v1.0/users; work/life; ./home/x"))


def problems(text: str) -> Iterator[str]:
    """What this text says that it should not."""
    return (name for name, pattern in FORBIDDEN.items() if pattern.search(text))


def _tracked() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: there is nothing committed to look at")
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.stat().st_size < LARGEST:
            yield name, path.read_text("utf-8", errors="replace")
