"""Systems that somebody vouches for: what they are called, and how to vouch again."""

from collections.abc import Mapping
from types import MappingProxyType

SYSTEMS = MappingProxyType(
    {
        "skype-server": "your Skype for Business Server",
        "exchange-server": "your Exchange Server",
        "mfa-server": "Azure MFA Server",
    }
)
CERTIFICATE = "certificate:"
SERVICE_ACCOUNT = "service-account:"  # then an id that says nothing to people
_PASTED = "Read it there again, type `modern-auth attest {word}` and paste it."


def of_system(facts: Mapping[str, str]) -> dict[str, str]:
    """``system_text``: its name; ``again_text``: the sentence that says how to vouch again."""
    system = facts.get("system", "")
    if system.startswith(CERTIFICATE):
        host = system.removeprefix(CERTIFICATE)
        again = f"Look there again, then type `domains attest {host} until:<yyyy-mm-dd>`."
        return {"system_text": f"the certificate of {host}", "again_text": again}
    if system.startswith(SERVICE_ACCOUNT):
        return {"system_text": "a service account", "again_text": "See `service-accounts`, and mark it again."}
    text = SYSTEMS.get(system, system)
    if system == "mfa-server":
        return {"system_text": text, "again_text": "Look there again, then type `mfa-server attest`."}
    return {"system_text": text, "again_text": _PASTED.format(word=system.removesuffix("-server"))}
