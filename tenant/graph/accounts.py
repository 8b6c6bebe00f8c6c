"""What the directory says of accounts beside who they are: addresses, passwords, when each was last used.

https://learn.microsoft.com/graph/api/user-list and https://learn.microsoft.com/graph/api/resources/signinactivity:
``signInActivity`` needs Entra ID P1, comes 500 a page at most and ten requests a minute.
"""

from collections.abc import AsyncIterator, Collection, Iterator

from tenant.graph.call import Call, select
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.users import TOGETHER, among, by_id, chunks, is_id
from tenant.graph.wire import Thing, flag, maybe, moment, part, text, texts
from tenant.model import Account, Addresses, LastSignIn
from tenant.trouble import Refused

_ADDRESSES = select("id", "userPrincipalName", "mail", "proxyAddresses", "imAddresses")
_KNOWN = ("id", "createdDateTime", "lastPasswordChangeDateTime", "passwordPolicies", "jobTitle", "department")
_SESSIONS = "signInSessionsValidFromDateTime"
_ACCOUNT, _AND_UNIT = select(*_KNOWN, _SESSIONS), select(*_KNOWN, _SESSIONS, "isManagementRestricted")
_ACTIVITY = select("id", "signInActivity")
_ACTIVITY_PAGE = ("$top", "500")
#: Up to so many people are asked for 15 at a time (one minute's requests), instead of reading everybody's.
FEW = 150


async def addresses(session: Session, ids: Collection[str] | None) -> AsyncIterator[tuple[str, Addresses]]:
    """By user id, in any order."""
    async for thing in _those(session, ids, _ADDRESSES):
        yield text(thing, "id"), _addresses(thing)


async def accounts(session: Session, ids: Collection[str] | None) -> AsyncIterator[tuple[str, Account]]:
    """By user id, in any order. Where a cloud does not know the property, nobody is called restricted or not."""
    try:
        async for thing in _those(session, ids, _AND_UNIT):
            yield text(thing, "id"), _account(thing, told=True)
    except Refused:
        async for thing in _those(session, ids, _ACCOUNT):
            yield text(thing, "id"), _account(thing, told=False)


async def last_sign_ins(session: Session, ids: Collection[str] | None) -> AsyncIterator[tuple[str, LastSignIn]]:
    """By user id, in any order. Raises Unlicensed without P1."""
    if ids is None:
        async for thing in _all_activity(session):
            yield text(thing, "id"), _last(thing)
        return
    missing = set(filter(is_id, ids))
    async for thing in _some_activity(session, sorted(missing)) if len(missing) <= FEW else _all_activity(session):
        if text(thing, "id") in missing:
            missing.discard(text(thing, "id"))
            yield text(thing, "id"), _last(thing)
        if not missing:
            return


def _all_activity(session: Session) -> AsyncIterator[Thing]:
    return stream(session, Call(path="/users", query=(_ACTIVITY, _ACTIVITY_PAGE)))


async def _some_activity(session: Session, ids: Collection[str]) -> AsyncIterator[Thing]:
    """One request after the other: the budget counts those, and a batch would save none."""
    for chunk in chunks(ids, TOGETHER):
        async for thing in stream(session, Call(path="/users", query=(by_id(chunk), _ACTIVITY))):
            yield thing


def _those(session: Session, ids: Collection[str] | None, properties: tuple[str, str]) -> AsyncIterator[Thing]:
    everybody = Call(path="/users", query=(properties, LARGEST_PAGE))
    return stream(session, everybody) if ids is None else among(session, ids, properties)


def _addresses(thing: Thing) -> Addresses:
    proxies = texts(thing, "proxyAddresses")
    return Addresses(
        upn=text(thing, "userPrincipalName"),
        mail=maybe(thing, "mail"),
        sip=next(iter((*texts(thing, "imAddresses"), *_of_kind(proxies, "sip"))), None),
        proxies=tuple(_of_kind(sorted(proxies, key=lambda each: not each.startswith("SMTP:")), "smtp")),
    )


def _of_kind(proxies: Collection[str], kind: str) -> Iterator[str]:
    """``SMTP:`` in capitals is the primary one, ``smtp:`` another; ``SIP:`` and ``sip:`` alike."""
    for each in proxies:
        name, colon, address = each.partition(":")
        if colon and name.casefold() == kind:
            yield address


def _account(thing: Thing, *, told: bool) -> Account:
    """``isManagementRestricted`` is null for most people: that is no."""
    return Account(
        created=moment(thing, "createdDateTime"),
        password_changed=moment(thing, "lastPasswordChangeDateTime"),
        password_expires="DisablePasswordExpiration" not in text(thing, "passwordPolicies"),
        job=text(thing, "jobTitle"),
        department=text(thing, "department"),
        restricted=flag(thing, "isManagementRestricted") if told else None,
        sessions_from=moment(thing, _SESSIONS),
    )


def _last(thing: Thing) -> LastSignIn:
    activity = part(thing, "signInActivity")
    by_person = moment(activity, "lastSignInDateTime")
    by_program = moment(activity, "lastNonInteractiveSignInDateTime")
    return LastSignIn(
        at=max(filter(None, (by_person, by_program)), default=None),
        by_person=by_person,
        by_program=by_program,
        successful=moment(activity, "lastSuccessfulSignInDateTime"),
    )
