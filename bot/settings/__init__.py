"""What the owner decided: MUSTER_* environment variables or a .env file, checked before anything starts."""

from bot.settings.clouds import CLOUDS, CloudName
from bot.settings.model import BadSettings, Settings, load
from bot.settings.table import Row, settings_table

__all__ = ["CLOUDS", "BadSettings", "CloudName", "Row", "Settings", "load", "settings_table"]
