"""Steps that open by themselves: planned by a person, fired by the clock, stopped by the first offer."""

from datetime import datetime

from django.db import transaction

from authorities.choices import Role
from contracts.choices import Route
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.policies import require
from placements.choices import (
    OutwardReason,
    RecipientState,
    ReferralState,
    RequestState,
    StepOutcome,
    StepState,
    WaveState,
)
from placements.models import PlannedWave, Referral, ReferralRecipient, SourcingStep
from placements.policies.sourcing import can_search
from placements.selectors.matching import fitting_settings
from placements.services.referrals import repeat_referral, send_referral
from placements.services.sourcing import close_step

STILL_SEARCHED = (RequestState.SOURCING, RequestState.ESCALATED)
UNHEARD = (RecipientState.SENT, RecipientState.READ)
MAY_PLAN = (ReferralState.CLEARED, ReferralState.SENT)


@transaction.atomic
def plan_wave(
    *, referral: Referral, fires_at: datetime, within_miles: int, by: Actor, at: datetime
) -> PlannedWave:
    """Have the step after the last one planned open at a moment and ask every home that then fits.

    It sends the referral's own text, which a second person has cleared. Raises DomainError when the moment is
    not after the wave before it.
    """
    require(can_search(by))
    referral = lock(referral)
    if referral.state not in MAY_PLAN:
        raise Conflict("Clear the text first: it is what the next wave will send.")
    planned = list(
        PlannedWave.objects.filter(step__request=referral.request_id, state=WaveState.PLANNED).select_related(
            "step"
        )
    )
    last = max((wave.step.position for wave in planned), default=referral.step.position)
    step = (
        SourcingStep.objects.filter(request=referral.request_id, state=StepState.WAITING, position__gt=last)
        .order_by("position")
        .first()
    )
    if step is None:
        raise Conflict("Every step after this one has been opened or planned already.")
    earliest = max([at, *(wave.fires_at for wave in planned)])
    if fires_at <= earliest:
        raise DomainError("Choose a moment after now and after the wave before", field="hours")
    return PlannedWave.objects.create(
        authority_id=referral.authority_id,
        referral=referral,
        step=step,
        fires_at=fires_at,
        within_miles=within_miles,
        planned_by_id=by.member_id,
    )


@transaction.atomic
def stop_waves(*, referral: Referral, by: Actor, at: datetime) -> int:
    """Take back every wave planned from a referral's text; how many there were."""
    require(can_search(by))
    waves = lock_all(PlannedWave.objects.filter(referral=referral, state=WaveState.PLANNED))
    for wave in waves:
        _settle(wave, WaveState.STOPPED, f"Stopped by {by.name}.", at)
    return len(waves)


def fire_waves(*, authority_id: int, at: datetime) -> int:
    """Fire every wave of a council whose moment has come, each in the name of whoever planned it.

    Runs inside a transaction of the council's own process. Waves of one search fire in their order.
    """
    due = PlannedWave.objects.filter(
        authority_id=authority_id, state=WaveState.PLANNED, fires_at__lte=at
    ).select_related("planned_by")
    waves = list(due.order_by("fires_at", "pk"))
    for wave in waves:
        planner = Actor.council(
            authority_id,
            person_id=wave.planned_by_id,
            name=wave.planned_by.name,
            clearance=3,
            roles=frozenset({Role.COMMISSIONER.value}),
        )
        _fire(wave=wave, by=planner, at=at)
    return len(waves)


@transaction.atomic
def _fire(*, wave: PlannedWave, by: Actor, at: datetime) -> None:
    wave = lock(wave)
    if wave.state != WaveState.PLANNED:
        return
    request = lock(wave.step.request)
    step = lock(wave.step)
    if request.state not in STILL_SEARCHED or step.state != StepState.WAITING:
        return _settle(wave, WaveState.STOPPED, "The search had moved on already.", at)
    open_steps = lock_all(SourcingStep.objects.filter(request=request, state=StepState.OPEN))
    answers = ReferralRecipient.objects.filter(referral__step__in=open_steps)
    if answers.filter(state=RecipientState.OFFERED).exists():
        return _settle(wave, WaveState.STOPPED, "An offer has come, so the search did not move outward.", at)
    silent = answers.filter(state__in=UNHEARD).exists()
    reason = OutwardReason.NO_REPLY_IN_TIME if silent else OutwardReason.ALL_DECLINED
    for before in open_steps:
        close_step(
            step=before,
            outcome=StepOutcome.NOT_FOUND,
            outward_reason=reason,
            note="Moved outward by the planned wave.",
            by=by,
            at=at,
        )
    step = lock(wave.step)
    if step.state != StepState.OPEN:
        return _settle(wave, WaveState.STOPPED, "Another step came first.", at)
    matches = fitting_settings(request, Route(step.route), at=at, within_miles=wave.within_miles)
    homes = [home.setting_id for home in matches.fitting if not home.asked]
    if not homes:
        return _settle(wave, WaveState.STOPPED, "The step opened, and no home on it fits.", at)
    sent = repeat_referral(source=wave.referral, step=step, setting_ids=homes, by=by, at=at)
    send_referral(referral=sent, by=by, at=at)
    return _settle(
        wave, WaveState.SENT, f"{sent.reference} sent for {len(homes)} home{'s'[: len(homes) > 1]}.", at
    )


def _settle(wave: PlannedWave, state: WaveState, result: str, at: datetime) -> None:
    wave.state, wave.result, wave.settled_at = state, result, at
    wave.save(update_fields=["state", "result", "settled_at"])
