"""The one place where the outside comes in: authenticated, of our tenant, said by a person; and nothing is read before.

Only this folder knows the Bot Framework SDK, so that a later move to its successor opens one folder.
"""

from bot.door.app import Answer, Door, build_app
from bot.door.keys import SigningKeys
from bot.door.passport import Passport, Stranger
from bot.door.rules import House

__all__ = ["Answer", "Door", "House", "Passport", "SigningKeys", "Stranger", "build_app"]
