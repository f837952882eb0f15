"""Comparing offers: opening them, marking them, and choosing one with reasons."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import settings_in_force
from contracts.choices import CriterionKind, Route
from core.actor import Actor
from core.errors import Conflict, DomainError, NotFound
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
    """Mark one offer out of five; marks may be changed until an offer is chosen."""
    request = lock(offer.recipient.referral.request)
    require(can_score(by))
    comparison = _comparing(request, at)
    if comparison.row_of(offer) is None:
        raise NotFound
    given = {CriterionKind.QUALITY: quality_mark, CriterionKind.SOCIAL_VALUE: social_value_mark}
    for kind, mark in given.items():
        if not 0 <= mark <= FULL_MARK:
            raise DomainError("Enter a mark from 0 to 5.", field=f"{kind.value}_mark")
    for kind, mark in given.items():
        weight = comparison.weights.get(kind)
        if weight:
            _record(offer, kind, mark=mark, points=mark / FULL_MARK * weight, by=by, at=at)


@transaction.atomic
def choose_offer(*, offer: Offer, reasons: str, by: Actor, at: datetime) -> list[ApprovalRequest]:
    """Put one offer forward: freeze every score, close the step and raise the three approvals.

    ``reasons`` may be empty only for the offer with the most points.
    """
    on = timezone.localdate(at)
    request = lock(offer.recipient.referral.request)
    comparison = _comparing(request, at)
    offers = {o.pk: o for o in lock_all(Offer.objects.filter(pk__in=[r.offer.pk for r in comparison.offers]))}
    row = comparison.row_of(offer)
    if row is None:
        raise NotFound
    require(
        can_choose(
            by,
            offers[offer.pk],
            is_suspended=row.is_suspended,
            meets_bar=_meets_bar(row, on),
            has_nights=row.values.whole_life > 0,
            on=on,
        )
    )
    unmarked = [r.setting.name for r in comparison.offers if not r.is_marked]
    if unmarked:
        raise DomainError(f"Mark every offer before you choose. Without marks: {', '.join(unmarked)}.")
    highest = comparison.highest
    if not reasons.strip() and highest is not row:
        raise DomainError("This offer does not have the most points. Say why you choose it.", field="reasons")
    _freeze(comparison, by=by, at=at)
    move(offers[offer.pk], OFFER, "prefer", by=by, at=at)
    move(request, REQUEST, "choose", by=by, at=at, reason=reasons)
    step = row.offer.recipient.referral.step
    if step.state == StepState.OPEN:
        close_step(step=step, outcome=StepOutcome.OFFER_CHOSEN, note=reasons, by=by, at=at)
    recommendation = reasons.strip() or f"Most points of {len(comparison.offers)}: {row.score.total} of 100."
    return raise_approvals(comparison=comparison, row=row, recommendation=recommendation, by=by, at=at)


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


def _comparing(request: PlacementRequest, at: datetime) -> Comparison:
    if request.state != RequestState.EVALUATING:
        raise Conflict(f"This request is {request.get_state_display().lower()}, so its offers are settled.")
    return comparison_of(request, on=timezone.localdate(at))


def _freeze(comparison: Comparison, *, by: Actor, at: datetime) -> None:
    """Keep the points on price and location as they stood when the choice was made."""
    for row in comparison.offers:
        for kind, points in row.score.points.items():
            if kind not in MARKED and points is not None:
                _record(row.offer, kind, mark=None, points=points, by=by, at=at)


def _record(
    offer: Offer, kind: CriterionKind, *, mark: Decimal | None, points: Decimal, by: Actor, at: datetime
) -> None:
    assert by.person_id is not None
    OfferScore.objects.update_or_create(
        offer=offer,
        criterion=kind,
        authority_id=offer.authority_id,
        defaults={"mark": mark, "points": points, "scored_by_id": by.person_id, "scored_at": at},
    )
