"""Replies drawn as Adaptive Cards: one file for each type in `dialogs.reply`, all of them at most 25 KB."""

from bot.cards.deck import LARGEST, draw, size

__all__ = ["LARGEST", "draw", "size"]
