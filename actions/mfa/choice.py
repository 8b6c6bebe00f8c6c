"""Which second factor somebody shall be asked for first, as people say it."""

from collections.abc import Collection

from actions.args import OneOf
from actions.phone.facts import CARRIES, texts_allowed
from tenant.model import Method, MethodKind, MethodPolicy, usable

SAME = {
    "push": "app",
    "authenticator": "app",
    "notification": "app",
    "sms": "text",
    "message": "text",
    "voice": "call",
    "phone": "call",
}
#: Microsoft's names for each (``userPreferredMethodForSecondaryAuthentication``), the strongest first.
CALLED = {"app": ("push", "oath"), "text": ("sms",), "call": ("voiceMobile", "voiceAlternateMobile", "voiceOffice")}
OF_KIND = {
    MethodKind.AUTHENTICATOR: ("push",),
    MethodKind.SOFTWARE_OATH: ("oath",),
    MethodKind.HARDWARE_OATH: ("oath",),
}


class First(OneOf):
    """``app``, ``text`` or ``call``: one of them."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """As people say them."""
        return tuple(CALLED)

    @classmethod
    def meant(cls, word: str) -> str:
        """``sms`` is a text, ``authenticator`` the app."""
        return SAME.get(word, word)

    @property
    def word(self) -> str:
        """The one that was said."""
        return self.words[0]

    def among(self, choices: Collection[str]) -> str | None:
        """The strongest of these (Microsoft's names) that is meant; None where none is."""
        return next((name for name in CALLED[self.word] if name in choices), None)


def registered(methods: Collection[Method]) -> frozenset[str]:
    """Microsoft's names for what these methods could be asked for as."""
    phones = {each.phone_type for each in methods if each.kind is MethodKind.PHONE}
    by_phone = {name for name, kind in CARRIES.items() if kind in phones}
    return frozenset(by_phone.union(*(OF_KIND.get(each.kind, ()) for each in methods)))


def choosable(user_id: str, methods: Collection[Method], policy: MethodPolicy) -> frozenset[str]:
    """The same, as far as the policy lets the person use them: a phone may be good for calls and not for texts."""
    open_ = registered(usable(user_id, methods, policy))
    texts = frozenset() if texts_allowed(user_id, policy) else frozenset({"sms"})
    calls = frozenset({name for name in CARRIES if name != "sms"} if policy.allows("Voice", user_id) is False else ())
    return open_ - texts - calls


def on_phone(choice: str) -> bool:
    """Does it rest on a telephone?"""
    return choice in CARRIES
