"""Tables of the sufficiency pages."""

from collections.abc import Mapping, Sequence

from core.tables import Heading, Rows
from providers.choices import RegistrationType
from sufficiency.calculations import Share
from sufficiency.charts import age_label
from sufficiency.choices import Counted
from sufficiency.forecast import AGE_BANDS, CATEGORIES
from sufficiency.selectors.forecasts import Outlook
from sufficiency.selectors.supply import PLACES, Supply
from sufficiency.suppression import suppress_table

HIDDEN = "Hidden"


def children_rows(counts: Mapping[tuple[str, str], int], *, hidden_under: int = 0) -> Rows:
    """Kinds of placement by age; for readers outside the service, small numbers are hidden."""
    cells = [[counts.get((category, band), 0) for band in AGE_BANDS] for category in CATEGORIES]
    shown = suppress_table(cells, level=hidden_under)
    columns = [Heading("Kind of placement")]
    columns += [Heading(age_label(band), numeric=True) for band in AGE_BANDS]
    return Rows(
        [*columns, Heading("All ages", numeric=True)],
        [
            [Counted(category).label, *map(_count, row), _count(total)]
            for category, row, total in zip(CATEGORIES, shown.cells, shown.row_totals, strict=True)
        ],
        ["All children", *map(_count, shown.column_totals), _count(shown.total)],
    )


def supply_rows(supplies: Sequence[Supply], where: str = "In our area") -> Rows:
    """What there is, what the council's own children hold of it, and who comes in and goes out."""
    reasons = sorted({reason for supply in supplies for reason in supply.blocked})
    types = [kind for kind in RegistrationType if any(kind in supply.by_type for supply in supplies)]
    lines: list[tuple[str, list[str]]] = [
        ("Registered homes or services", [_count(s.settings) for s in supplies]),
        ("Registered places", [_count(s.registered) for s in supplies]),
        ("Places that can be used now", [_count(s.operational) for s in supplies]),
        *((f"Of them: {kind.label}", [_of_type(s, kind) for s in supplies]) for kind in types),
        ("Free and admitting", [_count(s.free) for s in supplies]),
        *(
            (f"Free but blocked: {reason.lower()}", [_count(s.blocked.get(reason, 0)) for s in supplies])
            for reason in reasons
        ),
        ("Our children placed here", [_count(s.own_in_area) for s in supplies]),
        ("Our children placed elsewhere", [_count(s.own_elsewhere) for s in supplies]),
        ("Our share of places here", [_share(s.leverage) for s in supplies]),
        ("Our children who are here", [_share(s.in_area) for s in supplies]),
        ("Used by others or not reported, at most", [_count(s.others) for s in supplies]),
        ("On balance", [_balance(s) for s in supplies]),
    ]
    return Rows(
        [Heading(where), *(Heading(Counted(s.category).label, numeric=True) for s in supplies)],
        [[label, *values] for label, values in lines],
    )


def need_rows(supplies: Sequence[Supply], now: Mapping[str, int], ahead: Mapping[str, Outlook]) -> Rows:
    """Children in each kind of care now and as forecast, beside the places in the area."""
    horizons = (12, 24, 36)
    return Rows(
        [
            Heading("Kind of care"),
            Heading("Places in the area", numeric=True),
            Heading("Our children now", numeric=True),
            *(Heading(f"In {months} months (80% range)", numeric=True) for months in horizons),
        ],
        [
            [
                Counted(s.category).label,
                _count(s.operational),
                _count(now.get(s.category, 0)),
                *(_ahead(ahead.get(s.category), months) for months in horizons),
            ]
            for s in supplies
        ],
    )


def _balance(supply: Supply) -> str:
    """Whether more of our children live elsewhere than, at most, others' live here."""
    if supply.own_elsewhere > supply.others:
        return f"Exporter of {supply.own_elsewhere - supply.others:,} or more"
    if supply.others > supply.own_elsewhere:
        return f"Importer of {supply.others - supply.own_elsewhere:,} or fewer"
    return "Even"


def _ahead(outlook: Outlook | None, months: int) -> str:
    point = outlook.in_months(months) if outlook else None
    return f"{point['p50']:,} ({point['p10']:,} to {point['p90']:,})" if point else "No forecast"


def _of_type(supply: Supply, kind: RegistrationType) -> str:
    return _count(supply.by_type.get(kind, 0)) if kind in PLACES[supply.category] else ""


def _count(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _share(share: Share) -> str:
    rounded = share.rounded()
    return "None placed" if rounded is None else f"{rounded}% ({share.part:,} of {share.base:,})"
