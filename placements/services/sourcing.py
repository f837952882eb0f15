"""Searching route by route: a step needs an outcome and a reason before the next opens."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.choices import Route
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move
from placements.choices import OutwardReason, ReferralState, RequestState, StepOutcome, StepState
from placements.models import PlacementRequest, Referral, SourcingStep
from placements.policies.sourcing import can_close_step
from placements.selectors.matching import fitting_settings
from placements.services.referrals import close_referral
from placements.workflows import REQUEST


@transaction.atomic
def start_sourcing(*, request: PlacementRequest, by: Actor, at: datetime) -> list[SourcingStep]:
    """Take the request on: its steps in the council's own order, the first one open."""
    request = lock(request)
    if request.owner_id is None:
        request.owner_id = by.person_id
    move(request, REQUEST, "start_sourcing", by=by, at=at, save_fields=["owner"])
    order = setting_value(request.authority_id, SettingKey.ROUTE_ORDER, on=timezone.localdate(at))
    return SourcingStep.objects.bulk_create(
        SourcingStep(
            authority_id=request.authority_id,
            request=request,
            position=position,
            route=Route(route),
            state=StepState.OPEN if position == 1 else StepState.WAITING,
            opened_at=at if position == 1 else None,
        )
        for position, route in enumerate(order, start=1)
    )


@transaction.atomic
def close_step(
    *,
    step: SourcingStep,
    outcome: StepOutcome,
    outward_reason: OutwardReason | str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> SourcingStep | None:
    """Record how one route ended, with the number of homes that fitted on the day, frozen.

    ``NOT_FOUND`` needs ``outward_reason``, closes the step's referrals and returns the next step, now open
    (None after the last). ``OFFER_CHOSEN`` leaves the referral open until the agreement is signed.
    """
    request = lock(step.request)
    step = lock(step)
    step.request = request
    require(can_close_step(by, step, request, outcome))
    if outcome == StepOutcome.NOT_FOUND and not outward_reason:
        raise DomainError("Select why the search moves outward", field="outward_reason")
    _record(step, outcome, outward_reason, note, by, at)
    if outcome == StepOutcome.OFFER_CHOSEN:
        return None
    for referral in lock_all(Referral.objects.filter(step=step).exclude(state=ReferralState.CLOSED)):
        close_referral(referral=referral, reason="The search moved on.", by=by, at=at)
    if request.state == RequestState.EVALUATING:
        move(request, REQUEST, "resume_search", by=by, at=at, reason=note)
    return _open_next(step, at)


def _record(
    step: SourcingStep, outcome: StepOutcome, reason: str, note: str, by: Actor, at: datetime
) -> None:
    fitting = fitting_settings(
        step.request, Route(step.route), at=at, within_miles=step.request.radius_miles
    ).fitting
    step.state, step.outcome = StepState.CLOSED, outcome
    step.outward_reason = reason if outcome == StepOutcome.NOT_FOUND else ""
    step.note, step.fitting_settings = note.strip(), len(fitting)
    step.closed_at, step.closed_by_id = at, by.person_id
    step.save()


def _open_next(step: SourcingStep, at: datetime) -> SourcingStep | None:
    following = (
        SourcingStep.objects.select_for_update()
        .filter(request=step.request, state=StepState.WAITING, position__gt=step.position)
        .order_by("position")
        .first()
    )
    if following is None:
        return None
    following.state, following.opened_at = StepState.OPEN, at
    following.save(update_fields=["state", "opened_at"])
    return following
