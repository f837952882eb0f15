"""A comparison of offers as rows to read across: one column an offer."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.safestring import SafeString

from authorities.choices import ServiceCategory
from contracts.choices import CriterionKind, FeeKind
from contracts.selectors.cheaper import agreed_core_fees
from core import formats
from core.tables import ComparisonRow, Heading, status_tag
from placements.approvals import Area
from placements.choices import OfferState
from placements.models import DirectAward
from placements.presentation import OFFER_KINDS
from placements.scoring import FULL_MARK
from placements.selectors.comparison import ComparedOffer, Comparison
from placements.selectors.prices import like_for_like, told_by_partners
from providers.choices import Outcome

AREA_WORDS = {
    Area.IN_AREA: "Our own area",
    Area.ADJOINING: "Adjoining area",
    Area.DISTANT: "At a distance",
}
NOT_OFFERED = "Not included"

Cell = Callable[[ComparedOffer], Any]


def columns_of(comparison: Comparison) -> list[str]:
    return [row.setting.name for row in comparison.offers]


def fact_rows(comparison: Comparison) -> list[ComparisonRow]:
    """The home, where it is, when it can start and what it costs."""
    offers = comparison.offers
    kinds = [kind for kind in FeeKind if any(kind in row.fees for row in offers)]
    return [
        _row(offers, "Status", _state),
        _row(offers, "Provider", lambda row: row.offer.provider.name),
        _row(offers, "Last inspection", lambda row: row.outcome.label),
        _row(offers, "Area", lambda row: f"{AREA_WORDS[row.area]}: {row.setting.authority or 'not known'}"),
        _row(offers, "Distance from home", lambda row: _miles(row.miles), best=_least(offers, "miles")),
        _row(offers, "Earliest start", lambda row: formats.day(row.offer.earliest_start_on)),
        _row(offers, "Stands until", lambda row: formats.day(row.offer.valid_until)),
        *(_row(offers, kind.label, partial(_fee, kind=kind), numeric=True) for kind in kinds),
        _row(offers, "A week", lambda row: formats.money(row.values.weekly), numeric=True, total=True),
        _row(offers, "A year (365/7 weeks)", lambda row: formats.money(row.values.annual), numeric=True),
        _row(offers, "To the planned end", lambda row: formats.money(row.values.whole_life), numeric=True),
    ]


def score_rows(comparison: Comparison) -> list[ComparisonRow]:
    """Points by criterion, each out of its weight, and their total."""
    offers = comparison.offers
    highest = comparison.highest
    best = offers.index(highest) if highest else None
    return [
        *(
            _row(
                offers,
                f"{kind.label}, of {weight.normalize():f}",
                partial(_points, kind=kind),
                numeric=True,
            )
            for kind, weight in comparison.weights.items()
            if weight
        ),
        _row(
            offers,
            "Points",
            lambda row: "Not marked yet" if row.score.total is None else f"{row.score.total}",
            numeric=True,
            total=True,
            best=best,
        ),
    ]


def _row(offers: Sequence[ComparedOffer], label: str, cell: Cell, **look: Any) -> ComparisonRow:
    return ComparisonRow(label, [cell(row) for row in offers], **look)


def _state(row: ComparedOffer) -> SafeString:
    if row.is_suspended:
        return status_tag("Home suspended", "bad")
    if row.suspended_by:
        told = f"Home suspended by {row.suspended_by}, not for us"
        return status_tag(told, "attention")
    state = OfferState(row.offer.state)
    return status_tag(state.label, OFFER_KINDS[state])


def _fee(row: ComparedOffer, kind: FeeKind) -> str:
    return formats.money(row.fees[kind]) if kind in row.fees else NOT_OFFERED


def _points(row: ComparedOffer, kind: CriterionKind) -> str:
    points = row.score.points.get(kind)
    if points is None:
        return "Not marked"
    mark = row.marks.get(kind)
    return f"{points}" if mark is None else f"{points} (marked {mark.normalize():f} of {FULL_MARK})"


def _miles(miles: Decimal | None) -> str:
    return "Not known" if miles is None else formats.miles(miles)


def _least(offers: Sequence[ComparedOffer], name: str) -> int | None:
    known = [
        (getattr(row, name), index) for index, row in enumerate(offers) if getattr(row, name) is not None
    ]
    return min(known)[1] if len(known) > 1 else None


CANDIDATE_COLUMNS = [
    Heading("Home"),
    Heading("Offer a week", numeric=True),
    Heading("Distance", numeric=True),
    Heading("Inspection"),
    Heading("Needs met", numeric=True),
]


def candidate_rows(award: DirectAward) -> list[tuple[Any, ...]]:
    """The homes a direct award was chosen from, as they stood."""
    return [
        (
            f"{each.setting.name} (chosen)" if each.offer_id == award.offer_id else each.setting.name,
            formats.money(each.weekly_total) if each.weekly_total is not None else "No offer",
            _miles(each.miles),
            Outcome(each.outcome).label,
            len(each.needs_met),
        )
        for each in award.candidates.all()
    ]


def _cheaper_elsewhere(comparison: Comparison, on: date) -> list[str]:
    """A sentence for each offer whose core fee is above one its home has agreed to on a tool we may use."""
    request = comparison.request
    offered = {row.setting.pk: row for row in comparison.offers if FeeKind.CORE in row.fees}
    agreed = agreed_core_fees(request.authority_id, offered, ServiceCategory(request.placement_type), on=on)
    return [
        f"{offered[each.setting_id].setting.name} has agreed to {formats.money(each.weekly)} a week for core"
        f" care on {each.tool}, less than it offers here."
        for each in agreed
        if each.weekly < offered[each.setting_id].fees[FeeKind.CORE]
    ]


PARTNER_COLUMNS = [
    Heading("Council"),
    Heading("Placements", numeric=True),
    Heading("Half between", numeric=True),
    Heading("Middle", numeric=True),
]
PRICE_COLUMNS = [Heading("Offer"), Heading("A week", numeric=True), Heading("Dearer than", numeric=True)]


def price_facts(comparison: Comparison, *, on: date) -> dict[str, Any]:
    """Where each offer's price falls among like placements of the council's own, and what partners tell."""
    spread = like_for_like(comparison.request, on=on)
    rows = [
        (
            row.setting.name,
            formats.money(row.values.weekly),
            f"{spread.dearer_than(row.values.weekly)} of {spread.count}",
        )
        for row in comparison.offers
        if spread is not None
    ]
    partners = [
        (
            told.authority.name,
            told.placements,
            f"{formats.money(told.lower)} and {formats.money(told.upper)}",
            formats.money(told.middle),
        )
        for told in told_by_partners(comparison.request)
    ]
    return {
        "spread": spread,
        "cheaper": _cheaper_elsewhere(comparison, on),
        "price_rows": rows,
        "price_columns": PRICE_COLUMNS,
        "partner_rows": partners,
        "partner_columns": PARTNER_COLUMNS,
    }
