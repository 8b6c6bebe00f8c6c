"""What is said about asking people for MFA: the ways in, who would break, administrators, reports, first choices."""

from types import MappingProxyType

# `mfa enable` where Conditional Access is in use: why somebody cannot join the group of a policy.
WAYS = {
    "joins-policy-group": 'they join the group "{group}", which the Conditional Access policy "{policy}" asks for MFA.',
    "left-out-by-policy": 'the Conditional Access policy "{policy}" leaves them out: its group would not help',
    "no-policy-group": "no policy covers them, and no enforced policy for all apps targets a group",
    "policy-group-gone": "no policy covers them, and the group that a policy targets does not exist any more",
    "policy-group-not-named": 'no policy covers them; the group "{group}" would bring them in, and is not named in '
    "MUSTER_WRITABLE_GROUPS ({id})",
    "policy-group-excluded": 'no policy covers them; the group "{group}" is left out of something else, so I do not '
    "change it",
    "policy-group-role-assignable": 'no policy covers them; the group "{group}" can be given admin roles, so I do not '
    "change it",
    "policy-group-synced": 'no policy covers them; the group "{group}" comes from the local directory: add them there',
    "policy-group-dynamic": 'no policy covers them; the group "{group}" follows a rule: change the rule, or the person',
    "policy-group-restricted": 'no policy covers them; the group "{group}" is in a restricted unit, closed to apps',
    "no-conditional-access": "There is no Conditional Access policy here, so there is no group to join. Without "
    "route:group I take the way that fits.",
    "defaults-instead": "Security defaults ask everybody for MFA, without licence or list of people: where "
    "nobody needs an exception, switch them on instead (Entra admin center, Overview, Properties).",
}

LABELS = {
    "left-out-by-policy": "left out by the policy",
    "no-policy-group": "no policy targets a group",
    "policy-group-gone": "the policy's group is gone",
    "policy-group-not-named": "the policy's group is not named in settings",
    "policy-group-excluded": "the policy's group is an exclusion elsewhere",
    "policy-group-role-assignable": "the policy's group can be given admin roles",
    "policy-group-synced": "the policy's group comes from the local directory",
    "policy-group-dynamic": "the policy's group follows a rule",
    "policy-group-restricted": "the policy's group is closed to apps",
}

SENTENCES = MappingProxyType({**WAYS})
