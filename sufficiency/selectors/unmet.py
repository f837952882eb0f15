"""The ledger of need that was not met: what was wanted, what was got, what it cost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Prefetch, Q

from core.actor import Actor
from core.periods import Period
from placements.choices import RequestState
from placements.models import AgreementFee, Placement, PlacementRequest
from placements.selectors.commitments import NEVER_CHARGED
from placements.selectors.continuing import requests_of
from sufficiency.forecast import Category
from sufficiency.planning.unmet import LocalPrice, UnmetNeed, local_price
from sufficiency.selectors.spells import counted_as

# Twenty miles is the statistical line; a request may have asked for another.
USUAL_MILES = 20
NOT_ASKED = (RequestState.DRAFT, RequestState.RETURNED, RequestState.WITHDRAWN)


class Got(StrEnum):
    """Why what was got is not what was wanted."""

    WAITING = "No home yet"
    OTHER_KIND = "Another kind of home"
    TOO_FAR = "Further than asked"
    OUT_OF_AREA = "Outside the area"


@dataclass(frozen=True)
class LedgerLine:
    """One child's need over the nights it went unmet. ``reference`` is of the request or the placement.

    ``weekly`` is pounds for what was got; None while nothing was. ``needs`` is empty where no request holds
    them. A placement with a request is judged by what the request asked for; one without by its own kind and
    the usual distance.
    """

    reference: str
    wanted: Category
    needs: tuple[str, ...]
    got: Got
    miles: Decimal | None
    stay: Period
    weekly: Decimal | None
    has_request: bool

    def as_need(self) -> UnmetNeed:
        return UnmetNeed(self.stay, self.weekly)


@dataclass(frozen=True)
class Ledger:
    """Lines of a window, placements and requests that were looked at, and prices of like homes here."""

    window: Period
    lines: list[LedgerLine]
    met: Counter[Category]
    local_prices: dict[Category, LocalPrice | None]

    def of(self, category: str, need: str = "") -> list[LedgerLine]:
        return [line for line in self.lines if line.wanted == category and (not need or need in line.needs)]

    def needs_of(self, category: str) -> Counter[str]:
        return Counter(need for line in self.of(category) for need in line.needs)


def unmet_ledger(actor: Actor, window: Period) -> Ledger:
    """Placements and waiting requests of the council that touch the window."""
    placements = _placements(actor, window)
    requests = requests_of(placements)
    lines: list[LedgerLine] = []
    met: Counter[Category] = Counter()
    for placement in placements:
        line = _placed(actor, placement, requests.get(placement.pk), window)
        if line is None:
            met[counted_as(placement.category)] += 1
        else:
            lines.append(line)
    lines += _waiting(actor, window)
    return Ledger(
        window,
        sorted(lines, key=lambda line: (line.stay.start, line.reference), reverse=True),
        met,
        _local_prices(actor, placements),
    )


def _placements(actor: Actor, window: Period) -> list[Placement]:
    fees = Prefetch("agreement__fees", AgreementFee.objects.order_by("starts_on"))
    return list(
        Placement.objects.filter(authority_id=actor.council_id, starts_on__lt=window.end)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=window.start))
        .exclude(state__in=NEVER_CHARGED)
        .select_related("agreement")
        .prefetch_related(fees)
    )


def _placed(
    actor: Actor, placement: Placement, request: PlacementRequest | None, window: Period
) -> LedgerLine | None:
    """None where the child got what was wanted."""
    wanted = Category(request.placement_type) if request else counted_as(placement.category)
    miles = request.radius_miles if request else USUAL_MILES
    got = _shortfall(actor, placement, wanted, miles)
    stay = Period(placement.starts_on, placement.ends_on).overlap(window)
    if got is None or stay is None:
        return None
    return LedgerLine(
        reference=request.reference if request else placement.reference,
        wanted=wanted,
        needs=tuple(request.needs) if request else (),
        got=got,
        miles=placement.distance_miles,
        stay=stay,
        weekly=weekly_of(placement.agreement.fees.all(), stay),
        has_request=request is not None,
    )


def _shortfall(actor: Actor, placement: Placement, wanted: Category, miles: int) -> Got | None:
    if counted_as(placement.category) != wanted:
        return Got.OTHER_KIND
    if placement.distance_miles is not None and placement.distance_miles > miles:
        return Got.TOO_FAR
    if placement.area_authority_id is not None and placement.area_authority_id != actor.council_id:
        return Got.OUT_OF_AREA
    return None


def weekly_of(fees: Iterable[AgreementFee], stay: Period) -> Decimal | None:
    """Pounds a week on the last night of a stay, all components together; None without a fee."""
    assert stay.end is not None
    last = date.fromordinal(stay.end.toordinal() - 1)
    rates = [fee.weekly_rate for fee in fees if last in fee.period]
    return sum(rates, Decimal(0)) if rates else None


def _waiting(actor: Actor, window: Period) -> list[LedgerLine]:
    """Requests whose day has come without a home, and those that were placed after it, for the wait."""
    assert window.end is not None
    rows = PlacementRequest.objects.filter(authority_id=actor.council_id, needed_on__lt=window.end).exclude(
        state__in=(*NOT_ASKED, RequestState.PLACED)
    )
    lines = []
    for request in rows:
        assert request.needed_on is not None  # the filter above
        stay = Period(request.needed_on, window.end).overlap(window)
        if stay is not None:
            lines.append(
                LedgerLine(
                    reference=request.reference,
                    wanted=Category(request.placement_type),
                    needs=tuple(request.needs),
                    got=Got.WAITING,
                    miles=None,
                    stay=stay,
                    weekly=None,
                    has_request=True,
                )
            )
    return lines


def _local_prices(actor: Actor, placements: Sequence[Placement]) -> dict[Category, LocalPrice | None]:
    """Pounds a week of the council's own placements in its area, by kind."""
    found: dict[Category, list[Decimal]] = {category: [] for category in Category}
    for placement in placements:
        if placement.area_authority_id == actor.council_id:
            day = placement.ends_on or date.max
            weekly = weekly_of(placement.agreement.fees.all(), Period(placement.starts_on, day))
            if weekly is not None:
                found[counted_as(placement.category)].append(weekly)
    return {category: local_price(prices) for category, prices in found.items()}
