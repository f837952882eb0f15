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
from placements.selectors.judging import judged_against
from placements.selectors.matching import fitting_settings
from placements.services.referrals import close_referral
from placements.workflows import REQUEST

ALL_ROUTES = 99


@transaction.atomic
def start_sourcing(*, request: PlacementRequest, by: Actor, at: datetime) -> list[SourcingStep]:
    """Take the request on: its steps in the council's own order, the first one open."""
    request = lock(request)
    if request.owner_id is None:
        request.owner_id = by.person_id
    move(request, REQUEST, "start_sourcing", by=by, at=at, save_fields=["owner"])
    return lay_route(request, open_first=1, at=at)


def lay_route(request: PlacementRequest, *, open_first: int, at: datetime) -> list[SourcingStep]:
    """The steps of a request in its council's own order, so many of them open at once."""
    order = setting_value(request.authority_id, SettingKey.ROUTE_ORDER, on=timezone.localdate(at))
    return SourcingStep.objects.bulk_create(
        SourcingStep(
            authority_id=request.authority_id,
            request=request,
            position=position,
            route=Route(route),
            state=StepState.OPEN if position <= open_first else StepState.WAITING,
            opened_at=at if position <= open_first else None,
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
    (None after the last, and while other routes are open, as in an emergency).
    ``OFFER_CHOSEN`` leaves the referral open until the agreement is signed.
    """
    request = lock(step.request)
    step = lock(step)
    step.request = request
    require(can_close_step(by, step, request, outcome))
    if outcome == StepOutcome.NOT_FOUND and not outward_reason:
        raise DomainError("Select why the search moves outward", field="outward_reason")
    if outcome == StepOutcome.NOT_FOUND and step.route == Route.BLOCK:
        _check_voids_considered(step, at)
    _record(step, outcome, outward_reason, note, by, at)
    if outcome == StepOutcome.OFFER_CHOSEN:
        return None
    for referral in lock_all(Referral.objects.filter(step=step).exclude(state=ReferralState.CLOSED)):
        close_referral(referral=referral, reason="The search moved on.", by=by, at=at)
    if SourcingStep.objects.filter(request=request, state=StepState.OPEN).exists():
        return None
    if request.state == RequestState.EVALUATING:
        move(request, REQUEST, "resume_search", by=by, at=at, reason=note)
    return _open_next(step, at)


def _check_voids_considered(step: SourcingStep, at: datetime) -> None:
    """A block bed that is paid for and fits is offered first, or somebody says why the match is wrong."""
    voids = fitting_settings(step.request, Route.BLOCK, at=at, within_miles=step.request.radius_miles).fitting
    judged = judged_against(step.request, [home.setting_id for home in voids])
    left = [home.name for home in voids if not home.asked and home.setting_id not in judged]
    if left:
        raise DomainError(
            f"A block bed that fits is free at {', '.join(left)}. Ask the home, or record why the match is"
            " wrong, before the search moves outward.",
            field="outward_reason",
        )


def _record(
    step: SourcingStep, outcome: StepOutcome, reason: str, note: str, by: Actor, at: datetime
) -> None:
    matches = fitting_settings(step.request, Route(step.route), at=at, within_miles=step.request.radius_miles)
    step.left_out = {rule.name.lower(): count for rule, count in matches.left_out}
    step.state, step.outcome = StepState.CLOSED, outcome
    step.outward_reason = reason if outcome == StepOutcome.NOT_FOUND else ""
    # A step that is tried again keeps how it ended before.
    step.note = " ".join(filter(None, (step.note, note.strip())))
    step.fitting_settings = len(matches.fitting)
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
