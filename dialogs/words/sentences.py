"""From a code and its facts to a sentence. A code without one is shown as words, so nothing is ever silent."""

from collections import defaultdict
from collections.abc import Mapping

from actions.spec import Reason
from dialogs.words import campaign
from dialogs.words.campaigns import of_campaign
from dialogs.words.numbers import count
from dialogs.words.phone import COUNTED, DOUBTS, NAMED, TOLD
from dialogs.words.plain import plain
from dialogs.words.schedules import of_census
from dialogs.words.systems import of_system
from dialogs.words.tables import LABELS, SENTENCES
from dialogs.words.watches import because, of_watch
from tenant.trouble import Trouble

METHODS = {
    "phone": "phone",
    "microsoftAuthenticator": "Microsoft Authenticator",
    "fido2": "security key or passkey",
    "softwareOath": "authenticator app code",
    "hardwareOath": "hardware token",
    "windowsHelloForBusiness": "Windows Hello",
    "platformCredential": "platform credential",
    "external": "external method",
}
SOURCES = {
    "list": "the list",
    "confirmed": "the person's own yes",
    "directory": "the directory",
    "typed": "whoever asked for it",
}
TYPES = {
    "mobile": "mobile phone",
    "alternate": "second mobile phone",
    "alternateMobile": "second mobile phone",
    "office": "office phone",
}
FIRST = {
    "push": "a notification in Microsoft Authenticator",
    "oath": "a code of an authenticator app",
    "sms": "a text message",
    "voiceMobile": "a call to the mobile phone",
    "voiceAlternateMobile": "a call to the second mobile phone",
    "voiceOffice": "a call to the office phone",
}
MOST_FACT = 200  # lists of names are longer than one name


def sentence(reason: Reason) -> str:
    """What to say about it. Facts are shown as plain text of limited length."""
    return _filled(SENTENCES.get(reason.code), reason)


def told(reason: Reason) -> str:
    """What to say about it to somebody who did not ask: a code may mean a row to one and an alarm to another."""
    return _filled(TOLD.get(reason.code) or SENTENCES.get(reason.code), reason)


def _filled(template: str | None, reason: Reason) -> str:
    facts = {key: plain(value, most=MOST_FACT) for key, value in reason.facts.items()}
    if template is None:
        return _as_words(reason.code, facts)
    said = template.format_map(defaultdict(str, {**_derived(facts), **facts}))
    return said[:1].upper() + said[1:] if said.endswith(".") else said


def phrase(reason: Reason) -> str:
    """The same beside a name in a table: without the full stop at the end."""
    said = sentence(reason)
    return said.removesuffix(".") if said.count(".") == 1 else said


def trouble(what: Trouble) -> str:
    """What to say about trouble with Microsoft. Its message is for logs and is not shown."""
    return sentence(Reason(what.code, what.facts))


def label(code: str) -> str:
    """The shortest name of a code, for counting."""
    return LABELS.get(code) or code.replace("-", " ")


def counted(code: str) -> str | None:
    """What rows of this warning have in common, to stand behind their number; empty where it is shown elsewhere.

    None: it is about the whole plan and is said once.
    """
    return COUNTED.get(code, campaign.COUNTED.get(code))


def is_named(code: str) -> bool:
    """Are rows of this warning counted by what it says about each, rather than all together?"""
    return code in NAMED


def is_doubt(code: str) -> bool:
    """Does this go with a row because something about it is doubtful?"""
    return code in DOUBTS


def source(reason: Reason) -> str:
    """Where a number comes from and how old that is, for a column: ``HR July, 12 days``."""
    derived = _derived(dict(reason.facts))
    return plain(
        f"{derived['source_text']}{derived['age_text']}".removeprefix("the ").removesuffix(" old"), most=MOST_FACT
    )


def has_sentence(code: str) -> bool:
    """Is there one of its own?"""
    return code in SENTENCES


def _as_words(code: str, facts: Mapping[str, str]) -> str:
    shown = ", ".join(f"{key} {value}" for key, value in facts.items() if value)
    return f"{code.replace('-', ' ')} ({shown})" if shown else code.replace("-", " ")


def _roles(scope: str) -> str:
    """Whom to ask where it is a permission that is missing: another minute helps nobody then."""
    if not scope:
        return " right now, so nothing is allowed. Try again in a minute."
    return (
        f": my app registration lacks the permission {scope}, so nothing is allowed. An administrator grants it "
        "(application permission, with admin consent); `python -m bot doctor` lists all."
    )


def _derived(facts: Mapping[str, str]) -> dict[str, str]:
    """Parts of a sentence that vanish when their fact is missing."""
    return {
        "scope_text": f" {facts['scope']}" if facts.get("scope") else "",
        "roles_text": _roles(facts.get("scope", "")),
        "wait_text": f" for {facts['seconds']} seconds" if facts.get("seconds") else "",
        "detail_text": f" ({facts['detail']})" if facts.get("detail") else "",
        "near_text": f" Near it: {facts['near']}." if facts.get("near") else "",
        "role_text": f" ({facts['role']})" if facts.get("role") else "",
        "label_text": f" ({facts['label']})" if facts.get("label") else "",
        "kind_text": METHODS.get(facts.get("kind", ""), facts.get("kind", "")),
        **_of_phones(facts),
        **of_system(facts),
        **of_watch(facts),
        **of_campaign(facts),
        **of_census(facts),
        "because_text": _because(facts),
    }


def _aged(days: str) -> str:
    if not days.isdecimal():
        return ", age not known"
    return f", {count(int(days), 'day')} old" if int(days) else ", of today"


def _because(facts: Mapping[str, str]) -> str:
    """Why something that goes on by itself comes to nothing: a sentence inside another."""
    code = facts.get("why", "")
    own = because(code)
    rest = {key: value for key, value in facts.items() if key not in ("watch", "said", "why", "command")}
    said = _filled(own or SENTENCES.get(code), Reason(code, rest)) if code else ""
    return said if said.endswith(".") or not said else f"{said}."


def _of_phones(facts: Mapping[str, str]) -> dict[str, str]:
    said, days, more = facts.get("source", ""), facts.get("age_days", ""), facts.get("count", "")
    name = f' "{facts["name"]}"' if said == "list" and facts.get("name") else ""
    return {
        "source_text": f"{SOURCES.get(said, said)}{name}",
        "age_text": _aged(days) if said != "typed" else "",
        "more_text": f" and {int(more) - 1} more" if more.isdecimal() and int(more) > 1 else "",
        "region_text": f" ({facts['region']})" if facts.get("region") else "",
        "wrote_text": f" that request {facts['number']} wrote" if facts.get("number") else "",
        "reversed_text": f"Request {facts['undo']} takes it back. " if facts.get("undo") else "",
        "revoked_text": f"Request {facts['undo']} ends their sign-ins. " if facts.get("undo") else "",
        "request_text": f" for request {facts['number']}" if facts.get("number") else "",
        "built_text": f" that request {facts['number']} built" if facts.get("number") else "",
        "type_text": TYPES.get(facts.get("type", ""), facts.get("type", "")),
        "method_text": FIRST.get(facts.get("method", ""), facts.get("method", "")),
        "doubt_text": label(facts.get("doubt", "")),
        "why_text": f" ({label(facts['why'])})" if facts.get("why") else "",
    }
