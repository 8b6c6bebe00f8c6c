"""For everybody: setting up a method, changing it, a new phone."""

from dialogs.words.guides.guide import Guide

SETUP = ("https://aka.ms/mfasetup", "your methods; or type myaccount.microsoft.com and choose Security info")
NEVER = "Muster never asks for a password or a code, here or anywhere else. Neither does your help desk."

AUTHENTICATOR = Guide(
    topic="authenticator",
    aliases=("app", "setup", "set-up", "register"),
    title="Set up the Microsoft Authenticator app",
    steps=(
        "On the phone: install Microsoft Authenticator from the App Store or Google Play. It is free.",
        "On the computer: open aka.ms/mfasetup, choose Add sign-in method, then Microsoft Authenticator.",
        "In the app: add a work or school account, scan the code on the screen, and allow notifications.",
        "Type the number that the computer shows into the app. Done when Security info lists the app.",
        "Add a second method right away: a passkey, or a phone. A lost phone is no drama then.",
    ),
    notes=(
        "No smartphone, or none for work? A security key or a code-showing token does as well: ask your help desk.",
        NEVER,
    ),
    links=(SETUP,),
    source="https://support.microsoft.com/account-billing/set-up-the-microsoft-authenticator-app-as-your-"
    "verification-method-33452159-6af9-438f-8f82-63ce94cf3d29",
    next=("mfa status me", "guide passkey"),
)
PASSKEY = Guide(
    topic="passkey",
    aliases=("passkeys", "security-key", "fido2"),
    title="Set up a passkey or a security key",
    steps=(
        "Open aka.ms/mfasetup, choose Add sign-in method, then Passkey or Security key.",
        "Prove once more who you are; for this the first method must be set up already.",
        "Passkey in Microsoft Authenticator: follow the steps on the phone, with Bluetooth on at both ends. "
        "Security key: put it in, touch it, choose a PIN.",
        "Give it a name that you will know in a year.",
    ),
    notes=(
        "It is the strongest method: it cannot be given away on a false page, and there is no code to type.",
        "If it is not in the list, your organisation has not allowed it: ask your help desk.",
    ),
    links=(SETUP,),
    source="https://learn.microsoft.com/entra/identity/authentication/how-to-register-passkey-authenticator",
    next=("mfa status me",),
)
METHODS = Guide(
    topic="methods",
    aliases=("method", "change-method", "default-method", "change"),
    title="Change which method you are asked for",
    steps=(
        "Open aka.ms/mfasetup. Everything that you have set up is listed there.",
        "Default sign-in method, Change: choose what you want to be asked for first.",
        "Not the method you want at one sign-in? Choose Sign in another way on that screen.",
        "Remove what you no longer have, such as an old phone number. Add the new one first.",
    ),
    notes=(
        "In many organisations Microsoft asks for the strongest method that you have, whatever is chosen as default.",
        NEVER,
    ),
    links=(SETUP,),
    source="https://support.microsoft.com/account-billing/change-your-two-step-verification-method-and-settings-"
    "c801d5ad-e0fc-4711-94d5-33ad5d4630f7",
    next=("mfa status me",),
)
NEW_PHONE = Guide(
    topic="new-phone",
    aliases=("phone", "lost-phone", "new-number", "lost"),
    title="A new phone, or a lost one",
    steps=(
        "Still have the old one? Keep it until the new one works, and do not wipe it before.",
        "On the new phone: install Microsoft Authenticator. A backup brings back the names, not the work sign-in.",
        "On the computer: aka.ms/mfasetup, Add sign-in method, Microsoft Authenticator, scan the code with the new "
        "phone.",
        "Sign out and in once with the new phone. Then delete the old one in the list.",
        "Lost, and nothing else set up? Call your help desk. They check who you are and give you a pass that lasts an "
        "hour: `guide pass`.",
    ),
    notes=("Only the number is new, the phone is the same: add the new number, then delete the old one.", NEVER),
    links=(SETUP,),
    source="https://support.microsoft.com/account-billing/back-up-your-accounts-in-microsoft-authenticator-"
    "bb939936-7a8d-4e88-bc43-49bc1a700a40",
    next=("mfa status me", "guide authenticator"),
)

TEXT_MESSAGES = Guide(
    topic="text-messages",
    aliases=("sms", "voice", "calls", "text-message"),
    title="Text messages and calls end on 1 February 2027",
    steps=(
        "Microsoft stops sending codes by text message and calling people on 1 February 2027 (public cloud).",
        "Only a phone number is set up? Set up a passkey before: `guide passkey`. Or the app: `guide authenticator`.",
        "From then on, whoever has nothing else must set up a passkey at the next sign-in; there is no way round it.",
        "Try it: sign out, and in again with what you have set up. Then take an old number off the list.",
    ),
    notes=(
        "Since September 2026 Microsoft has been asking people with text messages or calls to set up a passkey.",
        "Administrators: whoever must keep text messages chooses a telecom provider in the Microsoft Security Store "
        "(since 30 October 2026, at a price). The switch that delays the passkey prompts does not move this date.",
        "Administrators: numbers that are filled in now are a bridge of weeks. `phone retire` takes them away again.",
    ),
    links=(SETUP,),
    source="https://learn.microsoft.com/entra/identity/authentication/concept-sms-voice-retirement",
    next=("guide passkey", "mfa status me"),
)

GUIDES = (AUTHENTICATOR, PASSKEY, METHODS, NEW_PHONE, TEXT_MESSAGES)
