"""What the authentication methods policy allows to whom, and how an administrator changes it in the portal.

A configuration (``Sms``, ``Voice``, ...) holds include and exclude targets; a target is a group or ``all_users``.
https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicies-overview
"""

import re
from collections.abc import Iterable

from demo.directory import Directory, Method, Person
from demo.wire import Json, JsonObject

EVERYBODY = "all_users"
SYSTEM_PREFERRED = "systemCredentialPreferences"
STATES = ("enabled", "disabled", "default")
RULES = {
    "microsoftAuthenticator": "MicrosoftAuthenticator",
    "fido2": "Fido2",
    "softwareOath": "SoftwareOath",
    "temporaryAccessPass": "TemporaryAccessPass",
    "email": "Email",
}
"""The configuration that a kind of method needs; phones are a matter of their own, and the others need none."""


def configuration(directory: Directory, name: str) -> JsonObject:
    """One method's part of the policy; raises KeyError with the name."""
    rows = directory.method_policy["authenticationMethodConfigurations"]
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and str(row["id"]).casefold() == name.casefold():
            return row
    raise KeyError(name)


def covering(directory: Directory, name: str, person: str) -> list[JsonObject]:
    """The include targets of a method that reach this person; none where it is off or the person is left out."""
    return _covering(directory, configuration(directory, name), person)


def allows(directory: Directory, method: Method, person: str) -> bool:
    """May this person use this method to sign in? Being registered is another matter."""
    if method.kind == "phone":
        return _phone_allowed(directory, str(method.detail("phoneType")), person)
    rule = RULES.get(method.kind)
    return rule is None or bool(covering(directory, rule, person))


def system_preferred(directory: Directory, person: Person) -> bool:
    """Does the system choose this person's second factor? ``default`` means as Microsoft has it, and that is: yes."""
    if person.system_preferred is not None:
        return person.system_preferred
    part = directory.method_policy[SYSTEM_PREFERRED]
    return isinstance(part, dict) and bool(_covering(directory, part, person.id))


def _phone_allowed(directory: Directory, kind: str, person: str) -> bool:
    if kind == "mobile" and covering(directory, "Sms", person):
        return True
    if kind == "office" and not configuration(directory, "Voice")["isOfficePhoneAllowed"]:
        return False
    return bool(covering(directory, "Voice", person))


def _covering(directory: Directory, part: JsonObject, person: str) -> list[JsonObject]:
    included, excluded = _targets(part, "includeTargets"), _targets(part, "excludeTargets")
    if part["state"] == "disabled" or any(_reaches(directory, target, person) for target in excluded):
        return []
    return [target for target in included if _reaches(directory, target, person)]


def _targets(part: JsonObject, name: str) -> list[JsonObject]:
    rows = part[name]
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _reaches(directory: Directory, target: JsonObject, person: str) -> bool:
    if target["id"] in (EVERYBODY, person):
        return True
    return target["id"] in directory.groups and target["id"] in directory.groups_of(person)


# --- numbers to sign in with ------------------------------------------------------------------------------------------


def digits(number: Json) -> str:
    """A number as it is compared."""
    return re.sub(r"\D", "", str(number or ""))


def mobile(person: Person) -> str:
    """The digits of a person's mobile authentication phone; empty without one."""
    found = (method for method in person.methods.true if method.detail("phoneType") == "mobile")
    return next((digits(method.detail("phoneNumber")) for method in found), "")


def may_sign_in(directory: Directory, person: str) -> bool:
    """Does the policy let this person sign in with a number instead of a name?"""
    return any(target.get("isUsableForSignIn") for target in covering(directory, "Sms", person))


def sms_sign_in(directory: Directory, person: Person, number: Json) -> str:
    """``smsSignInState`` of a mobile phone with this number."""
    if not may_sign_in(directory, person.id):
        return "notAllowedByPolicy"
    holder = _holder(directory, digits(number))
    if holder is None:
        return "notConfigured"
    return "ready" if holder == person.id else "phoneNumberNotUnique"


def claim(directory: Directory, person: Person) -> bool:
    """Make the person's mobile number a name to sign in with, where the policy asks for it; False: somebody has it."""
    number = mobile(person)
    if not number or not may_sign_in(directory, person.id):
        return True
    holder = _holder(directory, number)
    if holder is None:
        directory.sign_in_numbers[number] = person.id
    return holder in (None, person.id)


def _holder(directory: Directory, number: str) -> str | None:
    """Who signs in with this number; whoever lost the phone or the right to it does not count."""
    holder = directory.sign_in_numbers.get(number)
    if holder is None or mobile(directory.people[holder]) != number or not may_sign_in(directory, holder):
        return None
    return holder


# --- the portal -------------------------------------------------------------------------------------------------------


def change(directory: Directory, name: str, wanted: JsonObject) -> None:
    """Change one method's configuration, or ``system_preferred``; raises ValueError for what it does not have.

    ``state``; ``include`` and ``exclude``: lists of groups (names, ids or "everybody"), replaced as a whole;
    ``sign_in`` (Sms) for all that is included; ``office_phones`` (Voice).
    """
    if unknown := sorted(set(wanted) - {"state", "include", "exclude", "sign_in", "office_phones"}):
        raise ValueError(
            f"a method's policy has no {unknown[0]!r}; it has state, include, exclude, sign_in, office_phones"
        )
    part = _part(directory, name)
    if "state" in wanted:
        part["state"] = _state(wanted["state"])
    for key in ("include", "exclude"):
        if key in wanted:
            rows = wanted[key]
            names = [str(row) for row in rows] if isinstance(rows, list) else []
            part[f"{key}Targets"] = [_target(part, _group(directory, one), key) for one in names]
    if "sign_in" in wanted:
        for target in _targets(part, "includeTargets"):
            target["isUsableForSignIn"] = bool(wanted["sign_in"])
    if "office_phones" in wanted:
        part["isOfficePhoneAllowed"] = bool(wanted["office_phones"])
    for person in directory.people.values():
        claim(directory, person)


def include(directory: Directory, name: str, group: str, *, only: bool = False) -> None:
    """Allow a method to a group, beside those who have it or to nobody else."""
    part, wanted = _part(directory, name), _group(directory, group)
    kept = [] if only or part["state"] == "disabled" else _ids(part, "includeTargets")
    left_out = [one for one in _ids(part, "excludeTargets") if one != wanted and wanted != EVERYBODY]
    reached = [EVERYBODY] if EVERYBODY in (*kept, wanted) else list(dict.fromkeys([*kept, wanted]))
    targets: list[Json] = [*reached]
    spared: list[Json] = [*left_out]
    change(directory, name, {"state": "enabled", "include": targets, "exclude": spared})


def exclude(directory: Directory, name: str, group: str) -> None:
    """Forbid a method to a group, or to everybody."""
    wanted = _group(directory, group)
    if wanted == EVERYBODY:
        change(directory, name, {"state": "disabled"})
        return
    spared: list[Json] = [*dict.fromkeys([*_ids(_part(directory, name), "excludeTargets"), wanted])]
    change(directory, name, {"exclude": spared})


def _state(wanted: Json) -> Json:
    if wanted not in STATES:
        raise ValueError(f"a state is one of {', '.join(STATES)}, not {wanted!r}")
    return wanted


def _part(directory: Directory, name: str) -> JsonObject:
    if name == "system_preferred":
        part = directory.method_policy[SYSTEM_PREFERRED]
        return part if isinstance(part, dict) else {}
    return configuration(directory, name)


def _target(part: JsonObject, group: str, kind: str) -> JsonObject:
    """A target as this part of the policy writes it; one that stays keeps what was said of it."""
    if kind == "exclude" or "id" not in part:
        return {"targetType": "group", "id": group}
    before = {str(row["id"]): row for row in _targets(part, "includeTargets")}
    fresh: JsonObject = {"targetType": "group", "id": group, "isRegistrationRequired": False}
    return before.get(group) or (fresh | {"isUsableForSignIn": False} if part["id"] == "Sms" else fresh)


def _ids(part: JsonObject, name: str) -> Iterable[str]:
    return [str(row["id"]) for row in _targets(part, name)]


def _group(directory: Directory, named: str) -> str:
    if named.casefold() in ("everybody", EVERYBODY):
        return EVERYBODY
    for group in directory.groups.values():
        if named.casefold() in (group.id, group.name.casefold()):
            return group.id
    raise ValueError(f"no group is called {named!r}")
