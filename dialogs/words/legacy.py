"""What is said about old clients and protocols: who uses them, who is stopped, whose passwords are guessed at."""

from types import MappingProxyType

FOUND = {
    "legacy-sum": "with old clients since {since}: accounts that got in {used}, stopped although the "
    "password was right {stopped}, only guessed at {guessed}",
    "legacy-unused": "since {since} nobody got in with an old client, or was stopped with the right "
    "password; accounts that were only guessed at: {guessed}",
    "legacy-used": "gets in with a password alone: {protocols}",
    "legacy-stopped": "stopped although the password was right",
    "legacy-guessed": "only guessed at: nobody got in",
}

EVIDENCE = {
    "legacy-use": "{protocol}: {times}× {how}, last {last}",
    "legacy-use-by": "{protocol}: {times}× {how}, last {last} ({by})",
    "legacy-stop": "{protocol}: stopped {times}×, last {last}",
    "legacy-stop-by": "{protocol}: stopped {times}×, last {last} ({by})",
    "legacy-guesses": "wrong passwords: {times}× over {protocols}, last {last}",
    "legacy-replace": "use Outlook, or a mail app that signs in with a browser window; a program takes OAuth",
    "legacy-ask-them": "ask whose program that is: if nobody's, the password is known, so change it",
}

INPUT = {"not-days": '"{said}" is no number of days from 1 to {most}: the sign-in log reaches back no further.'}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **INPUT})
