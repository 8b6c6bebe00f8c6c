"""What is said about mailboxes that may send with a password alone."""

from types import MappingProxyType

FOUND = {
    "smtp-sum": "mailboxes with SMTP AUTH on by themselves: {on}; accounts that sent with it in the last 30 days: "
    "{senders}",
    "smtp-sends": "sends with a password alone",
    "smtp-may-send": "may send with a password alone; whether anything does could not be read",
    "smtp-may-send-unused": "may send with a password alone, and nothing did in the last 30 days",
    "smtp-sent-before": "sent with a password alone before it was switched off",
}

EVIDENCE = {"smtp-own-switch": "the mailbox's own switch: {state}"}

ROWS = {
    "no-mailbox": "has no mailbox",
    "smtp-off-itself": "SMTP AUTH is off for this mailbox already",
    "smtp-off-with-all": "SMTP AUTH is off for the whole organisation already",
    "smtp-would-stop": "{what} sent with a password in the last 30 days; that stops",
    "smtp-nothing-seen": "where nothing is named, nothing was sent with a password in the last 30 days; what sends "
    "less often is not seen",
    "smtp-stops-unknown": "What sends with it today could not be read, so nobody knows what would stop.",
}

LABELS = {
    "smtp-off-itself": "off already",
    "smtp-off-with-all": "off for everybody",
    "no-mailbox": "no mailbox",
    "smtp-would-stop": "something sends with it",
    "smtp-nothing-seen": "nothing seen to send",
    "smtp-stops-unknown": "senders not known",
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **ROWS})
