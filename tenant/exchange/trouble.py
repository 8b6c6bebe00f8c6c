"""What only Exchange can have against us. Both are a `Forbidden`: no row can go well until a person has mended it."""

from tenant.trouble import Forbidden

APP_ROLE = "Exchange.ManageAsApp"
READING_ROLE = "Global Reader"
WRITING_ROLE = "Exchange Administrator"


class RoleMissing(Forbidden):
    """The application may speak to Exchange, and lacks the role in it that the cmdlet needs.

    https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2 ("Assign Microsoft Entra roles to the
    application").
    """

    code = "role-missing"

    def __init__(self, message: str = "", *, role: str, request_id: str = "") -> None:
        """``role``: the least directory role that Microsoft has for it."""
        super().__init__(message, scope=role, request_id=request_id)
        self.role = role

    @property
    def facts(self) -> dict[str, str]:
        """The missing role."""
        return {"role": self.role}


class WritesOff(Forbidden):
    """The owner's settings do not open Exchange for writing (``Rules.exchange_writes``); nothing was sent."""

    code = "exchange-writes-off"

    @property
    def facts(self) -> dict[str, str]:
        """Nothing more to say."""
        return {}
