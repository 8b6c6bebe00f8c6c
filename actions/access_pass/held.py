"""A person's second factors, as the value of a row, and the order in which they can be deleted."""

from collections.abc import Collection, Iterable, Sequence

from actions.mfa import families
from actions.phone.facts import CARRIES, CHOICE_OF
from tenant.model import DELETABLE, Method, MethodKind, MethodWish, Preference
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Trouble

NOTHING = "no method"
TRIES = 2  # the default may still look like one while the others are just gone


def of(methods: Iterable[Method]) -> tuple[Method, ...]:
    """What a reset takes away."""
    return tuple(each for each in methods if each.is_second_factor and each.kind in DELETABLE)


def value(methods: Collection[Method]) -> str:
    """``Microsoft Authenticator (iPhone), phone (+49 ••• 12)``."""
    return ", ".join(sorted(_said(each) for each in methods)) or NOTHING


def _said(method: Method) -> str:
    kind = families.OF_KIND.get(method.kind, families.OTHER)
    return f"{kind} ({method.label})" if method.label else kind


async def read(user_id: str, tenant: TenantReader) -> tuple[Method, ...] | None:
    """Everything registered, passes too; None where it cannot be told."""
    found = [methods async for _, methods in tenant.methods([user_id])]
    return found[0] if found else None


def ordered(methods: Collection[Method], preference: Preference | None) -> tuple[Method, ...]:
    """The one that is asked for first goes last: Microsoft keeps it while there are others. Where that is not known, an
    app is taken for it.
    """
    return tuple(sorted(methods, key=lambda each: (_is_first(each, preference), each.kind is MethodKind.AUTHENTICATOR)))


def _is_first(method: Method, preference: Preference | None) -> bool:
    choice = preference.method if preference is not None else None
    if method.kind is MethodKind.PHONE:
        return CARRIES.get(choice or "") == method.phone_type
    return choice is not None and CHOICE_OF.get(method.kind) == choice


async def take_away(user_id: str, methods: Sequence[Method], tenant: TenantWriter) -> Trouble | None:
    """Delete them one after the other, the refused ones once more at the end; why the last one stayed."""
    left, why = list(methods), None
    for _ in range(TRIES):
        some, left, why = left, [], None
        for method in some:
            async for written in tenant.delete_methods([MethodWish(user_id, method.id, method.kind)]):
                if written.trouble is not None:
                    left.append(method)
                    why = written.trouble
    return why
