"""What is added to an answer that nobody has just asked for: why it comes late, and how to end it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from dialogs.reply import Findings, Listing, Question, Reply, Section, Text
from dialogs.words.schedules import late
from engine import Occurrence


def of_schedule(reply: Reply, occurrence: Occurrence) -> Reply:
    """The answer, as it is said for this moment of a schedule."""
    why = late(occurrence.due, ZoneInfo(occurrence.zone), why=occurrence.late, missed=occurrence.missed)
    end = f"unschedule {occurrence.schedule}"
    match reply:
        case Findings():
            return replace(reply, warnings=(*((why,) if why else ()), *reply.warnings), next=(*reply.next, end))
        case Listing():
            said = (Section("Late", ("",), ((why,),)),) if why else ()
            return replace(reply, sections=(*said, *reply.sections), next=(*reply.next, end))
        case Text():
            return replace(reply, lines=(*((why,) if why else ()), *reply.lines), next=(*reply.next, end))
        case Question():
            return replace(reply, text=" ".join(filter(None, (why, reply.text))), next=(*reply.next, end))
        case _:
            return reply
