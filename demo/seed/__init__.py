"""Contoso, always the same for the same scenario, number of users and seed."""

from demo.seed.contoso import SCENARIOS, build

__all__ = ["SCENARIOS", "build"]
