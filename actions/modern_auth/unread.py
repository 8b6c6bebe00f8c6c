"""A piece that could not be read: it says so, and why, and never looks like "off" or "nothing there"."""

from actions.spec import Finding, FindingState, Reason, Subject
from tenant.trouble import Trouble


def unread(subject: Subject, *troubles: Trouble, besides: tuple[Reason, ...] = ()) -> Finding:
    """The finding about it."""
    evidence = (*map(why, troubles), *besides)
    return Finding(
        title=Reason("could-not-read"), state=FindingState.COULD_NOT_READ, subject=subject, evidence=evidence
    )


def why(trouble: Trouble) -> Reason:
    """Beside a heading a missing permission is named in fewer words than alone."""
    if trouble.code == "forbidden" and trouble.facts.get("scope"):
        return Reason("permission-missing", trouble.facts)
    return Reason(trouble.code, trouble.facts)
