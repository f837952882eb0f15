"""Block contracts and what became of their bed-nights."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length, TruncMonth

from contracts.block_choices import BlockState
from contracts.choices import BedNightState
from contracts.models import (
    BedBooking,
    BedNight,
    BlockContract,
    BlockNotice,
    BlockProposal,
    BlockShare,
    BlockStop,
    ContractedBed,
    ContractOption,
)
from contracts.models.block import LEFT_OUT
from contracts.selectors.block_life import with_life
from core.actor import Actor
from core.errors import NotFound
from core.periods import Period


def blocks_visible_to(actor: Actor) -> QuerySet[BlockContract]:
    """Blocks the actor's council leads or has a share of; the wall decides."""
    return BlockContract.objects.select_related("provider", "lead_authority")


def blocks_register(actor: Actor, *, on: date) -> QuerySet[BlockContract]:
    """``blocks_visible_to`` by name, with ``in_use``: how many beds are booked on a day."""
    booked = (
        BedBooking.objects.in_force_on(on)
        .filter(contract=OuterRef("pk"), cancelled_at__isnull=True)
        .order_by()
        .values("contract")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return blocks_visible_to(actor).annotate(in_use=Coalesce(Subquery(booked), 0)).order_by("name")


def access_block(actor: Actor, reference: str) -> BlockContract:
    found = blocks_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def own_blocks(actor: Actor) -> QuerySet[BlockContract]:
    """The contracts of the actor's provider that were signed, those that begin last first."""
    signed = BlockContract.objects.filter(provider=actor.provider_id).exclude(
        state__in=(BlockState.DRAFT, BlockState.DROPPED)
    )
    return signed.select_related("lead_authority", "provider").order_by("-starts_on", "name")


def access_own_block(actor: Actor, reference: str) -> BlockContract:
    found = own_blocks(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def own_block_in_full(contract: BlockContract, *, on: date) -> BlockContract:
    """A block with what its provider reads of it."""
    beds = _beds_with_bookings(on)
    stops = BlockStop.objects.select_related("setting").order_by("starts_on", "pk")
    return (
        BlockContract.objects.select_related("lead_authority", "provider", "tool")
        .prefetch_related(
            Prefetch("beds", beds),
            "variations",
            Prefetch("proposals", BlockProposal.objects.order_by("-recorded_at", "-pk")),
            Prefetch("stops", stops),
            Prefetch("notices", BlockNotice.objects.order_by("-given_on", "-pk")),
        )
        .get(pk=contract.pk)
    )


def _beds_with_bookings(on: date) -> QuerySet[ContractedBed]:
    booked = BedBooking.objects.in_force_on(on).filter(cancelled_at__isnull=True).select_related("authority")
    return (
        ContractedBed.objects.select_related("setting")
        .prefetch_related("steps", Prefetch("bookings", booked, to_attr="bookings_now"))
        .order_by(Length("label"), "label")
    )


def with_beds(blocks: QuerySet[BlockContract], *, on: date) -> QuerySet[BlockContract]:
    """Fetch options, beds, and the shares and bookings of a day.

    Each bed has ``bookings_now``: empty, or the one booking of that day. It names a council, never a child.
    """
    shares = BlockShare.objects.in_force_on(on).exclude(LEFT_OUT)
    shares = shares.select_related("authority").order_by("authority__name")
    return blocks.select_related("tool").prefetch_related(
        Prefetch("options", ContractOption.objects.order_by("position")),
        Prefetch("shares", shares),
        Prefetch("beds", _beds_with_bookings(on)),
    )


def bed_nights_visible_to(actor: Actor) -> QuerySet[BedNight]:
    """What happened to each bed of those blocks on each night."""
    return BedNight.objects.select_related("contract", "bed", "authority")


def nights_by_state(contract: BlockContract, period: Period) -> dict[str, int]:
    """Bed-nights of a closed period by what happened in them; states without any are left out."""
    rows = _live(contract, period).values("state").annotate(nights=Count("id")).order_by("state")
    return {row["state"]: row["nights"] for row in rows}


def nights_by_month(contract: BlockContract, period: Period) -> dict[date, dict[str, int]]:
    """As ``nights_by_state``, by first of the month."""
    rows = (
        _live(contract, period)
        .annotate(month=TruncMonth("night"))
        .values("month", "state")
        .annotate(nights=Count("id"))
        .order_by("month", "state")
    )
    months: dict[date, dict[str, int]] = {}
    for row in rows:
        months.setdefault(row["month"], {})[row["state"]] = row["nights"]
    return months


def occupancy_by_bed(contract: BlockContract, period: Period) -> dict[int, dict[date, Decimal]]:
    """The share, 0 to 1, of its recorded nights that each bed was in use, by bed and first of the month."""
    rows = (
        _live(contract, period)
        .values("bed_id", month=TruncMonth("night"))
        .annotate(nights=Count("id"), used=Count("id", filter=Q(state=BedNightState.OCCUPIED)))
        .order_by("bed_id", "month")
    )
    beds: dict[int, dict[date, Decimal]] = {}
    for row in rows:
        beds.setdefault(row["bed_id"], {})[row["month"]] = Decimal(row["used"]) / row["nights"]
    return beds


def _live(contract: BlockContract, period: Period) -> QuerySet[BedNight]:
    nights = BedNight.objects.filter(contract=contract, night__gte=period.start, night__lt=period.end)
    return nights.exclude(state=BedNightState.NOT_LIVE)


def block_in_full(contract: BlockContract, actor: Actor, *, on: date) -> BlockContract:
    """A block with all that ``with_beds`` and ``with_life`` fetch."""
    return with_life(with_beds(blocks_visible_to(actor), on=on)).get(pk=contract.pk)
