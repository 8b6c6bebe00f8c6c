"""What can go wrong between Muster and Microsoft, as types. `tenant` never says a sentence to a person.

Trouble
├── Throttled        429: wait ``retry_after`` seconds
├── Unavailable      5xx, a refused connection, a time-out: nothing was done, as far as anybody knows
├── LostAnswer       the same after a write was sent: it may or may not have been done
├── Forbidden        403: a permission is missing; ``scope`` names it where it is known
├── Protected        403 for this one target (a role holder, a restricted administrative unit)
├── NotFound         404
├── Conflict         409
├── Unlicensed       the tenant lacks a licence; ``needs`` names it
├── Refused          400 and the rest: Microsoft did not accept what we sent
└── SignInFailed     no token: a wrong secret or certificate, a tenant that does not know the application
"""


class Trouble(Exception):
    """The root. ``request_id`` is Microsoft's, for support; the message is for logs, never for a chat."""

    code = "trouble"

    def __init__(self, message: str = "", *, request_id: str = "") -> None:
        """Keep what a log needs."""
        super().__init__(message or self.code)
        self.request_id = request_id

    @property
    def facts(self) -> dict[str, str]:
        """What a sentence about this trouble may mention."""
        return {}


class Throttled(Trouble):
    """Microsoft asks us to wait."""

    code = "throttled"

    def __init__(self, message: str = "", *, retry_after: float | None = None, request_id: str = "") -> None:
        """``retry_after`` in seconds; None where Microsoft gives none (Conditional Access)."""
        super().__init__(message, request_id=request_id)
        self.retry_after = retry_after

    @property
    def facts(self) -> dict[str, str]:
        """The wait, where known."""
        return {} if self.retry_after is None else {"seconds": f"{self.retry_after:.0f}"}


class Unavailable(Trouble):
    """Microsoft did not answer, or answered 5xx."""

    code = "unavailable"

    def __init__(self, message: str = "", *, retry_after: float | None = None, request_id: str = "") -> None:
        """``retry_after`` in seconds where a 503 carries it."""
        super().__init__(message, request_id=request_id)
        self.retry_after = retry_after


class LostAnswer(Trouble):
    """A write was sent and its answer never came, or was a 5xx."""

    code = "lost-answer"

    def __init__(self, message: str = "", *, retry_after: float | None = None, request_id: str = "") -> None:
        """``retry_after`` in seconds where a 503 carries it."""
        super().__init__(message, request_id=request_id)
        self.retry_after = retry_after


class Forbidden(Trouble):
    """Muster's application lacks a permission."""

    code = "forbidden"

    def __init__(self, message: str = "", *, scope: str = "", request_id: str = "") -> None:
        """``scope``: the application permission that would allow it."""
        super().__init__(message, request_id=request_id)
        self.scope = scope

    @property
    def facts(self) -> dict[str, str]:
        """The missing permission."""
        return {"scope": self.scope}


class Protected(Trouble):
    """Microsoft protects this one account from us."""

    code = "protected"


class NotFound(Trouble):
    """No such object (any more)."""

    code = "not-found"


class Conflict(Trouble):
    """The object is not in the state that the call needs."""

    code = "conflict"


class Unlicensed(Trouble):
    """The tenant has no licence for this call."""

    code = "unlicensed"

    def __init__(self, message: str = "", *, needs: str = "Entra ID P1", request_id: str = "") -> None:
        """``needs``: the licence as Microsoft sells it."""
        super().__init__(message, request_id=request_id)
        self.needs = needs

    @property
    def facts(self) -> dict[str, str]:
        """The missing licence."""
        return {"needs": self.needs}


class Refused(Trouble):
    """Microsoft answered 4xx for another reason. ``detail`` is Microsoft's error code, or a word of ours where only the
    message tells what it is about: ``security-defaults-on``, ``default-method``.
    """

    code = "refused"

    def __init__(self, message: str = "", *, status: int = 400, detail: str = "", request_id: str = "") -> None:
        """``status``: HTTP; ``detail``: Graph's ``error.code``, or our word for it."""
        super().__init__(message, request_id=request_id)
        self.status = status
        self.detail = detail

    @property
    def facts(self) -> dict[str, str]:
        """Microsoft's own code."""
        return {"detail": self.detail or str(self.status)}


class SignInFailed(Trouble):
    """The login service gave no token."""

    code = "sign-in-failed"

    def __init__(self, message: str = "", *, detail: str = "") -> None:
        """``detail``: the AADSTS number, never the secret."""
        super().__init__(message)
        self.detail = detail

    @property
    def facts(self) -> dict[str, str]:
        """The AADSTS number."""
        return {"detail": self.detail}
