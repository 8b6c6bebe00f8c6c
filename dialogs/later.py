"""The answer to a turn that needs Microsoft: it was recorded and will be answered soon."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Later:
    """An errand was accepted; its reply comes by itself. ``ack``: what to say meanwhile, or nothing."""

    ack: str = ""
