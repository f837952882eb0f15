"""A child away from the home: the placement goes on, and the core fee by the council's rule."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import settings_in_force
from contracts.choices import FeeKind
from contracts.uplift_rules import raised
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.money import pence
from core.policies import require
from placements.life_choices import AbsenceFee, AbsenceKind
from placements.models import Absence, AgreementFee, Placement, UpliftLine
from placements.policies.living import can_keep
from placements.uplift_choices import RunState
from placements.workflows import LIVING

# Missing children keep their bed and the home its fee, however long.
FULL_FEE = (AbsenceKind.MISSING, AbsenceKind.UNAUTHORISED)


@transaction.atomic
def record_absence(
    *,
    placement: Placement,
    kind: AbsenceKind,
    left_on: date,
    back_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Absence:
    """Record that the child is away, or was. ``back_on`` is the first night back; None while away.

    Raises Conflict when the placement is not running or the child is away already, DomainError on days that
    lie outside the placement or in the future.
    """
    placement = lock(placement)
    require(can_keep(by))
    if placement.state not in LIVING:
        raise Conflict(f"This placement is {placement.get_state_display().lower()}.")
    _check_days(placement, left_on, back_on, at)
    clash = Absence.objects.filter(placement=placement).filter(Q(back_on=None) | Q(back_on__gt=left_on))
    if back_on is not None:
        clash = clash.filter(left_on__lt=back_on)
    if clash.exists():
        raise Conflict("An absence on those days is recorded already.", field="left_on")
    start = _retainer_start(placement.authority_id, kind, left_on, on=timezone.localdate(at))
    if start is not None and back_on is not None and back_on <= start:
        start = None
    absence = Absence.objects.create(
        authority_id=placement.authority_id,
        provider_id=placement.provider_id,
        placement=placement,
        kind=kind,
        left_on=left_on,
        back_on=back_on,
        fee=AbsenceFee.RETAINER if start else AbsenceFee.FULL,
        retainer_from=start,
        recorded_by_id=by.member_id,
        recorded_at=at,
    )
    if start is not None and start <= timezone.localdate(at):
        _pay_retainer(absence, at=at)
    return absence


@transaction.atomic
def record_return(*, absence: Absence, back_on: date, by: Actor, at: datetime) -> Absence:
    """The child is back; ``back_on`` is the first night. The full fee goes on from it, and a retainer that
    turns out not to have been due is put right."""
    absence = lock(absence)
    require(can_keep(by))
    if absence.back_on is not None:
        raise Conflict("The return is recorded already.")
    _check_days(absence.placement, absence.left_on, back_on, at)
    absence.back_on = back_on
    for fee in lock_all(AgreementFee.objects.filter(absence=absence)):
        _resume(fee, back_on)
    if absence.retainer_from is not None and back_on <= absence.retainer_from:
        absence.fee, absence.retainer_from = AbsenceFee.FULL, None
    absence.save(update_fields=["back_on", "fee", "retainer_from"])
    return absence


@transaction.atomic
def begin_retainers(*, by: Actor, at: datetime) -> int:
    """Start the retainer of every absence that has lasted long enough: how many. Once a night, idempotent."""
    waiting = Absence.objects.filter(back_on=None, retainer_from__lte=timezone.localdate(at))
    begun = 0
    for absence in lock_all(waiting):
        if not AgreementFee.objects.filter(absence=absence).exists():
            begun += _pay_retainer(absence, at=at)
    return begun


def _retainer_start(authority_id: int, kind: AbsenceKind, left_on: date, *, on: date) -> date | None:
    own = settings_in_force(authority_id, on=on)
    if kind in FULL_FEE or Decimal(own[SettingKey.RETAINER_PERCENT]) >= 100:
        return None
    return left_on + timedelta(days=own[SettingKey.RETAINER_AFTER_NIGHTS])


def _pay_retainer(absence: Absence, *, at: datetime) -> int:
    """End the core fee where the retainer starts, and take it up again at the return when that is known."""
    assert absence.retainer_from is not None
    own = settings_in_force(absence.authority_id, on=timezone.localdate(at))
    share = Decimal(own[SettingKey.RETAINER_PERCENT]) / 100
    core = AgreementFee.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=absence.retainer_from),
        agreement=absence.placement.agreement_id,
        kind=FeeKind.CORE,
    )
    if absence.back_on is not None:
        core = core.filter(starts_on__lt=absence.back_on)
    begun = 0
    for fee in lock_all(core):
        # A price that begins in the absence keeps its first night, so that its row stays in the record.
        start = max(absence.retainer_from, fee.starts_on + timedelta(days=1))
        if fee.ends_on is not None and start >= fee.ends_on:
            continue
        retainer = _follow(fee, absence, start, fee.ends_on, pence(fee.weekly_rate * share))
        fee.ends_on = start
        fee.save(update_fields=["ends_on"])
        begun = 1
        if absence.back_on is not None:
            _resume(retainer, absence.back_on)
    return begun


def _resume(retainer: AgreementFee, back_on: date) -> None:
    """Give the full rate back from the return on; from the start where the child was back before it."""
    if retainer.ends_on is not None and retainer.ends_on <= back_on:
        return
    full = _full_rate(retainer)
    if back_on <= retainer.starts_on:
        retainer.weekly_rate = full
        retainer.save(update_fields=["weekly_rate"])
        return
    assert retainer.absence is not None
    _follow(retainer, retainer.absence, back_on, retainer.ends_on, full)
    retainer.ends_on = back_on
    retainer.save(update_fields=["ends_on"])


def _full_rate(retainer: AgreementFee) -> Decimal:
    """£ a week before the absence, raised by every uplift that raised the retainer since."""
    rises, fee = [], retainer
    while fee.absence_id == retainer.absence_id:
        applied = UpliftLine.objects.filter(new_fee=fee, run__state=RunState.APPLIED)
        line = applied.select_related("run").first()
        if line is not None:
            rises.append(line.run.percent)
        fee = AgreementFee.objects.get(agreement=fee.agreement_id, kind=fee.kind, ends_on=fee.starts_on)
    rate = fee.weekly_rate
    for percent in reversed(rises):
        rate = raised(rate, percent)
    return rate


def _follow(
    fee: AgreementFee, absence: Absence, starts_on: date, ends_on: date | None, rate: Decimal
) -> AgreementFee:
    return AgreementFee.objects.create(
        authority_id=fee.authority_id,
        provider_id=fee.provider_id,
        agreement_id=fee.agreement_id,
        kind=fee.kind,
        weekly_rate=rate,
        starts_on=starts_on,
        ends_on=ends_on,
        absence=absence,
    )


def _check_days(placement: Placement, left_on: date, back_on: date | None, at: datetime) -> None:
    today = timezone.localdate(at)
    if left_on > today:
        raise DomainError("An absence is recorded on its first day or after it", field="left_on")
    if left_on < placement.starts_on:
        raise DomainError("The child had not moved in yet on that day", field="left_on")
    if back_on is None:
        return
    if back_on < left_on:
        raise DomainError("The return must be on the day of leaving or after it", field="back_on")
    if back_on > today:
        raise DomainError("A return is recorded on its day or after it", field="back_on")
