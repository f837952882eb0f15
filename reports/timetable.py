"""Every date that follows from the day of a meeting. Pure: the council's rules and holidays come in.

28 clear days of notice are calendar days, five clear days are working days (SI 2012/2089 regulations 5, 7, 9
and 10); how long papers are public, and the call-in window, are the council's own.
"""

from dataclasses import dataclass
from datetime import date

from core.calendar import (
    DayKind,
    Holidays,
    add_working_days,
    call_in_ends,
    clear_days_before,
    effective_after_call_in,
    working_day_on_or_before,
)

# No rule says when a decision is published; the second working day is usual.
PUBLISHED_AFTER = 2
EXCEPTION_DAYS = 5
PRIVATE_SECOND_DAYS = 5


@dataclass(frozen=True)
class Rules:
    """A council's own days: of notice (clear, calendar), of papers (clear, working), of call-in (working)."""

    notice_days: int
    paper_days: int
    call_in_days: int


@dataclass(frozen=True)
class Milestone:
    """``key`` names it in figures; ``why`` is the rule it follows from."""

    key: str
    label: str
    on: date
    why: str


@dataclass(frozen=True)
class Timetable:
    notice_by: date
    exception_by: date
    private_notice_by: date
    papers_by: date
    meeting_on: date
    decision_published_on: date
    call_in_ends: date
    effective_on: date
    rules: Rules

    def milestones(self, *, is_key: bool, is_private: bool) -> list[Milestone]:
        """In order of days; what a decision of this kind does not need is left out."""
        days = self.rules
        found = [
            Milestone(
                "papers_by", "Papers public by", self.papers_by, f"{days.paper_days} clear working days"
            ),
            Milestone("meeting_on", "Meeting", self.meeting_on, "The decision is taken"),
            Milestone(
                "decision_published_on",
                "Decision published by",
                self.decision_published_on,
                f"Usual: {PUBLISHED_AFTER} working days after the meeting",
            ),
            Milestone(
                "call_in_ends",
                "Call-in ends",
                self.call_in_ends,
                f"{days.call_in_days} working days after publication",
            ),
            Milestone(
                "effective_on", "Decision takes effect", self.effective_on, "The day after call-in ends"
            ),
        ]
        if is_key:
            found += [
                Milestone(
                    "notice_by",
                    "Notice of the key decision out by",
                    self.notice_by,
                    f"{days.notice_days} clear days, on a working day",
                ),
                Milestone(
                    "exception_by",
                    "Too late for that notice: general exception by",
                    self.exception_by,
                    f"{EXCEPTION_DAYS} clear working days; later, special urgency if the chair agrees",
                ),
            ]
        if is_private:
            found += [
                Milestone(
                    "private_by",
                    "Notice of the private meeting out by",
                    self.notice_by,
                    f"{days.notice_days} clear days, with the reasons",
                ),
                Milestone(
                    "private_notice_by",
                    "Second notice of the private meeting out by",
                    self.private_notice_by,
                    f"{PRIVATE_SECOND_DAYS} clear working days, with what people said and the reply",
                ),
            ]
        return sorted(found, key=lambda milestone: milestone.on)


def timetable(meeting_on: date, rules: Rules, holidays: Holidays) -> Timetable:
    """Count back from the meeting, and on from it to the day the decision takes effect."""

    def clear(days: int, kind: DayKind) -> date:
        return clear_days_before(meeting_on, days, holidays, kind)

    published = add_working_days(meeting_on, PUBLISHED_AFTER, holidays)
    return Timetable(
        notice_by=working_day_on_or_before(clear(rules.notice_days, DayKind.CALENDAR), holidays),
        exception_by=clear(EXCEPTION_DAYS, DayKind.WORKING),
        private_notice_by=clear(PRIVATE_SECOND_DAYS, DayKind.WORKING),
        papers_by=clear(rules.paper_days, DayKind.WORKING),
        meeting_on=meeting_on,
        decision_published_on=published,
        call_in_ends=call_in_ends(published, rules.call_in_days, holidays),
        effective_on=effective_after_call_in(published, rules.call_in_days, holidays),
        rules=rules,
    )
