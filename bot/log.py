"""One line of JSON for each thing worth knowing, with the turn's correlation id, and nothing secret in it."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

correlation: ContextVar[str] = ContextVar("correlation", default="")
"""The id that one turn or one wake-up carries through every log line and every request to Microsoft."""

_HIDE = (
    (re.compile(r"(?i)\b(bearer)\s+[\w.~+/=-]+"), r"\1 ***"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "***"),  # a JWT
    (re.compile(r"(?i)((?:client_)?secret|password|pass|token)([\"']?\s*[=:]\s*[\"']?)[^\s\"',}]+"), r"\1\2***"),
    (re.compile(r"(?<![\w-])(?:\+|00?|\()\d[\d ()./-]{4,}(\d{2})(?![\w-])"), r"…\1"),  # a phone number
)


def scrubbed(text: str) -> str:
    """The text without tokens, secrets and full phone numbers."""
    for pattern, instead in _HIDE:
        text = pattern.sub(instead, text)
    return text


class OneLine(logging.Formatter):
    """A log record as one line of JSON, scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "said": scrubbed(record.getMessage()),
        }
        if known := correlation.get():
            line["correlation"] = known
        if record.exc_info:
            line["trouble"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str) -> None:
    """Write to stderr from this level on; called once by the command line, never by an import."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "apscheduler", "msal", "msrest", "botframework"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
