"""What is said about Secure Score."""

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "score-now": "{points} of {most} points ({share} %) on {on}",
        "score-before": "{on}: {points}",
        "score-lags": "a day old or more: a trend, and no proof of anything done today",
        "score-none": "Microsoft has counted nothing in this tenant yet; it takes a day or two",
        "score-not-counted": "Microsoft does not count this in this tenant",
        "score-points": "{points} points; how many there could be could not be read",
        "score-full": "all {most} points",
        "score-to-gain": "{points} of {most} points, {more} to gain",
        "score-raise-admins": "raised by MFA for everybody with an admin role, eligible ones too: `mfa admins` names "
        "them",
        "score-raise-everybody": "raised by each person who registers and must use MFA: `mfa report` counts them",
        "score-raise-legacy": "raised by blocking legacy authentication for everybody: `legacy block`",
    }
)
