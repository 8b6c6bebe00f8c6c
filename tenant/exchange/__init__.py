"""Exchange Online's settings, through the adminapi that its PowerShell module speaks. Isolated, because Microsoft
documents it for that module alone (https://learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2) and
may change it any day; the writes are behind a switch of the owner's (`tenant.model.Rules.exchange_writes`).

`tenant.graph.tenants` keeps one ``ExchangeOnline(cloud, clock, rules, http=..., silence=...)``, opens it for a purpose
with ``open(tenant_id, tokens, purpose)`` and closes it with ``await close()``. What is opened is an `Exchange`:
``organization``, ``smtp_auth_off``, ``mailboxes``, ``authentication_policies``, ``set_modern_auth``, ``set_smtp_auth``.
"""

import tenant.graph  # this room stands on its session and governor, and it names this room: so it is loaded first
