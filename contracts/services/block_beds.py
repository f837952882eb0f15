"""The beds of a block: named, opened step by step, withdrawn."""

from datetime import date, datetime

from django.db import transaction

from contracts.block_choices import BedStage, BlockEventKind, BlockState
from contracts.block_policies import can_change, can_step
from contracts.block_workflows import BLOCK
from contracts.models import BedBooking, BedStep, BlockContract, BlockVariation, ContractedBed
from contracts.payable import terms_on
from contracts.services.block_changes import keep_stopped
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from core.workflow import move
from providers.models import Setting

ORDER = (BedStage.REGISTERED, BedStage.STAFFED, BedStage.AVAILABLE, BedStage.WITHDRAWN)


@transaction.atomic
def name_beds(
    *, contract: BlockContract, setting: Setting, number: int, starts_on: date, by: Actor, at: datetime
) -> list[ContractedBed]:
    """Name ``number`` beds of a home that the contract counts from ``starts_on``; none is live yet.

    Raises DomainError for a home of another provider, a day outside the term, and more beds than are agreed
    on that day.
    """
    contract = lock(contract)
    require(can_change(by, contract))
    if setting.provider_id != contract.provider_id:
        raise DomainError("The home must be one of the contract's provider.", field="setting")
    if starts_on not in contract.period:
        raise DomainError("The day must be within the term of the contract.", field="starts_on")
    _check_number(contract, number, starts_on)
    labels = list(contract.beds.values_list("label", flat=True))
    first = max((int(label) for label in labels if label.isdigit()), default=len(labels)) + 1
    beds = ContractedBed.objects.bulk_create(
        ContractedBed(contract=contract, setting=setting, label=str(label), contracted_from=starts_on)
        for label in range(first, first + number)
    )
    words = f"{formats.count(number)} at {setting.name}"
    note_event(contract, BlockEventKind.BEDS_NAMED, words, on=starts_on, by=by, at=at)
    return beds


def _check_number(contract: BlockContract, number: int, starts_on: date) -> None:
    agreed = terms_on(contract, BlockVariation.objects.filter(contract=contract), on=starts_on).beds
    named = contract.beds.exclude(live_until__lte=starts_on).count()
    if named + number > agreed:
        raise DomainError(
            f"{formats.count(agreed)} beds are agreed on that day and {formats.count(named)} are named:"
            f" {formats.count(max(agreed - named, 0))} more can be. Vary the contract first.",
            field="number",
        )


@transaction.atomic
def record_step(
    *, bed: ContractedBed, stage: BedStage, reached_on: date, note: str, by: Actor, at: datetime, on: date
) -> ContractedBed:
    """Record that a bed reached a stage, or put right the day on which it did.

    The council pays for the bed from the day it is available until the day it is withdrawn. The first bed to
    open takes the contract from mobilising to running.
    """
    contract = lock(bed.contract)
    require(can_step(by, contract, stage))
    bed = lock(bed)
    _check_step(bed, contract, stage, reached_on, on=on)
    BedStep.objects.create(
        contract=contract, bed=bed, stage=stage, on=reached_on, note=note, recorded_at=at, recorded_by=by.name
    )
    if stage == BedStage.AVAILABLE:
        bed.live_from = reached_on
    elif stage == BedStage.WITHDRAWN:
        bed.live_until = reached_on
    bed.save(update_fields=["live_from", "live_until"])
    words = f"{bed.name}: {BedStage(stage).label.lower()}"
    note_event(contract, BlockEventKind.BED_STEP, words, on=reached_on, by=by, at=at, reason=note)
    if stage == BedStage.AVAILABLE and contract.state == BlockState.MOBILISING:
        move(contract, BLOCK, "open", by=by, at=at)
        keep_stopped(contract, by=by, at=at)
    return bed


def days_of(bed: ContractedBed) -> dict[BedStage, date]:
    """The day on which each stage was reached, as last recorded."""
    return {BedStage(step.stage): step.on for step in sorted(bed.steps.all(), key=lambda step: step.pk)}


def _check_step(
    bed: ContractedBed, contract: BlockContract, stage: BedStage, reached_on: date, *, on: date
) -> None:
    if reached_on > on:
        raise DomainError(
            "The day must not be in the future: record a step once it has happened.", field="on"
        )
    if stage in (BedStage.AVAILABLE, BedStage.WITHDRAWN) and reached_on not in contract.period:
        raise DomainError("The day must be within the term of the contract.", field="on")
    days = days_of(bed)
    place = ORDER.index(stage)
    before = [(ORDER[at], days.get(ORDER[at])) for at in range(place)]
    if bed.live_from and stage == BedStage.WITHDRAWN:
        before = [(BedStage.AVAILABLE, bed.live_from)]
    missing = [earlier.label.lower() for earlier, day in before if day is None]
    if missing:
        raise DomainError(f"Record first that the bed is {' and '.join(missing)}.", field="stage")
    late = next((earlier for earlier, day in before if day and day > reached_on), None)
    if late:
        raise DomainError(f"The bed was “{late.label.lower()}” only after that day.", field="on")
    after = [(later, days.get(later)) for later in ORDER[place + 1 :]]
    if any(day is not None and day < reached_on for _, day in after):
        raise DomainError("A later step of this bed was recorded for an earlier day.", field="on")
    if stage == BedStage.WITHDRAWN:
        _check_empty(bed, reached_on)
    if stage == BedStage.WITHDRAWN and reached_on == bed.live_from:
        raise DomainError("A bed is withdrawn after the day it became available.", field="on")


def _check_empty(bed: ContractedBed, withdrawn_on: date) -> None:
    in_use = BedBooking.objects.filter(bed=bed, cancelled_at__isnull=True)
    if in_use.in_force_on(withdrawn_on).exists() or in_use.filter(starts_on__gte=withdrawn_on).exists():
        raise DomainError("A council has this bed on or after that day.", field="bed")
