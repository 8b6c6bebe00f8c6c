"""Guides: short texts for people who set up a method and for people who run a tenant, as data, in one place.

A command or cmdlet stands in backticks; a test holds every one of them against what exists.
"""

from types import MappingProxyType

from dialogs.words.guides import accounts, everyday, shell, tenants
from dialogs.words.guides.guide import Guide as Guide

GUIDES: MappingProxyType[str, Guide] = MappingProxyType(
    {each.topic: each for each in (*everyday.GUIDES, *accounts.GUIDES, *shell.GUIDES, *tenants.GUIDES)}
)
ALIASES: MappingProxyType[str, str] = MappingProxyType(
    {alias: each.topic for each in GUIDES.values() for alias in each.aliases}
)
