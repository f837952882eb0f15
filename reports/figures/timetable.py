"""Figures of the decision's own timetable, counted by the council's clear days and holidays."""

from datetime import date
from decimal import Decimal

from authorities.choices import SettingKey
from reports.figures.catalogue import Facts, figure
from reports.figures.figure import Reading, Unit


def _counted(facts: Facts, value: date) -> Reading:
    return Reading(value, "Council settings and holidays", facts.on)


@figure("meeting_on", "Meeting", Unit.DATE, "The day the decision is to be taken")
def meeting_on(facts: Facts) -> Reading:
    return Reading(facts.paper.meeting_on, f"Paper {facts.paper.reference}", facts.on)


@figure("key_amount", "Key decision amount", Unit.WHOLE_POUNDS, "The council's money line for a key decision")
def key_amount(facts: Facts) -> Reading:
    value = Decimal(facts.settings[SettingKey.KEY_DECISION_AMOUNT])
    return Reading(value, "Council settings: key decision amount", facts.on)


@figure(
    "notice_by",
    "Notice out by",
    Unit.DATE,
    "Last working day that leaves the clear days of a key decision's notice",
)
def notice_by(facts: Facts) -> Reading:
    return _counted(facts, facts.timetable.notice_by)


@figure(
    "papers_by",
    "Papers public by",
    Unit.DATE,
    "Last day that leaves the clear working days before the meeting",
)
def papers_by(facts: Facts) -> Reading:
    return _counted(facts, facts.timetable.papers_by)


@figure(
    "decision_published_on",
    "Decision published",
    Unit.DATE,
    "Last of the working days after the meeting in which the council publishes its decisions",
)
def decision_published_on(facts: Facts) -> Reading:
    return _counted(facts, facts.timetable.decision_published_on)


@figure("call_in_ends", "Call-in ends", Unit.DATE, "Last working day of the call-in window")
def call_in_ends(facts: Facts) -> Reading:
    return _counted(facts, facts.timetable.call_in_ends)


@figure("effective_on", "Decision takes effect", Unit.DATE, "The day after the call-in window")
def effective_on(facts: Facts) -> Reading:
    return _counted(facts, facts.timetable.effective_on)
