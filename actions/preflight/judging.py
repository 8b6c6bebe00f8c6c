"""What would go wrong for one person once MFA is asked for, each with what to do about it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actions.mfa.facts import P1_PLANS
from actions.phone.facts import NAMES, texts_allowed
from actions.preflight.grounds import Grounds, Known
from actions.servers.codes import code_capable
from actions.spec import Reason
from tenant.model import FederatedMfa, Method, MethodKind, PhoneType, User, usable

DOMAINS = "domains check"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, what shows it and mends it, and a command that helps."""

    what: Reason
    evidence: tuple[Reason, ...] = ()
    remedy: str | None = None


def problems(user: User, grounds: Grounds, known: Known) -> Iterator[Problem]:
    """The gravest first; none for somebody who is ready."""
    yield from _methods(user, grounds, known)
    yield from _legacy(user, grounds)
    yield from _federated(user, grounds)
    yield from _names(user, known)
    if grounds.licence_needed and not P1_PLANS & user.plans:
        yield Problem(Reason("pre-no-licence"), (Reason("pre-assign-licence"),))


def _methods(user: User, grounds: Grounds, known: Known) -> Iterator[Problem]:
    methods = known.methods.get(user.id)
    if methods is None:
        return
    able = usable(user.id, methods, grounds.policy)
    remind = f"remind {user.upn}"
    if not able:
        yield _unable(methods, remind)
        yield from _number(user, grounds, known)
    elif all(each.set_for_them for each in able):
        yield Problem(Reason("set-for-them"), (Reason("pre-let-them-use-it"),), remind)
    if user.id in grounds.nps and not code_capable(user.id, methods, grounds.policy):
        yield Problem(Reason("pre-nps"), (Reason("pre-register-code"),), "guide authenticator")


def _unable(methods: Sequence[Method], remind: str) -> Problem:
    """Registered and not allowed is another matter than nothing: the policy may be what is wrong."""
    registered = [each for each in methods if each.is_second_factor]
    if not registered:
        return Problem(Reason("pre-no-method"), (Reason("pre-register-first"),), remind)
    facts = {"methods": ", ".join(dict.fromkeys(_called(each) for each in registered))}
    return Problem(Reason("pre-not-capable", facts), (Reason("pre-allow-or-register"),), remind)


def _called(method: Method) -> str:
    if method.kind is MethodKind.PHONE:
        return "office phone" if method.phone_type == PhoneType.OFFICE else "phone"
    return NAMES.get(method.kind, method.kind.value)


def _number(user: User, grounds: Grounds, known: Known) -> Iterator[Problem]:
    """A number is missed only where nothing better is there, and where a text message would be allowed."""
    if texts_allowed(user.id, grounds.policy) and not known.told.sources(user):
        yield Problem(Reason("pre-no-number"), (Reason("pre-find-number"),))


def _legacy(user: User, grounds: Grounds) -> Iterator[Problem]:
    if grounds.log is None or not (protocols := grounds.log.protocols(user.id)):
        return
    code = "pre-legacy" if grounds.log.got_in(user.id) else "pre-legacy-stopped"
    evidence = (*grounds.log.evidence(user.id), Reason("legacy-replace"))
    yield Problem(Reason(code, {"protocols": protocols}), evidence, "legacy report")


def _federated(user: User, grounds: Grounds) -> Iterator[Problem]:
    """Where the identity provider does the MFA, what people register in Entra is asked for late or never.

    https://learn.microsoft.com/graph/api/resources/internaldomainfederation
    """
    found = grounds.federation(user.upn)
    if found is None:
        return
    domain, federation = found
    mfa = federation.mfa if federation is not None else None
    if mfa is FederatedMfa.ENFORCE:
        yield Problem(Reason("pre-federated-enforce", {"domain": domain}), (Reason("pre-federated-mend"),), DOMAINS)
    elif mfa is not FederatedMfa.REJECT:
        yield Problem(Reason("pre-federated", {"domain": domain}), (Reason("pre-federated-mend"),), DOMAINS)


def _names(user: User, known: Known) -> Iterator[Problem]:
    """People type the address that they know; the sign-in page and old clients want the UPN.

    https://learn.microsoft.com/entra/identity/authentication/howto-authentication-use-email-signin
    """
    addresses = known.addresses.get(user.id)
    if addresses is None:
        return
    others = {"mail": addresses.mail, "chats": addresses.sip}
    differing = [f"{what} {said}" for what, said in others.items() if said and said.casefold() != user.upn.casefold()]
    if differing:
        facts = {"upn": user.upn, "others": ", ".join(differing)}
        yield Problem(Reason("pre-names-differ", facts), (Reason("pre-names-mend"),))
