"""Who is who in the chats: the words a transcript uses for people, and the ids Teams gives them."""

from demo.directory import Person
from demo.keys import stable_id
from demo.wire import JsonObject
from demo.world import World


def find(world: World, key: str) -> Person:
    """By object id, UPN, name before the @, display name or given name; raises KeyError with the key."""
    try:
        return world.person(key)
    except KeyError:
        directory = world.directory
        named = directory.by_call.get(key.casefold())
    if named is None:
        raise KeyError(key)
    return directory.people[named]


def label(world: World, person: Person) -> str:
    """The shortest name that `find` turns into this person again: ``Ana``, or the UPN."""
    short = person.given or person.name.split(" ", 1)[0]
    try:
        same = find(world, short).id == person.id
    except KeyError:  # not a name that can be said
        same = False
    return short if same else person.upn


def mri(world: World, person: Person) -> str:
    """The id by which Teams names a person to this one bot (``29:...``); opaque, always the same."""
    return f"29:{stable_id('mri', world.bot_app_id, person.id)}"


def addressed(world: World, key: str) -> Person | None:
    """Whom the Connector means by an object id or by a ``29:`` id of this bot's; nobody by anything else."""
    if key in world.directory.people or not key.startswith("29:"):
        return world.directory.people.get(key)
    return next((person for person in world.directory.people.values() if mri(world, person) == key), None)


def account(world: World, person: Person) -> JsonObject:
    """One member as the Connector lists it."""
    return {
        "id": mri(world, person),
        "name": person.name,
        "aadObjectId": person.id,
        "objectId": person.id,
        "givenName": person.given,
        "surname": person.surname,
        "email": person.mail,
        "userPrincipalName": person.upn,
        "tenantId": world.tenant_id,
        "userRole": "guest" if person.user_type == "Guest" else "user",
    }
