"""What the Connector does with a request that it has let in: it writes, edits, lists, or refuses."""

import math

from demo.connector import lint, mentions, people
from demo.connector.chats import Chats, Conversation, Message, What
from demo.connector.refusal import Refusal, bad, blocked, not_in_roster, unknown
from demo.directory import Person
from demo.wire import Json, JsonObject

UNSHOWN = frozenset(["typing"])
"""Activities that leave nothing behind in a chat."""


def braked(chats: Chats) -> None:
    """Refuse everything while the service says stop."""
    left = chats.world.reach.braked_until - chats.world.clock.elapsed()
    if left > 0:
        chats.world.deliveries.throttled += 1
        raise _too_fast(math.ceil(left))


def create(chats: Chats, body: JsonObject) -> Conversation:
    """Open the personal chat with one member, named by object id or ``29:`` id."""
    if body.get("isGroup"):
        raise Refusal(400, "BadArgument", "A bot cannot create group chats.")
    person = _one_member(chats, body)
    _check_tenant(chats, body)
    if person.id in chats.without_app:
        raise not_in_roster()
    chat = chats.personal(person)
    _count(chats, chat)
    return chat


def send(chats: Chats, conversation: str, activity: JsonObject) -> str:
    """Write a message; its id is returned."""
    chat = _open(chats, conversation)
    _count(chats, chat)
    if str(activity.get("type")) in UNSHOWN:
        return chats.next_id()
    _check(chats, activity)
    return chats.send(chat, activity)


def edit(chats: Chats, conversation: str, number: str, activity: JsonObject) -> None:
    """Put a new version in a message's place."""
    chat = _open(chats, conversation)
    message = _message(chat, number)
    _count(chats, chat)
    _check(chats, activity)
    chats.note(chat, message, What.EDITED, activity)


def delete(chats: Chats, conversation: str, number: str) -> None:
    """Take a message away."""
    chat = _open(chats, conversation)
    _count(chats, chat)
    chats.note(chat, _message(chat, number), What.DELETED, {})


def members(chats: Chats, conversation: str) -> list[JsonObject]:
    """Everybody in a conversation."""
    chat = _known(chats, conversation)
    if wait := chats.quota.wait(chat.id, roster=True):
        chats.world.deliveries.throttled += 1
        raise _too_fast(wait)
    everybody = (chats.world.directory.people.get(number) for number in chat.members)
    return [people.account(chats.world, person) for person in everybody if person]


def member(chats: Chats, conversation: str, key: str) -> JsonObject:
    """One member, by ``29:`` id or object id."""
    for found in members(chats, conversation):
        if key in (found["id"], found["aadObjectId"]):
            return found
    raise Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation.")


def _one_member(chats: Chats, body: JsonObject) -> Person:
    given = body.get("members")
    first: Json = given[0] if isinstance(given, list) and len(given) == 1 else None
    key = str(first.get("id", "")) if isinstance(first, dict) else ""
    if (person := people.addressed(chats.world, key)) is not None:
        return person
    raise Refusal(400, "BadArgument", "Exactly one known member is needed, by object id or 29: id.")


def _check_tenant(chats: Chats, body: JsonObject) -> None:
    data = body.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = tenant.get("id") if isinstance(tenant, dict) else None
    if (body.get("tenantId") or named) != chats.world.tenant_id:
        raise Refusal(400, "BadArgument", "The tenant of the conversation is missing or is not the bot's.")


def _known(chats: Chats, conversation: str) -> Conversation:
    chat = chats.find(conversation)
    if chat is None:
        raise unknown("conversation")
    return chat


def _open(chats: Chats, conversation: str) -> Conversation:
    chat = _known(chats, conversation)
    if chat.kind == "personal" and chat.members[0] in chats.blocked:
        raise blocked()
    if chat.kind == "personal" and chat.members[0] in chats.without_app:
        raise not_in_roster()
    return chat


def _message(chat: Conversation, number: str) -> Message:
    message = chat.messages.get(number)
    if message is None or message.versions[-1].what is What.DELETED:
        raise unknown("activity")
    return message


def _count(chats: Chats, chat: Conversation) -> None:
    if wait := chats.quota.wait(chat.id):
        chats.world.deliveries.throttled += 1
        raise _too_fast(wait)


def _too_fast(wait: int) -> Refusal:
    return Refusal(429, "TooManyRequests", "Too many requests.", retry_after=wait)


def _check(chats: Chats, activity: JsonObject) -> None:
    if activity.get("type") != "message":
        raise bad(f"An activity of type {activity.get('type')!r} cannot be sent.")
    if problem := mentions.disagreement(activity):
        raise bad(problem)
    chats.problems += lint.activity_problems(activity)
