"""Who may run which cmdlet: an application has a role in Exchange beside its permission ``Exchange.ManageAsApp``.

https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2
"""

NONE, READER, ADMINISTRATOR = "none", "reader", "administrator"
ROLES = (NONE, READER, ADMINISTRATOR)
"""From the weakest: nothing assigned, Global Reader, Exchange Administrator."""

MANAGE_AS_APP = "Exchange.ManageAsApp"
"""The application permission, without which no role is even looked at."""

TEMPLATES = {
    READER: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    ADMINISTRATOR: "29232cdf-9323-42fd-ade2-1d097af3e4de",
}
"""Role template ids as a token's ``wids`` claim carries them, the same in every tenant."""


def weakest(*roles: str) -> str:
    """The one of these roles that allows least; raises ValueError for a word that is no role."""
    return ROLES[min(ROLES.index(role) for role in roles)]


def allows(role: str, *, writes: bool) -> bool:
    """Does the role hold a cmdlet that reads, or one that writes?"""
    return role == ADMINISTRATOR or (role == READER and not writes)


def carried(wids: object) -> str:
    """The role that a token's ``wids`` claim carries."""
    held = [role for role, template in TEMPLATES.items() if isinstance(wids, list) and template in wids]
    return held[-1] if held else NONE
