"""How pressing a request is: its urgency, its clock, and whether it can still be in time. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from core.formats import day_of
from placements.choices import RequestState, Urgency

URGENCY_ORDER = {Urgency.SAME_DAY: 0, Urgency.URGENT: 1, Urgency.PLANNED: 2}

# Steps by people that still lie before a child can move in; each is reckoned at a working day, a search at
# the council's own hours to answer a referral.
STEPS_LEFT = {
    RequestState.DRAFT: 7,
    RequestState.RETURNED: 7,
    RequestState.SUBMITTED: 6,
    RequestState.NEED_AGREED: 5,
    RequestState.SOURCING: 4,
    RequestState.ESCALATED: 4,
    RequestState.EVALUATING: 4,
    RequestState.AWAITING_APPROVAL: 3,
    RequestState.APPROVED: 2,
    RequestState.AGREEMENT_ISSUED: 1,
}
BEFORE_ANSWERS = (
    RequestState.DRAFT,
    RequestState.RETURNED,
    RequestState.SUBMITTED,
    RequestState.NEED_AGREED,
)


class Risk(IntEnum):
    """Of missing the day the home is needed; the worst first."""

    BREACHED = 0
    LIKELY = 1
    NONE = 2


@dataclass(frozen=True)
class Clock:
    """``due`` is what is wanted by when; ``needed_on`` when the child moves; ``answers`` the time left for
    providers to answer."""

    due: date | datetime | None
    is_late: bool
    needed_on: date | None
    answers: timedelta


def risk_of(state: str, clock: Clock, *, on: date) -> Risk:
    """Whether what is still to be done fits before the day the home is needed."""
    if clock.needed_on is None:
        return Risk.NONE
    if clock.needed_on < on:
        return Risk.BREACHED
    steps = STEPS_LEFT.get(RequestState(state), 0)
    left = timedelta(days=(clock.needed_on - on).days)
    return Risk.LIKELY if timedelta(days=steps) + clock.answers > left else Risk.NONE


def pressing(urgency: str, risk: Risk, clock: Clock, reference: str) -> tuple[int, bool, Risk, date, str]:
    """Sorts the most pressing first."""
    due = day_of(clock.due) if clock.due else date.max
    return (URGENCY_ORDER[Urgency(urgency)], not clock.is_late, risk, due, reference)
