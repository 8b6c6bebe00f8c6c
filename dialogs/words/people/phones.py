"""What people are told of their phone numbers, in their own chat."""

from dialogs.words.people.speech import N_
from engine import State

STOLEN = N_("If you did not expect this, change your password now: somebody may know it.")
TYPES = {"mobile": N_("mobile phone"), "alternate": N_("other mobile phone"), "office": N_("office phone")}
FIRST = {
    "sms": N_("text messages"),
    "push": N_("notifications in Microsoft Authenticator"),
    "oath": N_("codes of an authenticator app"),
    "voiceMobile": N_("calls to the mobile phone"),
    "voiceAlternateMobile": N_("calls to the other mobile phone"),
    "voiceOffice": N_("calls to the office phone"),
}
OWN_WORD = N_("If not, press Not mine: I take it back at once and tell the owners of Muster.")
BEFORE_APPROVERS = N_(
    "If not, press Not mine: I tell the owners of Muster at once, and ask the approvers to put back what was there "
    "before. Nobody's word alone brings a number back, not even yours."
)
#: What to say of a reversal that writes a number.
BRINGING_BACK = {
    State.ASKED: N_("I am writing it down for the approvers; the owners of Muster know."),
    State.PLANNED: N_("It is written down, and nobody could be asked to approve it yet. The owners of Muster know."),
    State.WAITING: N_(
        "I have asked the approvers to put back what was there before: nobody's word alone brings a number "
        "back, not even yours. Until one of them agrees it stays as it is now."
    ),
    State.APPROVED: N_("The approvers agreed; I am putting it back now, and you hear from me when it is done."),
    State.RUNNING: N_("The approvers agreed; I am putting it back now, and you hear from me when it is done."),
    State.REJECTED: N_("The approvers looked at it and said no, so it stays as it is. Talk to your administrators."),
    State.CANCELLED: N_("An administrator stopped it, so it stays as it is now. The owners of Muster know."),
    State.EXPIRED: N_("Nobody agreed to it in time, so it stays as it is now. The owners of Muster know."),
    State.STALE: N_("Something else has changed meanwhile, so it was not put back. The owners of Muster know."),
}
NEVER_WRITTEN = N_(
    "It stays as it is: I never register a phone number for somebody who holds an admin role or is in a group for "
    "admin roles, neither a new one nor an earlier one. The owners of Muster know, and come to you."
)
REVERSING = {
    State.DONE: N_("It has been taken back: what was there before is there again."),
    State.PARTLY_DONE: N_("I could not take all of it back. The owners of Muster know, and come to you."),
    State.FAILED: N_("I could not take it back. The owners of Muster know, and come to you."),
    State.PAUSED: N_("I cannot write at the moment, so it still has to be taken back. The owners of Muster know."),
}
UNDER_WAY = N_("I am taking it back now; you hear from me when it is done.")
NOTHING = N_("There was nothing that could be taken back. The owners of Muster know, and come to you.")
THANKS_FOR_TELLING = N_("Thank you for telling")
OWNERS_TOLD = N_("The owners of Muster are told, so somebody will ask how it came about.")
WHERE = N_("Where it stands")
WRITTEN_AS = N_("Written down as")
TAKEN_BY = N_("Taken back by")
WHAT_WAS_DONE = N_("What was done")
REQUEST = N_("request {number}")
NOT_MINE = N_("Not mine")

YOURS = N_("Is this phone number yours?")
WOULD_LIKE = N_(
    "Hi {name}, your organisation would like to register a phone for your sign-in, so that others stay out even if "
    "they learn your password."
)
ENDING_IN = N_("We have a number ending in {end}. Still yours?")
YES_OR_NO = N_("Yes: it may be registered, after somebody has approved it, and I tell you when. No: it is not used.")
YES = N_("Yes")
NO = N_("No")
YOU_SAID = N_("You said")
SAID_YES = N_("yes, {moment}")
SAID_NO = N_("no, {moment}")
THANK_YOU = N_("Thank you")
IS_YOURS = N_(
    "The number ending in {end} is yours. It is not registered yet: an administrator plans it, somebody approves, and "
    "then I tell you."
)
IS_NOT_USED = N_(
    "The number ending in {end} is not used for you. The owners of Muster are told, and somebody may ask which one is "
    "right."
)

ADDED = N_("A phone number was added to your account")
TAKEN_OFF = N_("A phone number was taken off your account")
CHANGED = N_("A phone number of your account was changed")
HOW_CHANGED = N_("How your account asks for a second factor was changed")
KEEPS_READY = N_("Hi {name}, your administrators keep sign-in methods ready for you.")
AS_ASKED_BEFORE = N_("Hi {name}, as you asked, what was there before is there again.")
AS_ASKED_BACK = N_("Hi {name}, as you asked, this was taken back.")
NOTHING_TO_DO = N_("If that is right, there is nothing to do.")
IF_YOURS = N_("If it is yours, there is nothing to do.")
CAN_ANSWER = N_("You can answer the sign-in prompt with it from now on.")
CANNOT_ANSWER = N_("It is registered, but your organisation does not let it answer sign-in prompts yet.")
RESETS = N_("It can also reset your password.")
BEFORE = N_("Before")
NOW = N_("Now")
GONE = N_("taken off")
FIRST_CHOICE = N_("{method} as the first choice")
ANOTHER_METHOD = N_("another method")
ASKED_BY = N_("Asked by")
APPROVED_BY = N_("Approved by")
YOU = N_("you")
REASON = N_("Reason")
THE_REQUEST = N_("Request")
WHEN = N_("When")
