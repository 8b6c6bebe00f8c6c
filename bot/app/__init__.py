"""Muster put together: the one place that knows every room."""

from bot.app.catalogue import catalogue
from bot.app.muster import Muster, Part, build
from dialogs import Catalogue

__all__ = ["Catalogue", "Muster", "Part", "build", "catalogue"]
