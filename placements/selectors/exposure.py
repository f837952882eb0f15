"""What depends on a provider group: if it failed tonight, whose children, which beds, where could they go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from authorities.geography import GridReference
from authorities.models import Authority, CountSharing, PartnershipMember
from contracts.models import BlockContract
from contracts.selectors.blocks import blocks_visible_to, with_beds
from contracts.selectors.ledger import charges_visible_to
from contracts.selectors.reach import Terms
from core.actor import Actor
from core.periods import age_on
from placements.exposure import places_for_all
from placements.matching import TYPES_FOR, Ask, Home, nearest_first, why_left_out
from placements.models import Placement, PlacementRequest, SharedCount
from placements.selectors.matching import COLUMNS, accepted_by, home_of, listed, vacancy_of
from providers.freshness import Freshness
from providers.models import Provider, Setting
from providers.selectors.register import with_register_facts

# Fresh places named for each child.
NAMED = 3


@dataclass(frozen=True)
class ChildThere:
    """One of our own children there, by reference, and the fresh places elsewhere that fit.

    ``seat`` is the home kept for this child when every child has to move at once; None when there is none.
    """

    placement: Placement
    fits: int
    nearest: Sequence[Home]
    seat: Home | None


@dataclass(frozen=True)
class CouncilThere:
    """One council's part. ``children`` is None where it is not shared or too few to tell."""

    authority: Authority
    is_own: bool
    is_shared: bool
    children: int | None
    fewer_than: int
    block_beds: int
    counted_on: date | None


@dataclass(frozen=True)
class Exposure:
    """What depends on a provider and the others of its group. ``prepaid`` is £ charged for nights to come."""

    name: str
    providers: Sequence[Provider]
    homes: Sequence[Setting]
    places: int
    places_unknown: int
    councils: Sequence[CouncilThere]
    children: Sequence[ChildThere]
    blocks: Sequence[BlockContract]
    prepaid: Decimal

    @property
    def seated(self) -> int:
        """How many of our children could each have a place of their own elsewhere."""
        return sum(child.seat is not None for child in self.children)


def exposure_to(provider: Provider, actor: Actor, *, at: datetime) -> Exposure:
    """In a number of queries that does not grow with homes or children."""
    on = timezone.localdate(at)
    providers = _group_of(provider)
    homes = list(
        with_register_facts(
            Setting.objects.filter(provider__in=providers), authority_id=actor.authority_id, on=on
        )
        .select_related("provider", "authority")
        .order_by("name", "pk")
    )
    active = [home for home in homes if home.is_active]  # type: ignore[attr-defined]
    known = [home.places for home in active if home.places is not None]  # type: ignore[attr-defined]
    own = list(
        Placement.objects.filter(authority=actor.authority_id, setting__in=homes, ends_on=None)
        .select_related("child", "setting")
        .order_by("setting__name", "reference")
    )
    blocks = list(
        with_beds(blocks_visible_to(actor), on=on)
        .filter(provider__in=providers)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .order_by("name")
    )
    return Exposure(
        name=provider.group.name if provider.group else provider.name,
        providers=providers,
        homes=active,
        places=sum(known),
        places_unknown=len(active) - len(known),
        councils=_councils(providers, blocks, len(own), actor, on),
        children=_children(own, {home.pk for home in homes}, actor, at),
        blocks=blocks,
        prepaid=_prepaid(providers, actor, on),
    )


def _group_of(provider: Provider) -> list[Provider]:
    if provider.group_id is None:
        return [provider]
    return list(Provider.objects.filter(group=provider.group_id).order_by("name", "pk"))


def _prepaid(providers: Sequence[Provider], actor: Actor, on: date) -> Decimal:
    ahead = charges_visible_to(actor).filter(provider__in=providers, night__gt=on)
    return ahead.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _councils(
    providers: Sequence[Provider], blocks: Sequence[BlockContract], own: int, actor: Actor, on: date
) -> list[CouncilThere]:
    """Our own council, then every council we are in a partnership with or share a block with, by name."""
    beds: dict[int, int] = defaultdict(int)
    for block in blocks:
        for bed in block.beds.all():
            for booking in bed.bookings_now:  # type: ignore[attr-defined]
                beds[booking.authority_id] += 1
    ours = PartnershipMember.objects.in_force_on(on).filter(authority=actor.authority_id)
    partners = PartnershipMember.objects.in_force_on(on).filter(partnership__in=ours.values("partnership"))
    counts, sharing = _shared(providers, partners, on)
    wanted = {actor.council_id, *beds, *partners.values_list("authority", flat=True)}
    rows = []
    for authority in Authority.objects.filter(pk__in=wanted).order_by("name"):
        is_own = authority.pk == actor.authority_id
        told = counts.get(authority.pk, [])
        exact = [count.children for count in told if count.children is not None]
        rows.append(
            CouncilThere(
                authority=authority,
                is_own=is_own,
                is_shared=is_own or authority.pk in sharing,
                children=own if is_own else (sum(exact) if len(exact) == len(told) else None),
                fewer_than=sum(exact) + sum(c.fewer_than for c in told if c.children is None),
                block_beds=beds[authority.pk],
                counted_on=None if is_own else max((count.counted_on for count in told), default=None),
            )
        )
    return sorted(rows, key=lambda row: not row.is_own)


def _shared(
    providers: Sequence[Provider], partners: QuerySet[PartnershipMember], on: date
) -> tuple[dict[int, list[SharedCount]], set[int]]:
    """Counts the wall lets us read, by council, and the councils that share at all."""
    counts: dict[int, list[SharedCount]] = defaultdict(list)
    for count in SharedCount.objects.filter(provider__in=providers):
        counts[count.authority_id].append(count)
    telling = CountSharing.objects.in_force_on(on).values("partnership")
    sharing = partners.filter(partnership__in=telling).values_list("authority", flat=True)
    return counts, set(sharing) & set(SharedCount.objects.order_by().values_list("authority", flat=True))


def _children(own: Sequence[Placement], failing: set[int], actor: Actor, at: datetime) -> list[ChildThere]:
    """Each child with the fresh places elsewhere that fit, by the rules a search goes by."""
    on = timezone.localdate(at)
    accepted = accepted_by(actor.council_id, at=at, on=on)
    requests = _last_requests(own)
    asks = {p.pk: _ask(p, requests.get(p.child_id), accepted, on) for p in own}
    types = {kind for placement in own for kind in TYPES_FOR[placement.placement_type]}
    elsewhere = Setting.objects.filter(registration_type__in=types).exclude(pk__in=failing)
    known = listed(elsewhere, authority_id=actor.council_id, on=on).values(*COLUMNS, "registration_type")
    rows = [row for row in known if own and _has_fresh_place(row["said"], next(iter(asks.values())))]
    fits = {p.pk: _fits(p, requests.get(p.child_id), rows, asks[p.pk]) for p in own}
    homes = {home.setting_id: home for found in fits.values() for home in found}
    free = {pk: home.vacancy.beds_free for pk, home in homes.items() if home.vacancy}
    seats = places_for_all({pk: [home.setting_id for home in found] for pk, found in fits.items()}, free)
    return [
        ChildThere(
            placement=placement,
            fits=len(fits[placement.pk]),
            nearest=fits[placement.pk][:NAMED],
            seat=homes[seats[placement.pk]] if placement.pk in seats else None,
        )
        for placement in own
    ]


def _last_requests(placements: Sequence[Placement]) -> dict[int, PlacementRequest]:
    found = PlacementRequest.objects.filter(child__in=[p.child_id for p in placements])
    newest = found.order_by("child_id", "-raised_at").distinct("child_id")
    return {request.child_id: request for request in newest}


def _ask(placement: Placement, request: PlacementRequest | None, accepted: dict[str, Any], on: date) -> Ask:
    """The child as known today, wanted tonight; needs are those of the last request, if there was one."""
    return Ask(
        age=age_on(placement.child.birth_month, on),
        sex=placement.child.sex,
        needs=frozenset(request.needs if request else ()),
        needed_on=on,
        within_miles=None,
        **accepted,
    )


def _has_fresh_place(said: str | None, ask: Ask) -> bool:
    vacancy = vacancy_of(said)
    return vacancy is not None and vacancy.freshness(ask) is Freshness.FRESH and not vacancy.says_no(ask)


def _fits(
    placement: Placement, request: PlacementRequest | None, rows: Sequence[dict[str, Any]], ask: Ask
) -> list[Home]:
    """Homes with a fresh free bed that fit, nearest first: to the child's own home, or, of a child who came
    without a request, to where they live now."""
    start = _start(request or placement.setting)
    kinds = TYPES_FOR[placement.placement_type]
    homes = (home_of(row, start, Terms(""), frozenset()) for row in rows if row["registration_type"] in kinds)
    return nearest_first([home for home in homes if why_left_out(home, ask) is None], ask)


def _start(place: PlacementRequest | Setting) -> GridReference | None:
    if place.easting is None or place.northing is None:
        return None
    return GridReference(place.easting, place.northing)
