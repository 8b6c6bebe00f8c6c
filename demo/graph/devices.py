"""Devices of a person, as Entra knows them.

https://learn.microsoft.com/graph/api/user-list-owneddevices and https://learn.microsoft.com/graph/api/resources/device
"""

from demo.graph.call import Call
from demo.graph.routes import Route, roles
from demo.graph.shape import Shape, listed
from demo.mailbox import Device
from demo.wire import Answer, stamp

READ = roles("Device.Read.All")
"""Without it Graph shows the ids of devices and nothing else, which is of use to nobody: the demo refuses."""

DEVICE: Shape[Device] = Shape(
    "microsoft.graph.device",
    {
        "id": lambda call, d: d.id,
        "deviceId": lambda call, d: d.id,
        "displayName": lambda call, d: d.name,
        "operatingSystem": lambda call, d: d.system,
        "operatingSystemVersion": lambda call, d: d.version,
        "accountEnabled": lambda call, d: d.enabled,
        "approximateLastSignInDateTime": lambda call, d: stamp(d.seen) if d.seen else None,
        "trustType": lambda call, d: "AzureAd" if d.system in ("Windows", "MacMDM") else "Workplace",
        "isCompliant": lambda call, d: None,
        "isManaged": lambda call, d: None,
    },
    odata_type=lambda row: "#microsoft.graph.device",
)


def _owned(call: Call) -> Answer:
    return listed(call, DEVICE, [device for device in call.person().devices if device.owned])


def _registered(call: Call) -> Answer:
    return listed(call, DEVICE, call.person().devices)


OPTIONS = frozenset({"$select", "$top", "$filter", "$count"})
ROUTES = (
    Route(method="GET", path="/users/{}/ownedDevices", answer=_owned, roles=READ, options=OPTIONS),
    Route(method="GET", path="/users/{}/registeredDevices", answer=_registered, roles=READ, options=OPTIONS),
)
