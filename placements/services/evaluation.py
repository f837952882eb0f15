"""Comparing offers: opening them, marking them, and choosing one with reasons."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import settings_in_force
from contracts.choices import CriterionKind, Route
from core.actor import Actor
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move
from placements.choices import ReferralState, RequestState, StepOutcome, StepState
from placements.models import ApprovalRequest, Offer, OfferScore, PlacementRequest, Referral, SourcingStep
from placements.policies.awards import can_choose, can_open_offers, can_score
from placements.scoring import FULL_MARK, MARKED
from placements.selectors.comparison import ComparedOffer, Comparison, comparison_of, present_steps
from placements.services.approvals import raise_approvals
from placements.services.sourcing import close_step
from placements.workflows import OFFER, REQUEST
from providers.choices import UNGRADED
from providers.grades import meets_gateway


@transaction.atomic
def open_evaluation(*, request: PlacementRequest, by: Actor, at: datetime) -> PlacementRequest:
    """Stop searching at the present step and compare its offers.

    Raises NotPermitted before the moment the seal of a mini-competition ends, or without any offer.
    """
    request = lock(request)
    seal = _seal(present_steps(request), at)
    offers = 0 if seal else len(comparison_of(request, on=timezone.localdate(at)).offers)
    require(can_open_offers(sealed_until=seal, offers=offers))
    move(request, REQUEST, "compare", by=by, at=at)
    return request


@transaction.atomic
def resume_search(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Go back from comparing to the search, at the step that was open."""
    request = lock(request)
    if not reason.strip():
        raise DomainError("Say why the search goes on.", field="reason")
    move(request, REQUEST, "resume_search", by=by, at=at, reason=reason)
    return request


@transaction.atomic
def score_offer(
    *, offer: Offer, quality_mark: Decimal, social_value_mark: Decimal, by: Actor, at: datetime
) -> None:
    """Mark one offer out of five; marks may be changed until an offer is chosen.

    Raises NotPermitted in a mini-competition: there two people mark apart (``services.competition``).
    """
    request = lock(offer.recipient.referral.request)
    require(can_score(by))
    comparison = comparing(request, at)
    if comparison.row_of(offer) is None:
        raise NotFound
    if comparison.is_competition:
        raise NotPermitted("In a mini-competition two people mark apart, and then agree.")
    given = {CriterionKind.QUALITY: quality_mark, CriterionKind.SOCIAL_VALUE: social_value_mark}
    for kind, mark in given.items():
        if not 0 <= mark <= FULL_MARK:
            raise DomainError("Enter a mark from 0 to 5.", field=f"{kind.value}_mark")
    for kind, mark in given.items():
        weight = comparison.weights.get(kind)
        if weight:
            record_score(offer, kind, mark=mark, weight=weight, by=by, at=at)


@transaction.atomic
def choose_offer(
    *, offer: Offer, reasons: str, changes_school: bool = False, by: Actor, at: datetime
) -> list[ApprovalRequest]:
    """Put one offer forward: freeze every score, close the step and raise the three approvals.

    ``reasons`` may be empty only for the offer with the most points.
    """
    request = lock(offer.recipient.referral.request)
    comparison = comparing(request, at)
    row = comparison.row_of(offer)
    if row is None:
        raise NotFound
    unmarked = [r.setting.name for r in comparison.offers if not r.is_marked]
    if unmarked:
        raise DomainError(f"Mark every offer before you choose. Without marks: {', '.join(unmarked)}.")
    highest = comparison.highest
    if not reasons.strip() and highest is not row:
        raise DomainError("This offer does not have the most points. Say why you choose it.", field="reasons")
    _freeze(comparison, by=by, at=at)
    recommendation = reasons.strip() or f"Most points of {len(comparison.offers)}: {row.score.total} of 100."
    return put_forward(
        comparison=comparison,
        row=row,
        recommendation=recommendation,
        changes_school=changes_school,
        by=by,
        at=at,
    )


def put_forward(
    *,
    comparison: Comparison,
    row: ComparedOffer,
    recommendation: str,
    changes_school: bool,
    by: Actor,
    at: datetime,
) -> list[ApprovalRequest]:
    """The chosen offer preferred, the step closed and the three approvals raised; the caller's transaction.

    Raises NotPermitted when the offer may not be chosen now.
    """
    on, request = timezone.localdate(at), comparison.request
    offers = {o.pk: o for o in lock_all(Offer.objects.filter(pk__in=[r.offer.pk for r in comparison.offers]))}
    require(
        can_choose(
            by,
            offers[row.offer.pk],
            is_suspended=row.is_suspended,
            meets_bar=_meets_bar(row, on),
            has_nights=row.values.whole_life > 0,
            on=on,
        )
    )
    move(offers[row.offer.pk], OFFER, "prefer", by=by, at=at)
    move(request, REQUEST, "choose", by=by, at=at, reason=recommendation)
    step = row.offer.recipient.referral.step
    if step.state == StepState.OPEN:
        close_step(step=step, outcome=StepOutcome.OFFER_CHOSEN, note=recommendation, by=by, at=at)
    return raise_approvals(
        comparison=comparison,
        row=row,
        recommendation=recommendation,
        changes_school=changes_school,
        by=by,
        at=at,
    )


def _meets_bar(row: ComparedOffer, on: date) -> bool:
    own = settings_in_force(row.offer.authority_id, on=on)
    if row.outcome in UNGRADED:
        return bool(own[SettingKey.ACCEPT_NOT_INSPECTED])
    return meets_gateway(row.outcome, own[SettingKey.QUALITY_GATEWAY])


def _seal(steps: list[SourcingStep], at: datetime) -> datetime | None:
    """The moment the last of the steps' offers may be read, when that is still to come."""
    sealed = [step for step in steps if step.route == Route.DPS]
    sent = Referral.objects.filter(step__in=sealed, state=ReferralState.SENT, respond_by__gt=at)
    return sent.order_by("-respond_by").values_list("respond_by", flat=True).first()


def comparing(request: PlacementRequest, at: datetime) -> Comparison:
    """The offers of a request that are being compared; Conflict when they are settled or not opened yet."""
    if request.state != RequestState.EVALUATING:
        raise Conflict(f"This request is {request.get_state_display().lower()}, so its offers are settled.")
    return comparison_of(request, on=timezone.localdate(at))


def _freeze(comparison: Comparison, *, by: Actor, at: datetime) -> None:
    """Keep the points on price and location as they stood when the choice was made."""
    for row in comparison.offers:
        for kind, points in row.score.points.items():
            if kind not in MARKED and points is not None:
                _keep(row.offer, kind, mark=None, points=points, note="", by=by, at=at)


def record_score(
    offer: Offer,
    kind: CriterionKind,
    *,
    mark: Decimal,
    weight: Decimal,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Keep the mark an offer has on a criterion, with its points."""
    _keep(offer, kind, mark=mark, points=mark / FULL_MARK * weight, note=note, by=by, at=at)


def _keep(
    offer: Offer,
    kind: CriterionKind,
    *,
    mark: Decimal | None,
    points: Decimal,
    note: str,
    by: Actor,
    at: datetime,
) -> None:
    OfferScore.objects.update_or_create(
        offer=offer,
        criterion=kind,
        authority_id=offer.authority_id,
        defaults={
            "mark": mark,
            "points": points,
            "note": note,
            "scored_by_id": by.member_id,
            "scored_at": at,
        },
    )
