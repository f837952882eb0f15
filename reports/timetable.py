"""Every date that follows from the day of a meeting. Pure: the council's rules and holidays come in.

28 clear days of notice are calendar days, five clear days are working days (SI 2012/2089 regulations 5, 7, 9
and 10). Every number of days, and the event that opens the call-in window, are the council's own settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from authorities.choices import SettingKey
from core.calendar import (
    DayKind,
    Holidays,
    add_working_days,
    call_in_ends,
    clear_days_before,
    effective_after_call_in,
    working_day_on_or_before,
)


@dataclass(frozen=True)
class Rules:
    """A council's own days: of notice (clear, calendar), of papers, of a general exception and of the second
    notice of a private meeting (clear, working), until a decision is published and of call-in (working).

    The window opens with the publication, or with the decision itself.
    """

    notice_days: int
    paper_days: int
    call_in_days: int
    exception_days: int = 5
    private_days: int = 5
    record_days: int = 2
    call_in_from_decision: bool = False

    @classmethod
    def of(cls, settings: Mapping[SettingKey, Any]) -> "Rules":
        return cls(
            settings[SettingKey.KEY_NOTICE_CLEAR_DAYS],
            settings[SettingKey.PUBLICATION_CLEAR_DAYS],
            settings[SettingKey.CALL_IN_DAYS],
            settings[SettingKey.EXCEPTION_CLEAR_DAYS],
            settings[SettingKey.PRIVATE_CLEAR_DAYS],
            settings[SettingKey.RECORD_DAYS],
            settings[SettingKey.CALL_IN_FROM] == "decision",
        )

    def window_opens(self, decided_on: date, published_on: date) -> date:
        """The event that the call-in window is counted from."""
        return decided_on if self.call_in_from_decision else published_on


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
                f"{_days(days.record_days)} after the meeting",
            ),
            Milestone(
                "call_in_ends",
                "Call-in ends",
                self.call_in_ends,
                f"{_days(days.call_in_days)} after"
                f" {'the decision' if days.call_in_from_decision else 'publication'}",
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
                    f"{days.exception_days} clear working days; later, special urgency if the chair agrees",
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
                    f"{days.private_days} clear working days, with what people said and the reply",
                ),
            ]
        return sorted(found, key=lambda milestone: milestone.on)


def timetable(meeting_on: date, rules: Rules, holidays: Holidays) -> Timetable:
    """Count back from the meeting, and on from it to the day the decision takes effect."""

    def clear(days: int, kind: DayKind) -> date:
        return clear_days_before(meeting_on, days, holidays, kind)

    published = add_working_days(meeting_on, rules.record_days, holidays)
    opens = rules.window_opens(meeting_on, published)
    return Timetable(
        notice_by=working_day_on_or_before(clear(rules.notice_days, DayKind.CALENDAR), holidays),
        exception_by=clear(rules.exception_days, DayKind.WORKING),
        private_notice_by=clear(rules.private_days, DayKind.WORKING),
        papers_by=clear(rules.paper_days, DayKind.WORKING),
        meeting_on=meeting_on,
        decision_published_on=published,
        call_in_ends=call_in_ends(opens, rules.call_in_days, holidays),
        effective_on=effective_after_call_in(opens, rules.call_in_days, holidays),
        rules=rules,
    )


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"
