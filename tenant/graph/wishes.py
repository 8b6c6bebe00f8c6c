"""What all writes of the writer have in common: few at a time, and one for one person."""

from collections.abc import Iterable, Mapping

#: As many as one ``$batch`` holds, so that a crash leaves at most one batch in doubt.
MOST = 20


def owners_of(paths: Iterable[str]) -> Mapping[str, int]:
    """The place of each wish by the path it is sent to. More than 20, or two for one person: ValueError."""
    listed = list(paths)
    places = {path: place for place, path in enumerate(listed)}
    if len(listed) > MOST:
        raise ValueError(f"at most {MOST} wishes")
    if len(places) < len(listed):
        raise ValueError("one wish for one person")
    return places
