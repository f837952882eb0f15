"""What the members of a partnership tell each other, as a table and in words."""

from core import formats
from core.tables import Heading, Rows
from sufficiency.selectors.partners import Partner, Pool
from sufficiency.tables import HIDDEN

MONTHS = (12, 24, 36)


def partner_rows(found: Pool) -> Rows:
    """Each member's children now and ahead, with 80% ranges, and the sum of those that tell."""
    return Rows(
        [
            Heading("Council"),
            Heading("Forecast of"),
            Heading("Children now", numeric=True),
            *(Heading(f"In {months} months (80% range)", numeric=True) for months in MONTHS),
        ],
        [
            [
                f"{partner.name} (ours)" if partner.is_own else partner.name,
                formats.short_day(partner.as_at) if partner.as_at else "Not told yet",
                _now(partner),
                *(_ahead(partner, months) for months in MONTHS),
            ]
            for partner in found.partners
        ],
        _total(found),
    )


def pool_words(found: Pool) -> str:
    """Who is in the sum and who is not."""
    silent = [partner.name for partner in found.partners if partner not in found.telling]
    if not found.telling:
        return "No member has told a forecast of this yet."
    added = "The range of the sum is its own: councils rarely all do worst at once."
    if not silent:
        return f"All {len(found.partners)} members are in the sum. {added}"
    return (
        f"{len(found.telling)} of {len(found.partners)} members are in the sum. Of {', '.join(silent)} there "
        f"is no forecast, or too old a one, or too few children to tell. {added}"
    )


def _now(partner: Partner) -> str:
    if partner.outlook is None:
        return ""
    count = partner.outlook.recorded[-1][1]
    return HIDDEN if count is None else formats.count(count)


def _ahead(partner: Partner, months: int) -> str:
    if partner.outlook is None:
        return ""
    if not partner.outlook.ahead:
        return HIDDEN
    return _range(partner.outlook.in_months(months))


def _total(found: Pool) -> list[str] | None:
    if found.outlook is None or not found.outlook.ahead:
        return None
    last = found.outlook.recorded[-1][1]
    return [
        "Sum of those that tell",
        "",
        "Not all known" if last is None else formats.count(last),
        *(_range(found.outlook.in_months(months)) for months in MONTHS),
    ]


def _range(point: dict | None) -> str:
    return f"{point['p50']:,} ({point['p10']:,} to {point['p90']:,})" if point else "Beyond the forecast"
