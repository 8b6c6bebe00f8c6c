"""Everything that can be said to this Muster."""

import actions
import dialogs.commands
from dialogs import Catalogue


def catalogue() -> Catalogue:
    """All actions, checks, facts and commands of this repository. Raises Misdeclared for doubles."""
    return Catalogue.of((actions, dialogs.commands))
