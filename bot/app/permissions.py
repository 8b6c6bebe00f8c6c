"""Application permissions that only a setting makes necessary; what actions need they declare themselves."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

_INSTALLED = ("TeamsAppInstallation.ReadWriteSelfForUser.All", "AppCatalog.Read.All")

BY_SETTING: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "MUSTER_INSTALL_APP": _INSTALLED,
        "MUSTER_FEED": ("TeamsActivity.Send", *_INSTALLED),
        "MUSTER_MAIL_SENDER": ("Mail.Send",),
        "MUSTER_WRITABLE_GROUPS": ("GroupMember.ReadWrite.All",),
    }
)
"""As `tenant.ports.writing` says it of each way."""
