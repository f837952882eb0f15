"""From an agreed percentage to prices: a dry run over every live line, then new versions, reversible."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.keeping_choices import DrawKind
from contracts.models import ApprovedCeiling, PriceSchedule, UpliftAnswer
from contracts.selectors.ceilings import ceiling_for
from contracts.services.ceilings import Want, draw_from, undo_draws
from contracts.uplift_rules import raised
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import AgreementState
from placements.models import AgreementFee, UpliftLine, UpliftRun
from placements.policies.uplifts import can_apply, can_prepare
from placements.services.block_prices import (
    block_price_changed,
    find_block_price,
    raise_block_price,
    take_back_block_price,
)
from placements.services.uplift_costs import Cost, find_fees, note_effect
from placements.uplift_choices import RunState
from placements.uplift_workflow import RUN


@transaction.atomic
def prepare_uplift(
    *, answer: UpliftAnswer, effective_on: date, by: Actor, at: datetime, again: bool = False
) -> UpliftRun:
    """The dry run: every price it would change is written down, and nothing is changed.

    ``again`` cancels a run prepared before. Raises DomainError on a day in the past or before the window's;
    Conflict when one is prepared or applied.
    """
    answer = lock(answer)
    require(can_prepare(by, answer))
    window = answer.request.window
    if effective_on <= timezone.localdate(at):
        raise DomainError("New prices cannot be back-dated: choose a day to come.", field="effective_on")
    if effective_on < window.effective_on:
        raise DomainError(f"New prices start on {day(window.effective_on)} or later.", field="effective_on")
    if again:
        for old in UpliftRun.objects.select_for_update().filter(answer=answer, state=RunState.PREPARED):
            move(old, RUN, "cancel", by=by, at=at, reason="Prepared again")
    assert answer.percent is not None
    try:
        with transaction.atomic():
            run = UpliftRun.objects.create(
                authority_id=answer.authority_id,
                reference=new_reference("RUN"),
                answer=answer,
                state_at=at,
                percent=answer.percent,
                effective_on=effective_on,
                prepared_at=at,
                prepared_by_id=by.member_id,
            )
    except IntegrityError as error:
        raise Conflict("This uplift has been prepared or applied already.") from error
    find_fees(run, provider_id=answer.provider_id, tool_id=window.tool_id)
    if window.lead_authority_id == by.authority_id and window.tool_id:
        _find_prices(run, answer)
    if window.block is not None:
        find_block_price(run, window.block)
    _find_ceilings(run, answer)
    return _sum_up(run, answer, at)


@transaction.atomic
def apply_uplift(*, run: UpliftRun, by: Actor, at: datetime) -> UpliftRun:
    """Make a new version of every price in the run, from its first day, and draw what that needs on the
    ceilings. Raises Conflict when a price has changed since, CeilingReached when it does not fit."""
    run = lock(run)
    require(can_apply(by, run))
    if run.effective_on <= timezone.localdate(at):
        raise Conflict(f"{day(run.effective_on)} is not to come any more. Prepare it again for a later day.")
    run.applied_by_id = by.person_id
    move(run, RUN, "apply", by=by, at=at, save_fields=("applied_by",))
    lines = list(
        UpliftLine.objects.filter(run=run).select_related("fee__agreement", "price", "block").order_by("pk")
    )
    changed = sum(_has_changed(line) for line in lines)
    if changed:
        raise Conflict(f"{changed} of these prices changed since this was prepared. Prepare it again.")
    _draw(run, lines, by, at)
    _new_fees(run, [line for line in lines if line.fee_id])
    _new_prices(run, [line for line in lines if line.price_id])
    raise_block_price(run, [line for line in lines if line.block_id], by=by, at=at)
    UpliftLine.objects.bulk_update(lines, ["new_fee", "new_price", "new_terms"], batch_size=1000)
    return run


@transaction.atomic
def cancel_uplift(*, run: UpliftRun, by: Actor, at: datetime) -> UpliftRun:
    run = lock(run)
    move(run, RUN, "cancel", by=by, at=at)
    return run


@transaction.atomic
def reverse_uplift(*, run: UpliftRun, reason: str, by: Actor, at: datetime) -> UpliftRun:
    """Every version the run made takes the old price again from its first day; what was drawn is given back.

    Nights already charged at the higher price are put right by the next accrual as adjustments. Raises
    Conflict when one of the prices has been changed since.
    """
    run = lock(run)
    move(run, RUN, "reverse", by=by, at=at, reason=reason)
    lines = list(UpliftLine.objects.filter(run=run).select_related("new_fee", "new_price", "new_terms"))
    if block_lines := [line for line in lines if line.block_id]:
        return take_back_block_price(run, block_lines, reason=reason, by=by, at=at)
    versions = [(line.new_fee or line.new_price, line) for line in lines]
    if any(version is None or version.weekly_rate != line.new_rate for version, line in versions):
        raise Conflict("Some of these prices have been changed since. Change them one by one.")
    for line in lines:
        version = line.new_fee or line.new_price
        assert version is not None
        version.weekly_rate = line.old_rate
    AgreementFee.objects.bulk_update(
        [line.new_fee for line in lines if line.new_fee], ["weekly_rate"], batch_size=1000
    )
    PriceSchedule.objects.bulk_update(
        [line.new_price for line in lines if line.new_price], ["weekly_rate"], batch_size=1000
    )
    undo_draws(key=run.reference, by=by, at=at)
    return run


def _find_prices(run: UpliftRun, answer: UpliftAnswer) -> None:
    """The provider's own price list on the tool, which its lead keeps: it costs nothing until called off."""
    prices = PriceSchedule.objects.in_force_on(run.effective_on).filter(
        tool_id=answer.request.window.tool_id,
        membership__provider_id=answer.provider_id,
        starts_on__lt=run.effective_on,
    )
    UpliftLine.objects.bulk_create(
        UpliftLine(
            authority_id=run.authority_id,
            run=run,
            price=price,
            source_reference="",
            old_rate=price.weekly_rate,
            new_rate=raised(price.weekly_rate, run.percent),
            old_ends_on=price.ends_on,
            annual_effect=Decimal(0),
            to_end=Decimal(0),
        )
        for price in prices.order_by("pk")
    )


def _find_ceilings(run: UpliftRun, answer: UpliftAnswer) -> None:
    """A placement that drew on nothing yet draws on the ceiling its purchase falls under."""
    missing = UpliftLine.objects.filter(run=run, fee__isnull=False, ceiling__isnull=True)
    kinds = set(missing.values_list("fee__agreement__placement_type", flat=True))
    for kind in kinds:
        found = ceiling_for(
            run.authority_id,
            category=ServiceCategory(kind),
            tool_id=answer.request.window.tool_id,
            on=run.effective_on,
        )
        if found is not None:
            missing.filter(fee__agreement__placement_type=kind).update(ceiling=found)


def _sum_up(run: UpliftRun, answer: UpliftAnswer, at: datetime) -> UpliftRun:
    sums = UpliftLine.objects.filter(run=run).aggregate(
        lines=Count("pk", filter=Q(price__isnull=True)), annual=Sum("annual_effect", default=Decimal(0))
    )
    run.line_count, run.annual_effect = sums["lines"], sums["annual"]
    run.save(update_fields=["line_count", "annual_effect"])
    note_effect(
        answer.request,
        authority_id=run.authority_id,
        percent=run.percent,
        cost=Cost(run.line_count, run.annual_effect),
        at=at,
    )
    return run


def _has_changed(line: UpliftLine) -> bool:
    if line.block is not None:
        return block_price_changed(line, line.block)
    version = line.fee or line.price
    assert version is not None
    is_over = line.fee is not None and line.fee.agreement.state != AgreementState.ACTIVE
    return is_over or version.weekly_rate != line.old_rate or version.ends_on != line.old_ends_on


def _draw(run: UpliftRun, lines: Iterable[UpliftLine], by: Actor, at: datetime) -> None:
    """What the rise costs each placement to its planned end, on the ceiling it draws on."""
    wanted: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        if line.ceiling_id and line.to_end and not line.block_id:
            wanted[line.ceiling_id][line.source_reference] += line.to_end
    for ceiling in ApprovedCeiling.objects.filter(pk__in=wanted).order_by("pk"):
        want = Want(DrawKind.UPLIFT, run.reference, dict(wanted[ceiling.pk]), f"Uplift {run.reference}")
        draw_from(ceiling=ceiling, want=want, by=by, at=at)


def _new_fees(run: UpliftRun, lines: list[UpliftLine]) -> None:
    AgreementFee.objects.filter(pk__in=[line.fee_id for line in lines]).update(ends_on=run.effective_on)
    made = AgreementFee.objects.bulk_create(
        (
            AgreementFee(
                authority_id=run.authority_id,
                provider_id=line.fee.provider_id,
                agreement_id=line.fee.agreement_id,
                kind=line.fee.kind,
                weekly_rate=line.new_rate,
                starts_on=run.effective_on,
                ends_on=line.old_ends_on,
                # A retainer that rises is still one, and ends when the child is back.
                absence_id=line.fee.absence_id,
            )
            for line in lines
            if line.fee is not None
        ),
        batch_size=1000,
    )
    for line, fee in zip(lines, made, strict=True):
        line.new_fee = fee


def _new_prices(run: UpliftRun, lines: list[UpliftLine]) -> None:
    for line in lines:
        assert line.price is not None
        PriceSchedule.objects.filter(pk=line.price.pk).update(ends_on=run.effective_on)
        new = PriceSchedule.objects.get(pk=line.price.pk)
        new.pk, new._state.adding = None, True
        new.starts_on, new.ends_on, new.weekly_rate = run.effective_on, line.old_ends_on, line.new_rate
        new.save()
        line.new_price = new
