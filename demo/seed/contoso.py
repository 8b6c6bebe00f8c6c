"""Puts the tenant together."""

from datetime import UTC, datetime

from demo.directory import Directory, Group, Lagging, Person
from demo.seed import conditional, groups, mail, people, policies, products, rollout, situations, worldwide

SCENARIOS = ("no-p1", "security-defaults", "conditional-access", "catalogue", "worldwide")
"""No licence and nothing required; security defaults on; Entra ID P1 with a policy for everybody; P1 with policies for
some, and somebody for each situation that a rollout meets (`demo.seed.situations`); P1, no policy for everybody, and
people all over the world (`demo.seed.worldwide`)."""
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def build(scenario: str = "no-p1", *, users: int = 300, seed: int = 1, now: datetime = MONDAY) -> Directory:
    """Contoso with at least its cast; ``users`` counts everybody. Raises ValueError for an unknown scenario."""
    if scenario not in SCENARIOS:
        raise ValueError(f"the scenario must be one of {', '.join(SCENARIOS)}, not {scenario!r}")
    staff = products.staff(scenario)
    machines = [*mail.machines(scenario), *situations.people(scenario, staff, now)]
    machines += worldwide.people(scenario, staff, now)
    few = users - people.CAST_SIZE - len(machines)
    everyone = [*people.cast_people(staff), *people.generated(few, seed=seed, skus=staff)]
    all_groups = groups.build(everyone, rollout=rollout.prepare(everyone, seed=seed))
    mail.exclude(scenario, all_groups)
    everybody, more = [*everyone, *machines], [*situations.groups(scenario), *worldwide.groups(scenario)]
    situations.keep_to(more, everybody)
    situations.spoil(scenario, everybody, now)
    worldwide.settle(scenario, everybody, now)
    return _directory(scenario, everybody, [*all_groups, *more])


def _directory(scenario: str, everyone: list[Person], all_groups: list[Group]) -> Directory:
    return Directory(
        people={person.id: person for person in everyone},
        groups={group.id: group for group in all_groups},
        grants=[*policies.grants(), *situations.grants(scenario)],
        roles=policies.ROLES,
        products=dict(products.PRODUCTS),
        bought=products.bought(scenario, len(everyone)),
        policies=conditional.policies(scenario),
        locations=conditional.locations(scenario),
        domains=policies.domains(),
        method_policy=policies.method_policy(scenario),
        security_defaults=Lagging(scenario == "security-defaults"),
    )
