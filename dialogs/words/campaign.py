"""What is said about campaigns: where people stand, what a plan tells, why one cannot be, who is locked out."""

from types import MappingProxyType

# Where somebody in a campaign stands: a phrase beside a name; `actions.spec.Enrol` has the words behind "stands-".
STANDS = {
    "stands-ready": "ready: has it already, and is not written to",
    "stands-must-register": "must register a sign-in method",
    "stands-must-update": "must update the phone first: too old for a passkey (iOS 17, Android 14)",
    "stands-not-allowed": "the method policy does not let them register what is asked for: an administrator adds them "
    "to it",
    "stands-on-leave": "on leave: automatic replies are on",
    "stands-inactive": "has not signed in for 30 days",
    "stands-no-teams": "has no licence for Teams",
}

# With the whole plan.
PLAN = {
    "campaign-without-phone": "Nobody needs a private phone for it: whoever has none uses {names}.",
    "campaign-company-phone": "Nobody needs a private phone for it, but the method policy allows nothing that goes "
    "without one: have company phones ready, or allow security keys or hardware tokens first.",
    "campaign-guard-blind": "Without Entra ID P1 nobody can read who is locked out: help requests are what holds it.",
    "campaign-guard-unread": "Who is locked out cannot be read: it needs {needs}. Until then help requests are what "
    "holds it.",
    "campaign-defaults": "Security defaults ask everybody for MFA already, so enabling will find nothing to do.",
    "campaign-no-group-yet": "Conditional Access is in use, and there is no group of a policy that I may change: `mfa "
    "enable` brings nobody in until there is one (MUSTER_WRITABLE_GROUPS).",
    "campaign-inactive-unread": "Who has not signed in for 30 days could not be read: it needs {needs}. They are "
    "written to like everybody.",
    "campaign-on-leave-unread": "Who is on leave could not be read: it needs {needs}. They are written to like "
    "everybody.",
    "campaign-must-update-unread": "Whose phone is too old could not be read: it needs {needs}.",
    "campaign-announce-first": "Nobody is written to until its announcement is recorded: "
    '`campaign announced "{campaign}"`, with how people were told.',
    "campaign-goal": "Everybody is to have {target}, until {until}.",
    "campaign-asks": "They are asked {every}, in their own working hours, and may put it off {snoozes} times.",
    "campaign-waves-evenly": "Waves: {waves}. One without a day opens in its turn, evenly over the first two thirds of "
    "the time.",
    "campaign-waves-share": "Waves: {waves}. One without a day opens when {advance} of the one before are ready.",
    "campaign-waves-so": "Waves: {waves}.",
    "campaign-holds-guard-trouble": "It holds by itself when more than {guard} of those who sign in are locked out by "
    "MFA, or more than {hold} of a wave need help or cannot be reached.",
    "campaign-holds-guard": "It holds by itself when more than {guard} of those who sign in are locked out by MFA, and "
    "never for help requests.",
    "campaign-holds-trouble": "It holds by itself when more than {hold} of a wave need help or cannot be reached, and "
    "never because people are locked out.",
    "campaign-holds-never": "It never holds by itself: both limits are off.",
    "campaign-joiners": "Newcomers are taken in and have {grace} days more.",
    "campaign-says": 'People see it as "{title}".',
    "campaign-says-why": "Why, as people read it: {why}",
    "campaign-says-desk": "The help desk, as people read it: {desk}",
    "campaign-says-more": '`campaign preview "{campaign}"` sends you every message in every language.',
    "campaign-parks": "On leave, without sign-in for 30 days, or without Teams: lists of their own, not written to in "
    "Teams, looked at again every day.",
    "campaign-then-nothing": "Whoever is ready is not asked again, and nothing else happens to them.",
    "campaign-then-enable": "Whoever is ready gets MFA by `mfa enable`: a request with an approval of its own, each "
    "working day on which there is somebody new.",
    "campaign-then-enable-group": "Whoever is ready joins the group of a policy by `mfa enable route:group`: a request "
    "with an approval of its own, each working day on which there is somebody new.",
    "campaign-then-enforce": "Whoever is ready gets MFA by `mfa enforce`: a request with an approval of its own, "
    "each working day on which there is somebody new.",
    "campaign-then-retire-phones": "At the end `phone retire` takes their phones from those who use something stronger:"
    " a request with an approval of its own.",
    "campaign-tells-manager": "After {count} reminders the person's manager is told, once, where their country's "
    "setting allows it, and after the person was warned.",
    "campaign-rest-stays": "Everything else of it stays as it was approved.",
    "campaign-same": "it is so already",
}

REFUSED = {
    "campaign-runs": 'A campaign "{campaign}" runs already. `campaign change` changes it, `campaign stop` ends it.',
    "no-such-campaign": 'There is no campaign "{said}".{near_text} `campaigns` lists them.',
    "until-too-soon": "It would end {until}, before a second reminder ({every}). Say a later end.",
    "wave-after-end": "A wave would open on {day}, and the campaign ends on {until}. Say a later end, or another day.",
    "wave-day-past": "A wave would have opened on {day}, which is past.",
    "waves-fixed": "The shares of a campaign that runs stay as they are ({waves}); only their days can be changed, for "
    "instance 100%@2027-01-18.",
    "target-not-allowed": "The method policy lets nobody register {target}. Allow it first (Entra admin center, "
    "Authentication methods, Policies), or say another target:.",
    "route-needs-enable": "route:group is how `mfa enable` brings people in: it goes with then:enable.",
    "campaign-no-group": "No group of an enforced policy for all apps is open to me, so route:group leads nowhere. "
    "Name one in MUSTER_WRITABLE_GROUPS, or leave route: out.",
}

INPUT = {
    "not-a-campaign-name": '"{said}" is no name for a campaign: a few words, {most} characters at most, without '
    "quotes, commas or colons.",
    "people-word-missing": "Put `{word}:` before who is meant: {word}:{said}.",
    "text-has-link": '"{said}" has a link in it. Muster\'s messages have none but its own buttons, so that people '
    "learn never to follow one.",
    "not-waves": 'I cannot read "{said}" as a wave. Say for instance waves:5%,25%,100%, or with days: '
    "5%@2026-12-01,100%@2026-12-14.",
    "waves-not-rising": '"{said}": each wave takes in more people than the one before and opens no earlier, and '
    "the last is 100%; {most} waves at most.",
    "not-a-cadence": 'I cannot read "{said}" as how often. Say for instance every:"2 workdays at 09:00", {most} days '
    "at most, or the days after the beginning: every:0,3,7.",
    "not-a-whole-number": '"{said}" is no number from 0 to {most}.',
    "not-a-percentage": '"{said}" is no share from 0% to 100%.',
}

GUARD = {
    "guard-sum": "tried to sign in within 24 hours: {tried}; could not, because of MFA: {locked} ({share})",
    "guard-at": "it holds by itself above {guard}",
    "guard-off": "its guard is off (guard:0%)",
    "guard-few": "fewer than {least} tried: too few for a share to mean something",
    "guard-age": "the newest sign-in of theirs in the log is {minutes} minutes old; Microsoft writes them down late",
    "guard-age-hours": "the newest sign-in of theirs in the log is {hours} hours old; Microsoft writes them down late",
    "guard-no-rows": "the log knows no sign-in of theirs within 24 hours",
    "guard-unread": "who is locked out could not be read",
    "guard-by-help": "the campaign watches help requests instead, and holds above {hold}",
    "guard-locked": "cannot sign in: failed for MFA {times}×, last {last}",
}

LABELS = MappingProxyType(
    {
        "stands-ready": "ready",
        "stands-must-register": "must register",
        "stands-must-update": "must update their phone",
        "stands-not-allowed": "not allowed by the method policy",
        "stands-on-leave": "on leave",
        "stands-inactive": "without sign-in for 30 days",
        "stands-no-teams": "without Teams",
        "campaign-same": "so already",
    }
)
#: Behind their number in a plan.
COUNTED = MappingProxyType(
    {
        "stands-ready": "ready already: not written to",
        "stands-must-register": "must register",
        "stands-must-update": "must update their phone first",
        "stands-not-allowed": "not allowed by the method policy: not written to until it is",
        "stands-on-leave": "on leave: not written to until they are back",
        "stands-inactive": "without sign-in for 30 days: not written to until they sign in",
        "stands-no-teams": "without Teams: by mail only, where that is set up",
    }
)
SENTENCES = MappingProxyType({**STANDS, **PLAN, **REFUSED, **INPUT, **GUARD})
