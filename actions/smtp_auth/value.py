"""A mailbox's own SMTP AUTH switch as text: ``on``, ``off``, or ``as the organisation`` where it has none of its own.

https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
"""

ON, OFF, INHERITED = "on", "off", "as the organisation"
OWN = {ON: True, OFF: False, INHERITED: None}


def text(own: bool | None) -> str:
    """The canonical text."""
    return INHERITED if own is None else (ON if own else OFF)


def sends(own: bool | None, *, organisation_off: bool | None) -> bool:
    """May this mailbox send with a password? The mailbox's own word goes before the organisation's; where nobody says
    anything, it may.
    """
    return not organisation_off if own is None else own
