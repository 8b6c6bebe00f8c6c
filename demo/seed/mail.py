"""Contoso's Exchange Online and SharePoint, and the machines that still send mail with a password."""

from collections.abc import Sequence
from datetime import timedelta

from demo.directory import Group, Lagging, Person
from demo.exchange.organisation import Organisation, Policy
from demo.seed import cast, methods, products
from demo.seed.people import CREATED

OVERRIDING = (cast.SCAN, cast.ERP, cast.QUINN)
"""Whose mailboxes allow basic SMTP AUTH although the organisation has it off: a scanner, a program, a person."""


def organisation(scenario: str) -> Organisation:
    """How Exchange and SharePoint stand at the start.

    no-p1: modern authentication off, SMTP AUTH on for everybody, SharePoint's legacy switch on. The others: modern
    authentication on, SMTP AUTH off but for three mailboxes; conditional-access also has authentication policies.
    """
    old, policies = scenario == "no-p1", _policies() if scenario == "conditional-access" else ()
    return Organisation(
        modern_auth=Lagging(not old),
        smtp_off=Lagging(not old),
        policies=policies,
        default_policy=policies[0].name if policies else None,
        overrides={} if old else {person: Lagging[bool | None](False) for person in OVERRIDING},
        sharepoint_legacy=Lagging(old),
    )


def _policies() -> tuple[Policy, ...]:
    """The one for everybody lets nothing through; the other is assigned to the machines."""
    return Policy("Block legacy"), Policy("Allow SMTP for machines", frozenset({"Smtp"}))


def machines(scenario: str) -> list[Person]:
    """The accounts behind the scanner and the program, in the scenarios where they need an exception."""
    if scenario == "no-p1":
        return []
    return [_machine(cast.SCAN, "scan", "Scan to mail", 40), _machine(cast.ERP, "erp", "ERP", 41)]


def _machine(identity: str, local: str, name: str, days: int) -> Person:
    address, created = f"{local}@{cast.DOMAIN}", CREATED + timedelta(days=days)
    return Person(
        id=identity,
        upn=address,
        name=name,
        created=created,
        mail=address,
        location="DE",
        skus=(products.OFFICE.name,),
        methods=Lagging((methods.password(created),)),
    )


def exclude(scenario: str, groups: Sequence[Group]) -> None:
    """Put those who mail with a password into the group that Conditional Access leaves out: how it goes in life."""
    if scenario in products.WITH_P1:
        group = next(group for group in groups if group.id == cast.MFA_EXCLUSIONS)
        group.members.update(dict.fromkeys(OVERRIDING))
