"""What is said about files that people take, and windows that they open."""

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "dialog-only": "This opens in a window of its own only, so that nothing of it stands in a chat. Press it in a "
        "current Teams.",
        "own-chat": "I hand files over in our own chat only: type `{command}` there.",
        "no-rows": "Request {number} has no rows.",
        "file-over": "That is not kept any more. Type the command again.",
    }
)
