"""Every module can be imported on a machine where nothing is set up, and does nothing then."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOMS, ROOT, modules


def test_importing_everything_does_nothing() -> None:
    names = [module.name for module in modules(*ROOMS) if not module.within("store/migrations")]
    assert _acts(*names) == ""


def test_a_module_that_acts_is_told_on(tmp_path: Path) -> None:
    folder = ROOT / "build" / tmp_path.name  # only a module inside the repository is ours
    folder.mkdir(parents=True)
    acting = folder / "acting.py"
    acting.write_text("import os\nHOME = os.getenv('HOME')\nopen('/dev/null', 'w').close()\n")
    try:
        told = _acts(f"build.{folder.name}.acting")
    finally:
        acting.unlink()
        folder.rmdir()
    assert [line.split(": ", 1)[1] for line in told.splitlines()] == [
        "reads the environment variable HOME",
        "open /dev/null",
    ]


def _acts(*names: str) -> str:
    command = [sys.executable, "-m", "tests.house.importing", *names]
    done = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
