"""The work queue: what is wanted next of each request, from whom, by when, and what else has gone wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet

from authorities.choices import SettingKey
from authorities.models import StaffMember
from authorities.selectors.settings import setting_value
from core.actor import Actor
from core.formats import short_day
from placements.choices import EscalatedTo, RecipientState, ReferralState, RequestState, StepState
from placements.models import DolOrder, Escalation, PlacementRequest, ReferralMessage, SourcingStep
from placements.pressing import BEFORE_ANSWERS, Clock, Risk, pressing, risk_of
from placements.selectors.requests import own_requests, requests_visible_to
from placements.workflows import OPEN_REQUEST

SOON = timedelta(days=28)


class Whose(StrEnum):
    """Which requests a person looks at."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True)
class QueueRow:
    """One request at work: what is wanted next, from whom, and by when (a date, or a moment of a clock).

    ``also`` are things gone wrong or about to, beside it; ``chased_on`` is the last day somebody reminded.
    """

    request: PlacementRequest
    wanted: str
    whose: str
    due: date | datetime | None
    is_late: bool
    risk: Risk
    is_stuck: bool
    also: tuple[str, ...]
    chased_on: date | None


# An emergency is in the queue until its record is whole, even once the child is placed.
UNFINISHED_EMERGENCY = Q(is_emergency=True) & (
    Q(ratified_at__isnull=True) | Q(needs_summary="") | Q(child_views="") | Q(open_routes=True)
)


def work_queue(
    actor: Actor, *, at: datetime, on: date, whose: str = Whose.ALL, states: Iterable[str] = ()
) -> list[QueueRow]:
    """Open requests, the most pressing first; a fixed number of queries however many there are."""
    requests = _with_open_routes(requests_visible_to(actor))
    wanted = Q(state__in=list(states) or OPEN_REQUEST)
    if not states:
        wanted |= Q(state=RequestState.PLACED) & UNFINISHED_EMERGENCY
    requests = requests.filter(wanted)
    if whose == Whose.MINE:
        requests = requests.filter(own_requests(actor))
    elif whose == Whose.TEAM:
        team = StaffMember.objects.filter(user=actor.user_id).exclude(team="").values("team")
        requests = requests.filter(
            own_requests(actor) | Q(raised_by__team__in=team) | Q(owner__team__in=team)
        )
    rows = _queue_rows(requests, at=at, on=on)
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def wanted_next(request: PlacementRequest, *, at: datetime, on: date) -> QueueRow | None:
    """The request's own line of the queue; None once there is nothing more to do."""
    this = _with_open_routes(PlacementRequest.objects.select_related("raised_by", "owner"))
    wanted = Q(state__in=OPEN_REQUEST) | Q(state=RequestState.PLACED) & UNFINISHED_EMERGENCY
    return next((row for _, row in _queue_rows(this.filter(wanted, pk=request.pk), at=at, on=on)), None)


def _with_open_routes(requests: QuerySet[PlacementRequest]) -> QuerySet[PlacementRequest]:
    still_open = SourcingStep.objects.filter(request=OuterRef("pk"), state=StepState.OPEN)
    return requests.annotate(open_routes=Exists(still_open))


def _queue_rows(
    requests: QuerySet[PlacementRequest], *, at: datetime, on: date
) -> list[tuple[tuple[Any, ...], QueueRow]]:
    open_steps = Prefetch("steps", SourcingStep.objects.filter(state=StepState.OPEN), to_attr="open_steps")
    sent = Q(referrals__state=ReferralState.SENT)
    questions = ReferralMessage.objects.filter(
        recipient__referral__request=OuterRef("pk"),
        recipient__referral__state=ReferralState.SENT,
        is_question=True,
        answer=None,
    )
    orders = DolOrder.objects.filter(child=OuterRef("child")).order_by("-ends_on").values("ends_on")
    waiting_above = Escalation.objects.filter(request=OuterRef("pk"), decided_at=None).values("to")
    annotated = (
        requests.select_related("verbal_approver")
        .prefetch_related(open_steps)
        .annotate(
            asked=Count("referrals__recipients", filter=sent, distinct=True),
            waiting=Count(
                "referrals__recipients",
                filter=sent & Q(referrals__recipients__state__in=[RecipientState.SENT, RecipientState.READ]),
                distinct=True,
            ),
            offered=Count(
                "referrals__recipients",
                filter=sent & Q(referrals__recipients__state=RecipientState.OFFERED),
                distinct=True,
            ),
            answer_by=Min("referrals__respond_by", filter=sent),
            to_clear=Count("referrals", filter=Q(referrals__state=ReferralState.DRAFT), distinct=True),
            last_chased=Max("chases__chased_on"),
            has_question=Exists(questions),
            dol_ends=orders[:1],
            escalated_to=waiting_above[:1],
        )
    )
    found: list[Any] = list(annotated)
    hours: dict[str, int] = {}
    if found:
        hours = setting_value(found[0].authority_id, SettingKey.RESPONSE_HOURS, on=on)
    return [_queue_row(request, hours, at=at, on=on) for request in found]


def _queue_row(
    request: Any, hours: dict[str, int], *, at: datetime, on: date
) -> tuple[tuple[Any, ...], QueueRow]:
    state = RequestState(request.state)
    wanted, whose, stuck = _wanted(request, on)
    due: date | datetime | None = request.needed_on
    late = request.needed_on is not None and request.needed_on < on
    answers = timedelta(hours=hours[request.urgency]) if state in BEFORE_ANSWERS else timedelta(0)
    if state == RequestState.ON_HOLD:
        due, late = request.look_again_on, request.look_again_on < on
    if state == RequestState.SOURCING and request.answer_by and request.waiting:
        due, late = request.answer_by, late or request.answer_by < at
        answers = max(request.answer_by - at, timedelta(0))
    unratified = request.is_emergency and request.ratified_at is None
    if state == RequestState.PLACED:
        due, late = (request.ratify_by, False) if unratified else (None, False)
    late = late or (unratified and request.ratify_by < on)
    resting = state in (RequestState.PLACED, RequestState.ON_HOLD)
    clock = Clock(due, late, None if resting else request.needed_on, answers)
    risk = risk_of(state, clock, on=on)
    row = QueueRow(
        request,
        wanted,
        whose,
        due,
        late,
        risk,
        stuck,
        _also(request, unratified, wanted, on=on),
        request.last_chased,
    )
    return pressing(request.urgency, risk, clock, request.reference), row


def _also(request: Any, unratified: bool, wanted: str, *, on: date) -> tuple[str, ...]:
    """What else is amiss, the gravest first."""
    found = []
    if unratified and not wanted.startswith("Ratify"):
        approver = request.verbal_approver.name
        late = (
            "Not ratified in time" if request.ratify_by < on else f"Ratify by {short_day(request.ratify_by)}"
        )
        found.append(f"{late}: {approver} agreed aloud")
    if request.is_emergency and not wanted.startswith("Complete") and request.missing_facts:
        found.append("The record is not whole")
    if request.has_question:
        found.append("A provider’s question waits")
    if request.dol_ends is not None and on <= request.dol_ends <= on + SOON:
        found.append(f"Deprivation of liberty order ends {short_day(request.dol_ends)}")
    return tuple(found)


def _wanted(request: Any, on: date) -> tuple[str, str, bool]:
    """What next, from whom, and whether nothing can come next by itself, which is an alarm."""
    raiser = request.raised_by.name
    owner = request.owner.name if request.owner else "Placements team"
    if request.state == RequestState.PLACED:
        return _wanted_after_emergency(request, owner)
    simple = {
        RequestState.DRAFT: ("Finish and submit", raiser),
        RequestState.SUBMITTED: ("Agree the need", "Service manager or above"),
        RequestState.RETURNED: ("Add what was asked for", raiser),
        RequestState.NEED_AGREED: ("Start sourcing", owner),
        RequestState.EVALUATING: ("Choose an offer", owner),
        RequestState.AWAITING_APPROVAL: ("Decide the approvals", "Approvers"),
        RequestState.APPROVED: ("Issue the agreement", owner),
        RequestState.AGREEMENT_ISSUED: ("Sign the agreement", "Provider, then the council"),
    }
    if request.state == RequestState.ON_HOLD:
        return f"On hold: {request.state_reason}", owner, request.look_again_on <= on
    if request.state == RequestState.ESCALATED:
        return "Decide how the search goes on", EscalatedTo(request.escalated_to).label, False
    if request.state in simple:
        return (*simple[RequestState(request.state)], False)
    if request.state == RequestState.SOURCING:
        text, stuck = _wanted_in_search(request)
        return text, "Head of service" if stuck else owner, stuck
    return "Nothing is planned: decide what happens", owner, True


def _wanted_after_emergency(request: Any, owner: str) -> tuple[str, str, bool]:
    if request.ratified_at is None:
        return "Ratify the emergency", request.verbal_approver.name, False
    if request.missing_facts:
        return "Complete the record", request.raised_by.name, False
    return "Say why the other routes had no home", owner, False


def _wanted_in_search(request: Any) -> tuple[str, bool]:
    """What a search is waiting for; a search with no open step is itself an alarm."""
    steps = request.open_steps
    if not steps:
        return "Every route has been tried: escalate", True
    route = f"{len(steps)} routes at once" if len(steps) > 1 else steps[0].get_route_display()
    if request.to_clear:
        return f"{route}: clear the referral’s text", False
    if not request.asked:
        return f"{route}: ask homes, or record why not", False
    if request.offered:
        return f"{route}: compare {_offers(request.offered)}", False
    if request.waiting:
        return f"{route}: {request.waiting} of {request.asked} still to answer", False
    return f"{route}: all declined, so close the step", False


def _offers(count: int) -> str:
    return "1 offer" if count == 1 else f"{count} offers"
