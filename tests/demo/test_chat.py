"""``python -m demo`` as a newcomer meets it: from a pipe, and with nothing to read at all."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def demo(*arguments: str, said: str | None) -> subprocess.CompletedProcess[str]:
    """Run it; ``said`` None gives it nothing to read."""
    return subprocess.run(
        [sys.executable, "-m", "demo", "--users", "40", *arguments],
        input=said if said is not None else "",
        capture_output=True,
        text=True,
        timeout=50,
        cwd=ROOT,
        check=False,
    )


def test_lines_from_a_pipe_are_answered_one_after_the_other() -> None:
    run = demo(said="whoami\n/as dan\nwhoami\n/later 1d\n/register dan\n/state\n/nonsense\n7\n/quit\nnot read\n")
    told = run.stdout
    assert run.returncode == 0, run.stderr
    assert told.index("Make-believe") < told.index("mfa status dan@contoso.com") < told.index("ana> whoami")
    assert told.index("You are Ana Ruiz") < told.index("dan> whoami") < told.index("You are Dan Moor")
    assert "dan has registered microsoftAuthenticator" in told
    assert "? /nonsense is unknown" in told
    assert "? there are 0 cards with buttons here, not 1" in told
    assert "not read" not in told


def test_a_number_presses_a_button_and_what_must_be_filled_in_is_asked_for() -> None:
    run = demo(said="mfa enable grace@contoso.com\n[1]\n[1] reason=because\n/quit\n")
    assert run.returncode == 0, run.stderr
    assert "? fill in first: [1] reason=..." in run.stdout
    assert "Muster only watches for now" in run.stdout


def test_with_nothing_to_read_the_story_is_played_once() -> None:
    run = demo(said=None)
    assert run.returncode == 0, run.stderr
    assert "this is the tour" in run.stdout
    assert "That was the tour" in run.stdout
