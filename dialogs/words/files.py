"""What is said about files that people take."""

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "own-chat": "I hand files over in our own chat only: type `{command}` there.",
        "no-rows": "Request {number} has no rows.",
        "file-over": "That is not kept any more. Type the command again.",
    }
)
