"""What the kernel says of a process: processor time and memory, as ``/proc`` tells them (man 5 proc)."""

import os
from pathlib import Path

PROC = Path("/proc")
_PEAK_AGAIN = "5"  # written to clear_refs: the high-water mark is the present size again


def cpu_seconds(pid: int) -> float:
    """Processor time of all its threads so far, user and system together, in seconds."""
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Memory that it holds now, in MB (1,000,000 bytes)."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> float:
    """The most that it held since the start, or since `forget_peak`, in MB."""
    return _status(pid, "VmHWM")


def forget_peak(pid: int) -> None:
    """Begin anew to remember the most."""
    (PROC / str(pid) / "clear_refs").write_text(_PEAK_AGAIN)


def _status(pid: int, name: str) -> float:
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(f"{name}:"))
    return int(found.split()[1]) * 1024 / 1_000_000
