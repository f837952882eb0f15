"""What is due for a child in a placement, and by when. Pure: dates and evidence come in, duties come out.

Sources: Care Planning Regulations 2010, reg. 9 and 11 (plan and area's council before the placement, or
within five working days), reg. 28 (visits), reg. 33 (reviews). The ages of moving to adulthood are good
practice, save 16 and 18. A child is known by the month of birth, so an alarm of age rings on its first day.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import Holidays, add_working_days
from core.periods import add_months
from placements.life_choices import ClockKind

FIRST_VISIT = timedelta(days=7)
VISITS = timedelta(weeks=6)
MONTHS_BETWEEN_LATER_VISITS = 3  # after a year, where the placement is to last until 18
LATE_START_DAYS = 5
FIRST_REVIEW_DAYS = 20
SECOND_REVIEW_MONTHS, LATER_REVIEW_MONTHS = 3, 6
DISRUPTION_MEETING_DAYS = 10
SOON = timedelta(days=28)
# Age in months at which each is due.
AGES = {
    ClockKind.PATHWAY_PLAN: 15 * 12 + 9,
    ClockKind.AT_SIXTEEN: 16 * 12,
    ClockKind.ADULT_SERVICES: 17 * 12,
    ClockKind.MOVE_PLAN: 17 * 12 + 6,
    ClockKind.LEAVES_CARE: 18 * 12,
}
# Asked for before the age comes, so that it is done by then.
AHEAD = {ClockKind.ADULT_SERVICES: timedelta(days=92), ClockKind.LEAVES_CARE: timedelta(days=183)}


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One placement. ``known_before`` is whether it was recorded before its first night; ``done`` holds the
    days on which each duty was done, in order: reviews and ages of the child, the rest of this placement."""

    starts_on: date
    ends_on: date | None
    known_before: bool
    is_out_of_area: bool
    lasts_until_18: bool
    was_disrupted: bool
    looked_after_since: date | None
    birth_month: date
    done: Mapping[ClockKind, Sequence[date]]


@dataclass(frozen=True, order=True)
class Duty:
    """Something due by ``due_on``; ``done_on`` is when it was done, None while it is not."""

    due_on: date
    kind: ClockKind
    done_on: date | None = None

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.due_on < on

    def is_near(self, on: date) -> bool:
        """Late, or to be done within four weeks (earlier where it needs other people's time)."""
        return self.done_on is None and self.due_on <= on + AHEAD.get(self.kind, SOON)


def duties(stay: Stay, *, holidays: Holidays, on: date) -> list[Duty]:
    """Everything asked of the council for this child, by day due. Ages already past when the placement began
    are left out: they were another placement's to answer for."""
    found = [_at_the_start(ClockKind.PLACEMENT_PLAN, stay, holidays)]
    if stay.is_out_of_area:
        found.append(_at_the_start(ClockKind.AREA_TOLD, stay, holidays))
    if stay.ends_on is None or stay.ends_on > on:
        found += [_next_visit(stay), _next_review(stay, holidays), *_ages(stay)]
    if stay.was_disrupted and stay.ends_on is not None:
        due = add_working_days(stay.ends_on, DISRUPTION_MEETING_DAYS, holidays)
        found.append(Duty(due, ClockKind.DISRUPTION_MEETING, _first(stay, ClockKind.DISRUPTION_MEETING)))
    return sorted(found, key=lambda duty: (duty.due_on, duty.kind))


def reaches(birth: date, months: int) -> date:
    """The day somebody born on ``birth`` is so many months old; born on 29 February, 1 March where there is
    none."""
    day = add_months(birth, months)
    return day + timedelta(days=1) if (birth.day, birth.month) == (29, 2) and day.day == 28 else day


def late(duties_: Collection[Duty], on: date) -> list[Duty]:
    return [duty for duty in duties_ if duty.is_late(on)]


def _at_the_start(kind: ClockKind, stay: Stay, holidays: Holidays) -> Duty:
    due = stay.starts_on
    if not stay.known_before:
        due = add_working_days(due, LATE_START_DAYS, holidays)
    return Duty(due, kind, _first(stay, kind))


def _next_visit(stay: Stay) -> Duty:
    visits = [on for on in stay.done.get(ClockKind.VISIT, ()) if on >= stay.starts_on]
    if not visits:
        return Duty(stay.starts_on + FIRST_VISIT, ClockKind.VISIT)
    last = visits[-1]
    if stay.lasts_until_18 and last >= add_months(stay.starts_on, 12):
        return Duty(add_months(last, MONTHS_BETWEEN_LATER_VISITS), ClockKind.VISIT)
    return Duty(last + VISITS, ClockKind.VISIT)


def _next_review(stay: Stay, holidays: Holidays) -> Duty:
    """By the reviews recorded. With none, the first is due from the day care began, or from this placement
    where that was long before it."""
    reviews = stay.done.get(ClockKind.REVIEW, ())
    if not reviews:
        since = stay.looked_after_since or stay.starts_on
        first = add_working_days(since, FIRST_REVIEW_DAYS, holidays)
        if first < stay.starts_on:
            first = add_working_days(stay.starts_on, FIRST_REVIEW_DAYS, holidays)
        return Duty(first, ClockKind.REVIEW)
    months = SECOND_REVIEW_MONTHS if len(reviews) == 1 else LATER_REVIEW_MONTHS
    return Duty(add_months(reviews[-1], months), ClockKind.REVIEW)


def _ages(stay: Stay) -> list[Duty]:
    dated = {kind: reaches(stay.birth_month, months) for kind, months in AGES.items()}
    return [Duty(due, kind, _first(stay, kind)) for kind, due in dated.items() if due >= stay.starts_on]


def _first(stay: Stay, kind: ClockKind) -> date | None:
    return next(iter(stay.done.get(kind, ())), None)
