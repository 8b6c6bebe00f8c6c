"""One cmdlet as one request: ``POST adminapi/beta/{tenant}/InvokeCommand``, as Exchange Online's module sends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenant.graph.call import Call, segment, select
from tenant.graph.wire import Json

# The mailbox that every tenant has: it routes a request that is about no one mailbox. The braces are part of it.
_SYSTEM_MAILBOX = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cmdlet(Call):
    """``name`` is the cmdlet's. One that ``changes`` something sets an absolute value, so all may be sent twice; its
    lost answer is told nevertheless, and not repeated unseen.
    """

    name: str
    changes: bool = False

    @property
    def may_repeat(self) -> bool:
        """Reading does no harm, and setting an absolute value twice does none."""
        return True

    @property
    def is_write(self) -> bool:
        """By its declaration: every cmdlet is a POST."""
        return self.changes


def get(tenant_id: str, name: str, *fields: str, **parameters: Json) -> Cmdlet:
    """A cmdlet that reads these properties."""
    body = _input(name, parameters)
    return Cmdlet(name=name, path=_path(tenant_id), method="POST", version="beta", query=(select(*fields),), body=body)


def change(tenant_id: str, name: str, **parameters: Json) -> Cmdlet:
    """A cmdlet that sets absolute values."""
    body = _input(name, parameters)
    return Cmdlet(name=name, path=_path(tenant_id), method="POST", version="beta", body=body, changes=True)


def anchor(tenant_id: str) -> str:
    """``X-AnchorMailbox`` for a request about the organisation."""
    return f"APP:{_SYSTEM_MAILBOX}@{tenant_id}"


def _path(tenant_id: str) -> str:
    return f"/{segment(tenant_id)}/InvokeCommand"


def _input(name: str, parameters: Mapping[str, Json]) -> Mapping[str, Json]:
    return {"CmdletInput": {"CmdletName": name, "Parameters": parameters}}
