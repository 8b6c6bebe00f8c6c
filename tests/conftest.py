"""What every test stands on: property tests that repeat and never fail for a slow machine, and ready-made tables."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store import migrate

settings.register_profile(
    "house", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

# While tests are collected nothing goes, and what came then stays to the end: going through it again and again for
# rubbish was a fifth of the whole time.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """From here on only what the tests make is looked through."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def ready_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file in which the tables are made, and nothing else."""
    path = tmp_path_factory.mktemp("ready-made") / "muster.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(ready_made: Path, tmp_path: Path) -> Path:
    """A SQLite file of the test's own, with tables: copied, for making them takes longer than most tests do."""
    return Path(shutil.copy(ready_made, tmp_path / "muster.db"))


# The PostgreSQL that the tests bring keeps its lock in a folder for run-time files; without one of its own it takes a
# file that all people of the machine share, and that belongs to whoever came first.
if os.geteuid() != 0 and "XDG_RUNTIME_DIR" not in os.environ:
    own = Path(tempfile.gettempdir()) / f"muster-tests-{os.geteuid()}"
    for folder in (own, own / "python_PostgresServer"):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(own)
