"""What every test stands on: property tests that repeat, and never fail for a slow machine."""

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


# The PostgreSQL that the tests bring keeps its lock in a folder for run-time files; without one of its own it takes a
# file that all people of the machine share, and that belongs to whoever came first.
if os.geteuid() != 0 and "XDG_RUNTIME_DIR" not in os.environ:
    own = Path(tempfile.gettempdir()) / f"muster-tests-{os.geteuid()}"
    for folder in (own, own / "python_PostgresServer"):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(own)
