"""What people are told of passes and of new methods on their account, in their own chat."""

from dialogs.words.people.speech import N_
from engine import State

HI = N_("Hi {name}.")
PASS_MADE = N_("A pass for your account was made")
PASS_GONE = N_("The pass for your account is gone")
LOCKED_OUT = N_(
    "Somebody said that you are locked out, so a pass was made that opens your account once, within 60 minutes."
)
IN_PERSON = N_("Whoever hands it over tells you in person, by telephone or in a video call. I never send it.")
NOT_ASKED = N_(
    "You did not ask for it? Press Not me: it is deleted, your sign-ins are ended, and the owners of Muster are told."
)
PASS_DELETED = N_("The pass was deleted, and your sign-ins were ended: sign in again.")
PASS_DELETED_AS_ASKED = N_("The pass was deleted, as you asked, and your sign-ins were ended: sign in again.")
TAKEN_AWAY = N_("Your sign-in methods were taken away")
SIGNED_OUT = N_("Hi {name}, you were signed out everywhere, and register your methods anew.")
CALL_DESK = N_(
    "You did not ask for it? Call your help desk now, by telephone: somebody may be taking your account over."
)
NOT_ME = N_("Not me")

NEW_METHOD = N_("A new sign-in method: you?")
WAS_ADDED = N_("Hi {name}, {method} was added to your account {when}. You?")
TODAY = N_("today {time}")
YESTERDAY = N_("yesterday {time}")
ON = N_("on {moment}")
YES_OR_NOT_ME = N_(
    "Yes: nothing else happens. Not me: your sign-ins are ended everywhere, and the owners of Muster are told."
)
IS_YOURS = N_("Good: {method} is yours, and nothing else happens.")
PAGE = N_(
    "Your methods are at myaccount.microsoft.com under Security info; type that yourself rather than click a link."
)
STOLEN = N_(
    "Change your password now, as somebody may know it. Then open aka.ms/mysecurityinfo and delete what is not yours."
)
OWNERS_KNOW = N_("The owners of Muster know that {method} is not yours, and come to you.")
ENDING_NOW = N_("I am ending your sign-ins everywhere now; you will be asked to sign in again.")
ENDING = {
    State.DONE: N_("Your sign-ins were ended everywhere: sign in again with the new password."),
    State.FAILED: N_("I could not end your sign-ins. The owners of Muster know, and come to you."),
    State.PARTLY_DONE: N_("I could not end your sign-ins. The owners of Muster know, and come to you."),
    State.PAUSED: N_(
        "I cannot write at the moment, so your sign-ins still have to be ended. The owners of Muster know."
    ),
}
ENDED_BY = N_("Ended by")
A_METHOD = N_("a sign-in method")
