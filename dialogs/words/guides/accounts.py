"""For everybody too: when something is odd, or an old program does not get in."""

from dialogs.words.guides.everyday import NEVER, SETUP
from dialogs.words.guides.guide import Guide

PASS = Guide(
    topic="pass",
    aliases=("tap", "temporary-access-pass", "temporary-pass"),
    title="Use a Temporary Access Pass",
    steps=(
        "Somebody of your help desk or your manager reads the pass to you or shows it. It is never sent in a message.",
        "Open aka.ms/mfasetup in a private browser window and sign in with your work address.",
        "Type the pass where the password would be. Not asked for it? Choose Use a Temporary Access Pass.",
        "Set up a method at once: the pass ends after an hour, or after one use.",
    ),
    notes=(
        "Refused? It may have ended, or been used already: ask for another one.",
        "You got a pass that you did not ask for? Tell your help desk now: somebody may be posing as you.",
        NEVER,
    ),
    links=(SETUP,),
    source="https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass",
    next=("guide authenticator", "mfa status me"),
)
UNEXPECTED = Guide(
    topic="unexpected-prompt",
    aliases=("not-me", "prompt", "fraud", "report"),
    title="A prompt that you did not cause",
    steps=(
        "Press No, or Deny. Never approve it to make it stop, and read no code to anybody who calls.",
        "Choose Report if the app offers it: your administrators see it, and your account may be blocked until they "
        "have looked.",
        "Change your password: whoever caused the prompt knows it.",
        "Tell your help desk, also if you approved it by mistake. They sign you out everywhere.",
    ),
    notes=("A prompt right after you opened a laptop or an app is usually your own.", NEVER),
    links=(("https://mysignins.microsoft.com", "your recent sign-ins, with place and device"),),
    source="https://learn.microsoft.com/entra/identity/authentication/howto-mfa-mfasettings#report-suspicious-activity",
    next=("why me", "guide methods"),
)
OLD_PROGRAMS = Guide(
    topic="old-programs",
    aliases=("app-passwords", "app-password", "outlook", "imap", "legacy"),
    title="Programs that cannot show an MFA prompt, and app passwords",
    steps=(
        "Look for a newer one first: Outlook 2016 or newer, Outlook for iOS and Android, Apple Mail with a Microsoft "
        "account, the browser.",
        "In Apple Mail or Thunderbird: remove the account and add it again as Microsoft 365, so that a sign-in page "
        "opens.",
        "IMAP, POP or ActiveSync with a password do not work with Exchange Online any more, with MFA or without.",
        "A scanner or a program that mails (SMTP): the administrator moves it to OAuth, High Volume Email or a relay.",
        "Last resort: an app password. aka.ms/mfasetup, Add sign-in method, App password; paste it instead of the "
        "password.",
    ),
    notes=(
        "App passwords exist only for people with per-user MFA, where the organisation allows them. They go round MFA, "
        "so each should have an end.",
        "With Conditional Access or security defaults there are none: legacy sign-in is blocked there.",
        "Administrators: allowed or not is set in the Entra admin center under Multifactor authentication, Additional "
        "cloud-based settings, service settings. No API offers it.",
    ),
    links=(SETUP,),
    source="https://learn.microsoft.com/entra/identity/authentication/howto-mfa-app-passwords",
    next=("explain HTTP 456", "why me"),
)

GUIDES = (PASS, UNEXPECTED, OLD_PROGRAMS)
