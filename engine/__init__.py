"""A change's life: planned, approved, run, verified, undone; and the reminders that follow people.

This is the room's front door: other rooms import these names from here and nothing from inside.
"""

from engine.answering import ReminderSeen
from engine.audit import GENESIS, Event, Link, broken_at, link
from engine.believing import AskResult
from engine.campaign import (
    OVER,
    Announcement,
    Campaign,
    CampaignState,
    Member,
    MemberState,
    WaveProgress,
)
from engine.campaign import Progress as CampaignProgress
from engine.clocks import last_day
from engine.declaring import ListEntry
from engine.draft import Draft
from engine.due import Due, DueKind
from engine.errand import Errand, Occurrence
from engine.handover import Handover
from engine.help_request import HelpAnswer, HelpRequest, HelpState
from engine.hours import Hours
from engine.house import House
from engine.house_facts import DECIDED, NUMBER_ANSWERED
from engine.lifecycle import ENDED, LIFE, NotPossible, Step, advance
from engine.muster import Engine
from engine.notice import CardRef, Notice, NoticeKind
from engine.numbers import writes_number
from engine.open_end import OpenEnd
from engine.people import Standing
from engine.ports import Calendar, Declarations, Jobs, LostRace, Reading, Store, Unit
from engine.reminder import Answer, Reminder, ReminderState
from engine.reminding import RemindResult
from engine.request import (
    Counts,
    Decision,
    Lease,
    Person,
    Place,
    PlannedRow,
    Request,
    RowState,
    Rule,
    State,
    Verdict,
)
from engine.schedule import Schedule, ScheduleState, Where
from engine.schedules.recurrence import Recurrence
from engine.slot import CHAT, FEED, MAIL, Slot, SlotState
from engine.snapshot import Snapshot
from engine.stopping import StopTold
from engine.ticking import Answerer
from engine.watch import Allowance, Watch, WatchState

__all__ = [
    "Engine", "House", "Standing", "Answerer",
    "Request", "State", "PlannedRow", "RowState", "Counts", "Decision", "Verdict", "Person", "Place", "Lease",
    "LIFE", "ENDED", "Step", "advance", "NotPossible",
    "Reminder", "ReminderState", "Answer", "ReminderSeen", "RemindResult", "StopTold",
    "AskResult", "ListEntry", "Due", "DueKind",
    "OpenEnd", "Handover", "Watch", "WatchState", "Allowance", "Rule",
    "writes_number",
    "Notice", "NoticeKind", "DECIDED", "NUMBER_ANSWERED", "CardRef", "Draft", "Errand",
    "Campaign", "CampaignState", "CampaignProgress", "WaveProgress", "Member", "MemberState", "Announcement", "OVER",
    "HelpRequest", "HelpState", "HelpAnswer", "Hours", "last_day", "Slot", "SlotState", "CHAT", "FEED", "MAIL",
    "Schedule", "ScheduleState", "Snapshot", "Where", "Recurrence", "Occurrence",
    "Event", "Link", "link", "broken_at", "GENESIS",
    "Store", "Unit", "Reading", "Jobs", "Calendar", "Declarations", "LostRace",
]  # fmt: skip
