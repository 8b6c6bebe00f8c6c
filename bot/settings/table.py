"""The settings as rows, for the README and for `doctor`."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings.model import PREFIX, Settings


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: variable, meaning, and what holds when it is not set ("required" where it must be)."""

    variable: str
    meaning: str
    default: str


def settings_table() -> Sequence[Row]:
    """Every setting in the order of the model."""
    return tuple(
        Row(f"{PREFIX}{name.upper()}", field.description or "", _default(field))
        for name, field in Settings.model_fields.items()
    )


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default()
    if value in (None, "", (), False) or isinstance(value, SecretStr):
        return ""
    return str(value)
