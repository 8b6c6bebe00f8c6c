"""How the Connector says no."""

from demo.wire import JsonObject


class Refusal(Exception):
    """An HTTP status with the Connector's error body; ``retry_after`` in seconds, 0 says nothing."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int = 0, number: int = 0) -> None:
        """Keep what the answer will say; ``number``: Teams' own ``errorCode``, where it has one."""
        super().__init__(message)
        self.status, self.code, self.retry_after, self.number = status, code, retry_after, number

    @property
    def body(self) -> JsonObject:
        """The error body."""
        told: JsonObject = {"error": {"code": self.code, "message": str(self)}}
        return told | ({"errorCode": self.number} if self.number else {})

    @property
    def headers(self) -> dict[str, str]:
        """The headers that go with it."""
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}


def not_in_roster() -> Refusal:
    """The person does not have the app."""
    return Refusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def blocked() -> Refusal:
    """The person has blocked the bot."""
    return Refusal(403, "MessageWritesBlocked", "Thread is blocked from message writes.", number=209)


def unknown(what: str) -> Refusal:
    """There is no such conversation, message or member."""
    return Refusal(404, "ConversationNotFound" if what == "conversation" else "NotFound", f"The {what} was not found.")


def bad(message: str) -> Refusal:
    """The request itself is wrong."""
    return Refusal(400, "BadSyntax", message)
