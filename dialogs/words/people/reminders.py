"""What reminders say, and what is said to their buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dialogs.words.people.speech import N_, Speech


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is reminded of: its heading, what is so now, why it matters, and a line of it beside another."""

    title: str
    lacks: str
    why: str = ""
    beside: str = ""


#: What each declared fact about a person waits for.
OF_PEOPLE: Mapping[str, Wanted] = MappingProxyType(
    {
        "registered": Wanted(
            N_("A second way to prove that it is you"),
            N_("Hi {name}, your work account has no sign-in method besides its password yet."),
            N_("Setting one up takes about two minutes, and keeps others out even if they learn the password."),
        ),
        "second-method": Wanted(
            N_("A spare key for your account"),
            N_("Hi {name}, your work account has one sign-in method at most."),
            N_("Whoever loses their only one is locked out. Adding another takes two minutes; keep what you have."),
        ),
        "stronger-method": Wanted(
            N_("A better way to prove that it is you"),
            N_("Hi {name}, your work account has nothing better than text messages or calls."),
            N_("Those can be intercepted. Adding Microsoft Authenticator or a passkey takes about two minutes."),
        ),
        "app-registered": Wanted(
            N_("Microsoft Authenticator for your work account"),
            N_("Hi {name}, Microsoft Authenticator is not set up for your work account yet."),
            N_("It takes about two minutes, and nobody gets in with your password alone any more."),
        ),
        "phishing-resistant": Wanted(
            N_("A passkey for your work account"),
            N_("Hi {name}, your work account has no passkey or security key yet."),
            N_("With one, you sign in by face, fingerprint or PIN, and no false page can take it from you."),
        ),
    }
)
USUAL = OF_PEOPLE["registered"]

#: What the house itself waits for: about a request, a system or a certificate.
OF_THE_HOUSE: Mapping[str, Wanted] = MappingProxyType(
    {
        "decided": Wanted(
            N_("A request waits for you"),
            N_("Hi {name}, request {about} still waits for your yes or no."),
            N_("If nobody decides in time, others are asked, and then it expires."),
            N_("Request {about} waits for your yes or no."),
        ),
        "exemption-over": Wanted(
            N_("An exemption ends soon"),
            N_("Hi {name}, the exemption of request {about} ends soon."),
            N_("From then on a second proof is asked for at sign-in again."),
            N_("The exemption of request {about} ends soon."),
        ),
        "attested": Wanted(
            N_("What you vouched for has grown old"),
            N_("Hi {name}, what you attested about {about} was a while ago. Please look again and attest it anew."),
            N_("Until then, checks say that it is old."),
            N_("What you attested about {about} has grown old."),
        ),
        "certificate-renewed": Wanted(
            N_("A certificate ends soon"),
            N_("Hi {name}, the certificate of {about} ends on {date}. Please see to its renewal."),
            N_("Once it has ended, people cannot sign in through it."),
            N_("The certificate of {about} ends on {date}."),
        ),
    }
)
EXPIRES = N_("If nobody decides in time, it expires.")

#: What people vouch for, by its own name.
SERVERS: Mapping[str, str] = MappingProxyType(
    {
        "exchange-server": "Exchange Server",
        "skype-server": "Skype for Business Server",
        "mfa-server": "Azure MFA Server",
    }
)
THE_CERTIFICATE = N_("the certificate of {host}")
A_SERVICE_ACCOUNT = N_("a service account")

CAMPAIGN = N_("This is part of: {campaign}.")
BY = N_("Please do it by {day}.")
ENDS = N_("It ends on {moment}.")
DESK = N_("Questions? Call your help desk: {phone}.")
LAST = N_("This is the last reminder.")
WARNED = N_("If it is still open at the next reminder, I tell your manager, once.")
PRESS = N_("Need time or help? Use the buttons.")
WRITE = N_("Need time or help? Write to Muster in Teams, or ask your help desk.")
NO_MORE = N_("You have put it off as often as this allows.")
ALSO = N_("Besides: {what}.")
HOW = N_("Rather not click a link? Type myaccount.microsoft.com into your browser and choose Security info.")
NEVER = N_("Muster never asks for a password or a code, here or anywhere else.")
NEXT = N_("Next")

SET_UP = N_("Set up now")
I_HAVE = N_("I've done it")
LATER = N_("Later today")
TOMORROW = N_("Tomorrow")
PICK = N_("Pick a day")
HELP = N_("I need help")
NO_SMARTPHONE = N_("I have no smartphone")
WHICH_DAY = N_("Another day")

ALL_DONE = N_("Thank you, all done")
FOUND = N_("I looked and found: {methods}.")
FOUND_IT = N_("I looked, and what was missing is there.")
NO_MORE_REMINDERS = N_("You will get no more reminders about this.")
NOT_YET = N_("Not yet")
COULD_NOT = N_("I could not look")
UNREAD = N_("Microsoft did not show me your methods. Press the button again later.")
FOUND_NONE = N_("I looked and found none yet.")
A_MINUTE = N_("Microsoft can take a minute to show a new one: press the button again then.")
#: What is still missing, by what Muster saw.
MISSING: Mapping[str, str] = MappingProxyType(
    {
        "nothing-registered": FOUND_NONE,
        "only-set-for-you": N_("I looked: {method} was set for you. It counts once you have signed in with it."),
        "not-allowed-here": N_("I looked and found: {methods}. Your organisation does not accept that."),
        "app-wanted": N_("I looked and found: {methods}. Microsoft Authenticator is still missing."),
        "passkey-wanted": N_("I looked and found: {methods}. A passkey or a security key is still missing."),
    }
)
#: The same by what is waited for, where only that is known.
SHORT: Mapping[str, str] = MappingProxyType(
    {
        "second-method": N_("I looked and found: {methods}. One more is needed that your organisation accepts."),
        "stronger-method": N_(
            "I looked and found: {methods}. Something other than a telephone is needed that your organisation accepts."
        ),
        "app-registered": MISSING["app-wanted"],
        "phishing-resistant": MISSING["passkey-wanted"],
    }
)
FINE = N_("Fine, later")
FINE_TOMORROW = N_("Fine, tomorrow")
BACK = N_("I will be back on {moment}.")
BACK_TOMORROW = N_("I will be back tomorrow.")
HELP_COMES = N_("Help is on its way")
DESK_HAS = N_("Your help desk has your question (number {number}) and answers here.")
PERSON_KNOWS = N_("{name} knows now that you would like help, and will come to you.")
NO_PHONE = N_("No smartphone? No problem")
OTHER_WAYS = N_("Without one you can use: {ways}. You choose it on the same page.")
NO_OTHER_WAY = N_("I see no other way that is open to you yet. Press I need help, and your help desk finds one.")
NOT_PRIVATE = N_("You need not use a private phone for this.")

#: Methods as people know them.
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "phone": N_("phone"),
        "mobile": N_("mobile phone"),
        "office": N_("office phone"),
        "microsoftAuthenticator": N_("Microsoft Authenticator"),
        "fido2": N_("security key or passkey"),
        "softwareOath": N_("code of an authenticator app"),
        "hardwareOath": N_("hardware token"),
        "windowsHelloForBusiness": N_("Windows Hello"),
        "platformCredential": N_("Platform SSO on a Mac"),
        "temporaryAccessPass": N_("temporary pass from your help desk"),
        "x509Certificate": N_("smart card or certificate"),
        "external": N_("another method of your organisation"),
    }
)

#: What can be used without a smartphone.
WITHOUT: Mapping[str, str] = MappingProxyType(
    {
        "fido2": N_("a security key"),
        "hardwareOath": N_("a hardware token"),
        "softwareOath": N_("a code from a program on your computer"),
        "voice": N_("a call to an ordinary telephone"),
        "sms": N_("a text message to an ordinary mobile phone"),
    }
)

#: What cannot be done with a reminder, by code.
CANNOT: Mapping[str, str] = MappingProxyType(
    {
        "reminder-over": N_("This reminder is over: there is nothing left to answer."),
        "not-yours": N_("This reminder is not yours to answer."),
        "too-many-snoozes": N_("You have put it off as often as this allows. Need more time? Press I need help."),
        "day-too-late": N_("That is too late: it has to be done by {day}."),
        "day-is-past": N_("That day is not ahead of us. Pick a later one."),
        "no-workday": N_("You do not work on {day}, as far as I know. Pick another one."),
        "day-needed": N_("Pick a day in the field first, then press the button."),
    }
)


def own(speech: Speech) -> tuple[str, ...]:
    """What people can type next. `my mfa` answers in English: others are led to what is said in their language."""
    return ("my mfa" if speech.language == "en" else "guide methods"), "help"


def things(speech: Speech, number: int) -> str:
    """The heading of a message that speaks for several reminders."""
    return speech.ngettext("{number} thing for you", "{number} things for you", number)
