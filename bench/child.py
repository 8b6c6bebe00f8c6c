"""A program as a process of its own: started, asked for its first line, stopped."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0  # seconds for a program to start or to stop


class Child:
    """One process. What it says on stderr goes to ``log``."""

    def __init__(self, process: Process, log: Path) -> None:
        """Made by `start`."""
        self._process, self._log = process, log

    @classmethod
    async def start(cls, module: str, *words: str, log: Path, env: Mapping[str, str] | None = None) -> "Child":
        """``python -m module words``. No setting of ours is handed on but those in ``env``."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
        command: Sequence[str] = (sys.executable, "-m", module, *words)
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *command, env={**clean, **(env or {})}, stdout=PIPE, stderr=errors
            )
        return cls(process, log)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    async def first_line(self) -> str:
        """What it says first on stdout. Raises RuntimeError with the end of its log where it says nothing."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a program ended before it was ready:\n{self.log_end()}")
        return line.decode()

    def log_end(self) -> str:
        """The last that it said on stderr."""
        return self._log.read_text(errors="replace")[-3000:]

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL where that does not help."""
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
