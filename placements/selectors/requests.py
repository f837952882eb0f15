"""The doors to requests and children, and what is wanted next of each request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from authorities.choices import CASE_ROLES, GRADES, Role
from core.actor import Actor
from core.errors import NotFound
from placements.choices import (
    ApprovalState,
    OfferState,
    RecipientState,
    ReferralState,
    RequestState,
    StepState,
    Urgency,
)
from placements.models import (
    ApprovalRequest,
    Child,
    ChildIdentity,
    Offer,
    PlacementRequest,
    ReferralRecipient,
    SourcingStep,
)
from placements.workflows import OPEN_REQUEST, SOURCING_ROLES

# Who reads requests at all. A person who is only a social worker reads their own.
SEES_ALL = (*SOURCING_ROLES, *GRADES, Role.NOMINATED_OFFICER, Role.AUDITOR)
READERS = (*CASE_ROLES, *GRADES, Role.NOMINATED_OFFICER, Role.AUDITOR)

URGENCY_ORDER = {Urgency.SAME_DAY: 0, Urgency.URGENT: 1, Urgency.PLANNED: 2}


def requests_visible_to(actor: Actor) -> QuerySet[PlacementRequest]:
    """Requests of the actor's council: all for those who search, decide or audit, else their own."""
    requests = PlacementRequest.objects.select_related("child", "raised_by", "owner")
    if actor.has_role(*SEES_ALL):
        return requests
    if actor.has_role(Role.SOCIAL_WORKER):
        return requests.filter(_own(actor))
    return requests.none()


def access_request(actor: Actor, reference: str) -> PlacementRequest:
    """One request by its public reference; ``NotFound`` when it is missing or not for this actor."""
    found = requests_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def access_offer(actor: Actor, reference: str) -> Offer:
    """One offer for a request the actor may read; ``NotFound`` while it is sealed, too."""
    found = (
        Offer.objects.select_related("recipient__referral__request__child")
        .filter(reference=reference, recipient__referral__request__in=requests_visible_to(actor))
        .first()
    )
    if found is None:
        raise NotFound
    return found


def children_visible_to(actor: Actor) -> QuerySet[Child]:
    """Children whose requests the actor may read, or any child of the council for those who see all."""
    if actor.has_role(*SEES_ALL):
        return Child.objects.all()
    return Child.objects.filter(pk__in=requests_visible_to(actor).values("child"))


def access_child(actor: Actor, reference: str) -> Child:
    found = children_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def find_children(actor: Actor, text: str, *, most: int = 20) -> list[ChildIdentity]:
    """Children by reference, or by part of the name for an actor cleared to read it."""
    wanted = Q(child__reference__iexact=text.strip()) | Q(full_name__icontains=text.strip())
    return list(
        ChildIdentity.objects.filter(wanted, child__in=children_visible_to(actor))
        .select_related("child")
        .order_by("full_name", "pk")[:most]
    )


def identity_of(actor: Actor, request: PlacementRequest) -> ChildIdentity | None:
    """Who the child is, for an actor at level 3 of the ladder; the caller notes the view."""
    if actor.clearance < 3:
        return None
    return ChildIdentity.objects.filter(child=request.child_id).first()


@dataclass(frozen=True)
class QueueRow:
    """One request at work: what is wanted next, from whom, and by when (a date, or a moment of a clock)."""

    request: PlacementRequest
    wanted: str
    whose: str
    due: date | datetime | None
    is_late: bool


def work_queue(
    actor: Actor, *, at: datetime, on: date, mine: bool = False, states: Iterable[str] = ()
) -> list[QueueRow]:
    """Open requests, the most pressing first; a fixed number of queries however many there are."""
    requests = requests_visible_to(actor).filter(state__in=list(states) or OPEN_REQUEST)
    if mine:
        requests = requests.filter(_own(actor))
    return sorted(_queue_rows(requests, at=at, on=on), key=_pressing)


def wanted_next(request: PlacementRequest, *, at: datetime, on: date) -> QueueRow | None:
    """The request's own line of the queue; None once it is placed or withdrawn."""
    this = PlacementRequest.objects.select_related("raised_by", "owner").filter(pk=request.pk)
    return next(iter(_queue_rows(this.filter(state__in=OPEN_REQUEST), at=at, on=on)), None)


def _queue_rows(requests: QuerySet[PlacementRequest], *, at: datetime, on: date) -> list[QueueRow]:
    open_steps = Prefetch("steps", SourcingStep.objects.filter(state=StepState.OPEN), to_attr="open_steps")
    sent = Q(referrals__state=ReferralState.SENT)
    annotated = requests.prefetch_related(open_steps).annotate(
        asked=Count("referrals__recipients", filter=sent),
        waiting=Count(
            "referrals__recipients",
            filter=sent & Q(referrals__recipients__state__in=[RecipientState.SENT, RecipientState.READ]),
        ),
        offered=Count(
            "referrals__recipients", filter=sent & Q(referrals__recipients__state=RecipientState.OFFERED)
        ),
        answer_by=Min("referrals__respond_by", filter=sent),
        last_sent=Max("referrals__sent_at", filter=sent),
        to_clear=Count("referrals", filter=Q(referrals__state=ReferralState.DRAFT), distinct=True),
    )
    return [_queue_row(request, at=at, on=on) for request in annotated]


def _own(actor: Actor) -> Q:
    return Q(raised_by=actor.person_id) | Q(owner=actor.person_id)


def _pressing(row: QueueRow) -> tuple[int, bool, date, str]:
    request = row.request
    needed = request.needed_on or date.max
    return (URGENCY_ORDER[Urgency(request.urgency)], not row.is_late, needed, request.reference)


def _queue_row(request: PlacementRequest, *, at: datetime, on: date) -> QueueRow:
    raiser = request.raised_by.name
    owner = request.owner.name if request.owner else "Placements team"
    wanted, whose = {
        RequestState.DRAFT: ("Finish and submit", raiser),
        RequestState.SUBMITTED: ("Agree the need", "Service manager or above"),
        RequestState.RETURNED: ("Add what was asked for", raiser),
        RequestState.NEED_AGREED: ("Start sourcing", owner),
        RequestState.SOURCING: (_wanted_in_search(request), owner),
        RequestState.EVALUATING: ("Choose an offer", owner),
        RequestState.AWAITING_APPROVAL: ("Decide the approvals", "Approvers"),
        RequestState.APPROVED: ("Issue the agreement", owner),
        RequestState.AGREEMENT_ISSUED: ("Sign the agreement", "Provider, then the council"),
    }.get(RequestState(request.state), ("", ""))
    due: date | datetime | None = request.needed_on
    late = request.needed_on is not None and request.needed_on < on
    answer_by = request.answer_by  # type: ignore[attr-defined]
    if request.state == RequestState.SOURCING and answer_by and request.waiting:  # type: ignore[attr-defined]
        due, late = answer_by, late or answer_by < at
    return QueueRow(request, wanted, whose, due, late)


def _wanted_in_search(request: PlacementRequest) -> str:
    """What a search is waiting for; a search with no open step is itself an alarm."""
    steps = request.open_steps  # type: ignore[attr-defined]
    if not steps:
        return "Every route has been tried: escalate"
    route = steps[0].get_route_display()
    if request.to_clear:  # type: ignore[attr-defined]
        return f"{route}: clear the referral’s text"
    if not request.asked:  # type: ignore[attr-defined]
        return f"{route}: ask homes, or record why not"
    if request.offered:  # type: ignore[attr-defined]
        return f"{route}: compare {_offers(request.offered)}"  # type: ignore[attr-defined]
    if request.waiting:  # type: ignore[attr-defined]
        return f"{route}: {request.waiting} of {request.asked} still to answer"  # type: ignore[attr-defined]
    return f"{route}: all declined, so close the step"


def _offers(count: int) -> str:
    return "1 offer" if count == 1 else f"{count} offers"


@dataclass(frozen=True)
class Falling:
    """What a withdrawal would end."""

    referrals: int
    providers: int
    offers: int
    approvals: int


def falls_with(request: PlacementRequest) -> Falling:
    """Everything open that falls when the request is withdrawn, for a person to see before they confirm."""
    told = ReferralRecipient.objects.filter(referral__request=request, revoked_at__isnull=True)
    return Falling(
        referrals=request.referrals.exclude(state=ReferralState.CLOSED).count(),
        providers=told.values("provider").distinct().count(),
        offers=Offer.objects.filter(
            recipient__referral__request=request, state__in=[OfferState.SUBMITTED, OfferState.PREFERRED]
        ).count(),
        approvals=ApprovalRequest.objects.filter(request=request, state=ApprovalState.AWAITING).count(),
    )
