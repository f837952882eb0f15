"""Tables of the planning pages."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from core import formats
from core.tables import Heading, Rows, link, two_lines
from providers.choices import Need
from sufficiency.charts import age_label
from sufficiency.choices import Counted
from sufficiency.forecast import Category
from sufficiency.models import BlockAppraisal
from sufficiency.planning.changes import KINDS, change_from
from sufficiency.planning.compare import Outcome, Spread
from sufficiency.planning.unmet import BedsHere
from sufficiency.selectors.scenarios import Comparison
from sufficiency.selectors.supply import Host
from sufficiency.selectors.unmet import Ledger, LedgerLine

HORIZONS = (12, 24, 36)
LEDGER_SHOWN = 20
NOT_KNOWN = "Not known"


def comparison_rows(found: Comparison) -> Rows:
    """A line a scenario: children ahead, cost over the plan, and what it costs more or less."""
    horizons = [n for n in HORIZONS if n <= len(found.outcomes[0].months)]
    return Rows(
        [
            Heading("Scenario"),
            *(Heading(f"In {n} months", numeric=True) for n in horizons),
            Heading("In homes at the end", numeric=True),
            Heading("Cost of the plan", numeric=True),
            Heading("More or less", numeric=True),
            Heading("Chance of less", numeric=True),
        ],
        [
            [
                _scenario_link(outcome),
                *(f"{outcome.children[None][n - 1].mean:,.0f}" for n in horizons),
                f"{outcome.children[Category.RESIDENTIAL][-1].mean:,.0f}",
                _short(outcome.cost),
                "" if outcome.difference is None else _short(outcome.difference),
                "" if outcome.chance_cheaper is None else percent(outcome.chance_cheaper),
            ]
            for outcome in found.outcomes
        ],
    )


def _scenario_link(outcome: Outcome) -> str | SafeString:
    if not outcome.reference:
        return outcome.name
    return link("scenario_detail", outcome.name, outcome.reference)


def cost_rows(outcomes: Sequence[Outcome]) -> Rows:
    """Pounds by year of the plan; the last year may be part of one."""
    first = outcomes[0]
    labels = [f"Year {n}" for n in range(1, len(first.cost_by_year) + 1)]
    if len(first.months) % 12:
        labels[-1] += f" ({len(first.months) % 12} months)"
    return Rows(
        [Heading("Year of the plan"), *(Heading(outcome.name, numeric=True) for outcome in outcomes)],
        [
            [label, *(_short(outcome.cost_by_year[n]) for outcome in outcomes)]
            for n, label in enumerate(labels)
        ],
        ["Whole plan", *(_short(outcome.cost) for outcome in outcomes)],
    )


def change_words(data: Mapping[str, Any]) -> tuple[str, str]:
    """What a change is called, and what it does in a sentence."""
    change = change_from(dict(data))
    words = _WORDS[change.kind](change)
    cost = (
        f" Running it costs {formats.pounds(Decimal(str(change.yearly_cost)))} a year."
        if change.yearly_cost
        else ""
    )
    return KINDS[change.kind].title, f"From month {change.from_month}: {words}{cost}"


def _ages(bands: Sequence[str]) -> str:
    return ", ".join(age_label(band).lower() for band in bands)


def _kind(category: str) -> str:
    return Counted(category).label.lower() if category else "every kind of care"


def _gradual(months: int) -> str:
    return f", in full after {months} months" if months else ""


_WORDS: dict[str, Any] = {
    "edge_of_care": lambda c: (
        f"{c.entries_avoided_percent:g}% fewer children aged {_ages(c.age_bands)} come into care"
        f"{_gradual(c.ramp_months)}."
    ),
    "step_down": lambda c: (
        f"{c.monthly_percent:g}% of children aged {_ages(c.age_bands)} in children’s homes move to fostering"
        f" each month{f', for {c.months} months' if c.months else ''}, beyond those who do now."
    ),
    "reunification": lambda c: (
        f"{c.leaving_more_percent:g}% more children leave {_kind(c.category)} each month than now"
        f"{_gradual(c.ramp_months)}."
    ),
    "in_house_fostering": lambda c: (
        f"{c.places_a_month:g} foster places gained each month up to {c.most_places:,}, {c.filled_percent:g}%"
        f" of them filled at {_money(c.in_house_weekly)} a week in place of {_money(c.agency_weekly)}."
    ),
    "new_block": lambda c: (
        f"{c.beds} beds ({_kind(c.category)}), {c.beds_a_month:g} opening each month, at"
        f" {_money(c.weekly_price)} a week, {c.guaranteed_percent:g}% guaranteed,"
        f" {c.occupancy_percent:g}% in use."
    ),
    "price_growth": lambda c: f"prices of {_kind(c.category)} grow by {c.yearly_percent:g}% a year.",
    "home_closes": lambda c: (
        f"{c.our_children} of our children in {_kind(c.category)} are placed elsewhere at"
        f" {_money(c.weekly_more)} a week more."
    ),
}


def _money(amount: float) -> str:
    return formats.money(Decimal(str(amount)))


def size_rows(appraisal: BlockAppraisal) -> Rows:
    """Other sizes of the same block: every size up to twice the beds asked about, best and chosen marked."""
    chosen, best = int(appraisal.terms["beds"]), appraisal.result["best_beds"]

    def label(beds: int) -> str:
        notes = [note for note, is_so in (("asked about", beds == chosen), ("best", beds == best)) if is_so]
        return f"{beds} ({', '.join(notes)})" if notes else str(beds)

    return Rows(
        [
            Heading("Beds"),
            Heading("Occupancy (80% range)", numeric=True),
            Heading("Block costs", numeric=True),
            Heading("Spot would cost", numeric=True),
            Heading("Saving over the term (80% range)", numeric=True),
            Heading("Chance the block is cheaper", numeric=True),
        ],
        [
            [
                label(size["beds"]),
                share_range(size["occupancy"]),
                whole_pounds(size["block_cost"]["mean"]),
                whole_pounds(size["spot_cost"]["mean"]),
                spread_range(size["saving"]),
                percent(size["chance_cheaper"]),
            ]
            for size in appraisal.result["sizes"]
        ],
    )


def sensitivity_rows(appraisal: BlockAppraisal) -> Rows:
    return Rows(
        [
            Heading("If"),
            Heading("Occupancy (80% range)", numeric=True),
            Heading("Saving over the term (80% range)", numeric=True),
            Heading("Chance the block is cheaper", numeric=True),
        ],
        [
            [
                row["label"],
                share_range(row["occupancy"]),
                spread_range(row["saving"]),
                percent(row["chance_cheaper"]),
            ]
            for row in appraisal.result["sensitivity"]
        ],
    )


def appraisal_rows(appraisals: Sequence[BlockAppraisal]) -> Rows:
    return Rows(
        [
            Heading("Appraisal"),
            Heading("Beds", numeric=True),
            Heading("Price a week", numeric=True),
            Heading("Occupancy", numeric=True),
            Heading("Saving over the term (80% range)", numeric=True),
            Heading("Best number of beds", numeric=True),
            Heading("Made on"),
        ],
        [
            [
                link("appraisal_detail", found.name, found.reference),
                found.terms["beds"],
                formats.money(Decimal(found.terms["weekly_price"])),
                percent(found.result["chosen"]["occupancy"]["mean"]),
                spread_range(found.result["chosen"]["saving"]),
                found.result["best_beds"] or "None",
                formats.short_day(found.made_at),
            ]
            for found in appraisals
        ],
    )


def ledger_rows(lines: Sequence[LedgerLine]) -> Rows:
    """The newest lines of the ledger."""
    return Rows(
        [
            Heading("Reference"),
            Heading("Wanted"),
            Heading("Needs"),
            Heading("Got"),
            Heading("Miles from home", numeric=True),
            Heading("Nights in the year", numeric=True),
            Heading("Cost a week", numeric=True),
        ],
        [
            [
                line.reference,
                Counted(line.wanted).label,
                ", ".join(Need(need).label for need in line.needs) or "Not recorded",
                line.got.value,
                "" if line.miles is None else f"{line.miles:.1f}",
                f"{line.stay.nights:,}",
                "" if line.weekly is None else formats.money(line.weekly),
            ]
            for line in lines
        ],
    )


def gap_rows(ledger: Ledger) -> Rows:
    """By kind of care: placements looked at, how many were met, and why the others were not."""
    reasons = sorted({line.got for line in ledger.lines})
    kinds = [c for c in Category if ledger.met[c] or ledger.of(c)]
    return Rows(
        [
            Heading("Wanted"),
            Heading("Met", numeric=True),
            *(Heading(reason.value, numeric=True) for reason in reasons),
            Heading("Nights unmet", numeric=True),
        ],
        [
            [
                Counted(kind).label,
                f"{ledger.met[kind]:,}",
                *(f"{sum(1 for line in ledger.of(kind) if line.got == reason):,}" for reason in reasons),
                f"{sum(line.stay.nights for line in ledger.of(kind)):,}",
            ]
            for kind in kinds
        ],
    )


def beds_words(found: BedsHere, kind: str, need: str) -> str:
    """What more beds here would have done, in sentences."""
    for_need = f" for {Need(need).label.lower()}" if need else ""
    what = f"{found.beds} more {'bed' if found.beds == 1 else 'beds'} here ({kind.lower()}{for_need})"
    both = "both" if found.beds == 2 else "all of them"
    all_of = "" if found.beds == 1 else f", {both} on {found.nights_all}"
    used = f"{what} would have been used on {found.nights_any} of {found.nights} nights{all_of}."
    if found.saving is None or found.saving_low is None or found.saving_high is None:
        return f"{used} Too few of our children live here in such care to say what that would have saved."
    word = "saved" if found.saving >= 0 else "cost more by"
    return (
        f"{used} That would have {word} {formats.pounds(abs(found.saving))}, between"
        f" {formats.pounds(found.saving_low)} and {formats.pounds(found.saving_high)} at prices here."
    )


def host_rows(hosts: Sequence[Host], categories: Sequence[str]) -> Rows:
    """Where our children live, by area: our own first, then where we place most."""
    ordered = sorted(hosts, key=lambda host: not host.is_own)
    return Rows(
        [
            Heading("Area"),
            *(Heading(Counted(category).label, numeric=True) for category in categories),
            Heading("All", numeric=True),
            Heading("Usable places there", numeric=True),
        ],
        [
            [
                f"{host.name or NOT_KNOWN}{' (ours)' if host.is_own else ''}",
                *(f"{host.by_category.get(category, 0):,}" for category in categories),
                f"{host.children:,}",
                "" if host.authority_id is None else f"{host.places:,}",
            ]
            for host in ordered
        ],
    )


def _short(value: Spread) -> SafeString:
    """Pounds in short with the range beneath."""
    mean, low, high = (formats.short_pounds(round(part)) for part in (value.mean, value.low, value.high))
    return two_lines(mean, f"{low} to {high}")


def short_range(value: Spread) -> str:
    """The same on one line."""
    mean, low, high = (formats.short_pounds(round(part)) for part in (value.mean, value.low, value.high))
    return f"{mean} ({low} to {high})"


def whole_pounds(amount: float) -> str:
    return formats.pounds(round(amount))


def pounds_range(value: Spread) -> str:
    return f"{whole_pounds(value.mean)} ({whole_pounds(value.low)} to {whole_pounds(value.high)})"


def spread_range(value: Mapping[str, float]) -> str:
    return pounds_range(Spread(value["mean"], value["p10"], value["p90"]))


def share_range(value: Mapping[str, float]) -> str:
    return f"{percent(value['mean'])} ({percent(value['p10'])} to {percent(value['p90'])})"


def percent(share: float) -> str:
    return formats.percent(Decimal(str(share)))
