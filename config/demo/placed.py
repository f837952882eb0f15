"""Places bought today and until lately: placements, their agreements and fees, and who holds an identity.

Entered as a council would enter what it bought before it began to use Hearth: rows, not searches.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zlib import crc32

from django.utils import timezone

from authorities.choices import ServiceCategory
from authorities.geography import GridReference, is_distant, miles_between
from authorities.selectors.places import adjoining_ids
from config.demo.cast import COUNCILS, Council
from config.demo.dice import Dice
from config.demo.homing import (
    BLOCK,
    ON_CONTRACT,
    PLACEMENT_TYPE,
    SPOT,
    Purchase,
    find_home,
    purchases,
    spread_rates,
    suits,
)
from config.demo.world import Bed, Home, LivedChild, World
from contracts.choices import FeeKind
from contracts.models import BedBooking
from core.actor import acting_as
from core.money import pence
from placements.choices import AgreementState, PlacementState, ReleaseReason
from placements.models import AgreementFee, IdentityRelease, Placement, PlacementAgreement

BATCH = 1_000
BED_OCCUPANCY = 0.85
NOTE = "Bought before Hearth; entered from the council's own records"
# A part of some fees is not core care; the total stays what it is.
EXTRAS = {FeeKind.EDUCATION: Decimal(420), FeeKind.THERAPY: Decimal(185)}
LAST_RISE = Decimal("1.03")


@dataclass
class Bought:
    """One place, before its rows are made. ``ends_on`` is None while it lasts."""

    child: LivedChild
    home: Home
    category: ServiceCategory
    purchase: Purchase
    weekly: Decimal
    starts_on: date
    ends_on: date | None = None
    bed: Bed | None = None
    booking: BedBooking | None = None
    agreement: PlacementAgreement | None = field(default=None)


def load_placements(world: World) -> None:
    for council in COUNCILS:
        dice = world.dice("placed", council.code)
        with acting_as(world.council(council.code)):
            bought = list(_buy(world, council, dice))
            _book_beds(world, council, bought)
            _write(world, council, bought, dice)
        world.placed |= {b.child.row.pk for b in bought}


def _buy(world: World, council: Council, dice: Dice) -> Iterator[Bought]:
    for category, number in council.bought.items():
        children = [c for c in world.children[council.code] if c.life.category == category]
        current = [c for c in children if c.life.spells[-1].ends_on is None]
        left = [c for c in children if c.life.spells[-1].ends_on is not None]
        wanted, local = number * world.factor, council.in_area[category] * world.factor
        roads = purchases(world.authorities[council.code].pk, category)
        in_beds = list(_into_beds(world, council, category, current, dice))
        yield from in_beds
        others = wanted - len(in_beds)
        mean = (council.rates[category] * wanted - sum(b.weekly for b in in_beds)) / others
        rates = iter(spread_rates(round(mean), others, dice))
        placed = {id(b.child) for b in in_beds}
        near_left = local - sum(b.home.area == council.code for b in in_beds)
        for child in dice.sample(current, len(current)):
            if len(placed) == wanted:
                break
            if id(child) in placed:
                continue
            home = find_home(world, council.code, child, category, dice, near=near_left > 0)
            if home is None:
                continue
            near_left -= home.area == council.code
            placed.add(id(child))
            home.taken += 1
            yield _purchase(child, home, category, roads, next(rates), dice)
        for child in left[: len(left) * number // max(len(current), 1)]:
            home = find_home(world, council.code, child, category, dice, near=dice.chance(0.5))
            if home is not None:
                yield _purchase(child, home, category, roads, int(council.rates[category]), dice)


def _purchase(
    child: LivedChild,
    home: Home,
    category: ServiceCategory,
    roads: dict[int, Purchase],
    weekly: int,
    dice: Dice,
) -> Bought:
    road = roads.get(home.setting.pk, SPOT) if dice.chance(ON_CONTRACT) else SPOT
    last = child.life.spells[-1]
    return Bought(child, home, category, road, Decimal(weekly), last.starts_on, last.ends_on)


def _into_beds(
    world: World, council: Council, category: ServiceCategory, children: list[LivedChild], dice: Dice
) -> Iterator[Bought]:
    """Fill most of the block beds this council may use, with children whom the home suits."""
    if category != ServiceCategory.RESIDENTIAL:
        return
    waiting = dice.sample(children, len(children))
    for beds in world.beds.values():
        for n, bed in enumerate(beds):
            mine = bed.councils[n % len(bed.councils)] == council.code
            if not mine or bed.row.live_from is None or not dice.chance(BED_OCCUPANCY):
                continue
            coming = (c for c in waiting if bed.takes(c.life.spells[-1].starts_on))
            child = next((c for c in coming if suits(bed.home, c, category, world)), None)
            if child is None:
                continue
            waiting.remove(child)
            bed.home.kept -= 1
            bed.home.taken += 1
            starts_on = max(child.life.spells[-1].starts_on, bed.row.live_from)
            yield Bought(child, bed.home, category, BLOCK, bed.row.contract.weekly_rate, starts_on, bed=bed)


def _book_beds(world: World, council: Council, bought: list[Bought]) -> None:
    in_beds = [b for b in bought if b.bed is not None]
    bookings = BedBooking.objects.bulk_create(
        BedBooking(
            contract=b.bed.row.contract,
            bed=b.bed.row,
            authority=world.authorities[council.code],
            starts_on=b.starts_on,
        )
        for b in in_beds
        if b.bed is not None
    )
    for b, booking in zip(in_beds, bookings, strict=True):
        b.booking = booking


def _write(world: World, council: Council, bought: list[Bought], dice: Dice) -> None:
    made = PlacementAgreement.objects.bulk_create(
        (_agreement(world, council, b, dice) for b in bought), batch_size=BATCH
    )
    for b, agreement in zip(bought, made, strict=True):
        b.agreement = agreement
    AgreementFee.objects.bulk_create((fee for b in bought for fee in _fees(world, b, dice)), batch_size=BATCH)
    adjoining = adjoining_ids(world.authorities[council.code].pk, on=world.today)
    Placement.objects.bulk_create(
        (_placement(world, council, b, adjoining, dice) for b in bought), batch_size=BATCH
    )
    IdentityRelease.objects.bulk_create(
        (
            IdentityRelease(
                authority=world.authorities[council.code],
                provider=b.home.setting.provider,
                child=b.child.row,
                reason=ReleaseReason.PREFERRED_OFFER,
                released_at=_morning(b.starts_on),
            )
            for b in bought
            if b.ends_on is None
        ),
        batch_size=BATCH,
    )


def _agreement(world: World, council: Council, b: Bought, dice: Dice) -> PlacementAgreement:
    until_grown = b.child.life.eighteenth_birthday
    planned = b.ends_on or min(until_grown, world.today + timedelta(days=dice.randint(90, 1200)))
    return PlacementAgreement(
        authority=world.authorities[council.code],
        provider=b.home.setting.provider,
        reference=world.names.reference("IPA", dice),
        child=b.child.row,
        setting=b.home.setting,
        state=AgreementState.ENDED if b.ends_on else AgreementState.ACTIVE,
        state_at=_morning(b.ends_on or b.starts_on),
        state_reason=NOTE,
        placement_type=PLACEMENT_TYPE[b.category],
        route=b.purchase.route,
        purchase_basis=b.purchase.basis,
        is_on_contract=b.purchase.is_on_contract,
        tool=b.purchase.tool,
        starts_on=b.starts_on,
        planned_end_on=max(planned, b.starts_on + timedelta(days=1)),
        notice_days=28,
    )


def _fees(world: World, b: Bought, dice: Dice) -> Iterator[AgreementFee]:
    """Core and, for some, a part for education or therapy; what began before this April rose then."""
    parts = {FeeKind.CORE: b.weekly}
    if b.category == ServiceCategory.RESIDENTIAL and b.bed is None:
        for kind, amount in EXTRAS.items():
            if dice.chance(0.2):
                parts[kind] = amount
                parts[FeeKind.CORE] -= amount
    rise_on = world.year_start()
    rose = b.bed is None and b.starts_on < rise_on and (b.ends_on is None or b.ends_on > rise_on)
    for kind, weekly in parts.items():
        if rose:
            yield _fee(b, kind, pence(weekly / LAST_RISE), b.starts_on, rise_on)
        yield _fee(b, kind, weekly, rise_on if rose else b.starts_on, None)


def _fee(b: Bought, kind: FeeKind, weekly: Decimal, starts_on: date, ends_on: date | None) -> AgreementFee:
    return AgreementFee(
        authority_id=b.child.row.authority_id,
        provider_id=b.home.setting.provider_id,
        agreement=b.agreement,
        kind=kind,
        weekly_rate=weekly,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _placement(world: World, council: Council, b: Bought, adjoining: frozenset[int], dice: Dice) -> Placement:
    setting, home = b.home.setting, b.child.home
    assert setting.easting is not None and setting.northing is not None
    ends_on, state = b.ends_on, PlacementState.ENDED if b.ends_on else PlacementState.ACTIVE
    if ends_on is None and b.bed is None and dice.chance(0.03):
        ends_on, state = world.today + timedelta(days=dice.randint(5, 28)), PlacementState.NOTICE
    reference, yesterday = world.names.reference("PLC", dice), world.today - timedelta(days=1)
    return Placement(
        authority=world.authorities[council.code],
        provider=setting.provider,
        reference=reference,
        child=b.child.row,
        agreement=b.agreement,
        setting=setting,
        bed_booking=b.booking,
        state=state,
        state_at=_morning(b.ends_on or b.starts_on),
        state_reason=NOTE,
        placement_type=PLACEMENT_TYPE[b.category],
        category=b.category,
        route=b.purchase.route,
        purchase_basis=b.purchase.basis,
        is_on_contract=b.purchase.is_on_contract,
        area_authority=setting.authority,
        distance_miles=miles_between(
            GridReference(home.easting, home.northing), GridReference(setting.easting, setting.northing)
        ),
        is_distant=is_distant(world.authorities[council.code].pk, setting.authority_id, adjoining),
        starts_on=b.starts_on,
        ends_on=ends_on,
        recorded_at=_morning(max(b.starts_on, min(b.starts_on + _days_late(reference), yesterday))),
    )


def _days_late(reference: str) -> timedelta:
    """One placement in eight is typed in late, by up to seven weeks; told from its reference."""
    number = crc32(reference.encode())
    return timedelta(days=number % 47 + 3 if number % 8 == 0 else 0)


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(9)))
