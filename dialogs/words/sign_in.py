"""What is said about sign-ins: whether MFA was used, why somebody cannot get in, what helps."""

from types import MappingProxyType

# `mfa verify`
VERIFIED = {
    "mfa-verified": "used MFA on {on}: {methods}",
    "mfa-only-remembered": "signed in, but MFA was remembered from earlier, or done by a federated identity provider: "
    "no method was used here in the last 30 days",
    "mfa-never-asked": "signed in, and was never asked for MFA in the last 30 days",
    "mfa-only-failures": "tried to sign in and never got through in the last 30 days",
    "no-sign-ins": "no sign-in in the last 30 days",
    "log-not-read": "the sign-in log could not be read, so nobody can say whether MFA was ever used",
    "signed-in-on": "last signed in {on}",
    "signed-in-with": "for {app}",
    "signed-in-from": "from {device}",
    "verify-how": "to test it now: a private browser window, office.com, then type this again after 15 minutes",
    "verify-by-hand": "registered is not used: watch the person sign in once in a private browser window",
}

# `why`: what happened, and what helps. The same two stand in `explain`.
FAILED = {
    "must-register": "must set up a sign-in method first",
    "must-register-do": "they sign in at aka.ms/mfasetup and set one up; where they cannot get in at all, a Temporary "
    "Access Pass opens the door",
    "mfa-prompted": "was asked for MFA and did not finish",
    "mfa-prompted-do": "look whether the method asked for is one they still have; a new phone needs a new registration",
    "mfa-not-passed": "did not answer the MFA prompt, or not correctly",
    "mfa-not-passed-do": "try once more with the phone at hand; if it is lost or new, the method must be set up again",
    "mfa-denied": "pressed No when asked whether it was them",
    "mfa-denied-do": "ask whether that was them: if not, somebody has the password; change it and sign them out "
    "everywhere",
    "mfa-reported-fraud": "reported the prompt as not theirs",
    "mfa-reported-fraud-do": "somebody may have the password: change it; then lift the block in the Entra admin "
    "center, Multifactor authentication, Block/unblock users",
    "mfa-elsewhere": "was sent to another MFA provider and did not come back with an answer",
    "mfa-elsewhere-do": "look there: Entra only waits for that provider's answer",
    "app-password-required": "used a program that cannot show an MFA prompt",
    "app-password-required-do": "replace the program with one that has modern authentication (Outlook 2016 or newer); "
    "an app password is the last resort",
    "blocked-by-access-policy": "blocked by Conditional Access",
    "blocked-by-access-policy-do": "if it should have been allowed, look at what the policy demands: place, device, "
    "app or risk",
    "blocked-by-defaults": "blocked by security defaults",
    "blocked-by-defaults-do": "security defaults let no old program in: use one with modern authentication",
    "device-not-accepted": "used a device that the organisation does not accept",
    "device-not-accepted-do": "enrol the device (Company Portal), or use one that is managed",
    "app-not-approved": "used an app that the organisation has not approved",
    "app-not-approved-do": "use the approved app, and the broker it needs: Microsoft Authenticator or Company Portal",
    "blocked-by-risk": "blocked because Microsoft rates the account as at risk",
    "blocked-by-risk-do": "look under Protection, Risky users, before letting them in; then change the password",
    "register-elsewhere": "may set up methods from certain places or devices only",
    "register-elsewhere-do": "do it in the office or on a managed device, or with a Temporary Access Pass",
    "wrong-password": "typed a wrong password",
    "wrong-password-do": "the password is the matter, not MFA: type it again, or reset it",
    "password-guessed": "somebody tried wrong passwords through an old program",
    "password-guessed-do": "guessing rather than the person; block legacy authentication and it ends",
    "password-expired": "the password has expired",
    "password-expired-do": "set a new one, at aka.ms/sspr or by the help desk",
    "locked-out": "locked for a while, after too many wrong passwords or because of the address they came from",
    "locked-out-do": "wait a few minutes, without trying; find the phone or program that still sends the old password",
    "account-disabled": "the account is blocked",
    "account-disabled-do": "whoever manages accounts lets it sign in again, here or in the local directory",
    "no-such-account": "no such account in this tenant",
    "no-such-account-do": "check the spelling, and that the person signs in with the user name and not with another "
    "address",
    "consent-missing": "the app was not granted what it asks for",
    "consent-missing-do": "an administrator grants it: Entra admin center, Enterprise apps, Permissions",
    "not-assigned": "is not assigned to the app",
    "not-assigned-do": "assign them: Entra admin center, Enterprise apps, Users and groups",
    "session-over": "the earlier sign-in is over: a password change, a sign-out everywhere, or its time was up",
    "session-over-do": "sign in again; nothing else is wrong",
    "usual-step": "a usual step of signing in, no failure",
    "usual-step-do": "nothing, where they got in afterwards",
    "reset-info-asked": "was asked to set up password reset, and stopped there",
    "reset-info-asked-do": "go through it once: the same methods also answer MFA",
    "too-many-calls": "too many calls or text messages in a short time",
    "too-many-calls-do": "wait a few minutes, or use the app instead of the phone",
    "federation-failed": "the organisation's own sign-in service (AD FS or another) failed",
    "federation-failed-do": "look there: its event log and its certificates",
    "account-elsewhere": "signed in with an account that is not of this tenant",
    "account-elsewhere-do": "use the work account, or have the other one invited as a guest",
    "program-secret": "a program signed in with a wrong or expired secret or certificate",
    "program-secret-do": "not a person: give the app registration a new one",
    "windows-logon-failure": "Windows says: wrong user name or password (logon failure)",
    "windows-logon-failure-do": "where the password is right: a program or mapped drive that signs in with a password "
    "cannot answer MFA; use one with modern authentication, or Windows Hello",
    "smtp-refused": "the mail server refused a user name and password",
    "smtp-refused-do": "basic SMTP AUTH is off or blocked, or MFA is demanded: move the sender to OAuth, High Volume "
    "Email or a relay",
    "unknown-error": "failed for a reason that Muster does not know",
    "unknown-error-do": "Microsoft explains every code at login.microsoftonline.com/error",
}

# Beside them.
BESIDE = {
    "failed-when": "{times}×, last {on}, for {app} ({code})",
    "signed-in-since": "signed in since, on {on}",
    "refused-by-policies": "refused by {policies}",
    "demanded-by-policies": "demanded by {policies}",
    "microsoft-says": 'Microsoft says: "{text}"',
    "no-failures": "nothing failed in the last 30 days",
    "steps-passed": "prompts answered: {count}",
    "explain-instead": "without it: ask the person for the code on their screen, then `explain <code>`",
    "unseen": "cannot be seen by Muster or by any app",
    "fraud-block-unseen": "a block after a reported prompt (up to 90 days): Entra admin center, Multifactor "
    "authentication, Block/unblock users",
    "log-is-late": "sign-ins of the last 15 minutes",
    "guide": "more: `guide {topic}`",
}

INPUT = {
    "no-guide": 'There is no guide about "{said}".{near_text}',
    "not-a-code": 'I find no error code in "{said}". It looks like AADSTS50076, HTTP 456 or 0x52e.',
    "too-many-to-verify": "That is more than {most} people, and the log is too slow for so many. Name a smaller group.",
    "too-many-to-ask-why": "That is more than {most} people: I look into fewer at once. Name some of them.",
}

SENTENCES = MappingProxyType({**VERIFIED, **FAILED, **BESIDE, **INPUT})
