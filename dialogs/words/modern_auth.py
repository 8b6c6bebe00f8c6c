"""What is said about modern authentication: findings, their evidence, and what to do about them."""

from types import MappingProxyType

LABELS: dict[str, str] = {}

SENTENCES = MappingProxyType[str, str]({})
