"""The tables of approval: the case, who is asked, what they said, the discussion, what is to be told."""

from approvals.models.cases import Attachment, Case, Copy, Party
from approvals.models.measures import CaseDay, CountedDay, StepDay
from approvals.models.meetings import Attendance, Discussion
from approvals.models.signing import (
    Assignment,
    Carry,
    Clock,
    Opinion,
    OpinionDraft,
    Phrase,
    SavedFilter,
)
from approvals.models.telling import Message, Notice, NoticeChoice
from approvals.models.works import Work

__all__ = [
    "Assignment",
    "Attachment",
    "Attendance",
    "Carry",
    "Case",
    "CaseDay",
    "Clock",
    "Copy",
    "CountedDay",
    "Discussion",
    "Message",
    "Notice",
    "NoticeChoice",
    "Opinion",
    "OpinionDraft",
    "Party",
    "Phrase",
    "SavedFilter",
    "StepDay",
    "Work",
]
