"""An appraisal in words: what it found, on what assumptions."""

from decimal import Decimal

from core import formats
from sufficiency.choices import Counted
from sufficiency.models import BlockAppraisal
from sufficiency.plan_tables import percent, share_range, spread_range, whole_pounds


def appraisal_words(found: BlockAppraisal) -> str:
    """The finding in two or three sentences."""
    chosen, best = found.result["chosen"], found.result["best_beds"]
    beds = int(found.terms["beds"])
    saving = chosen["saving"]
    side = "cheaper" if saving["mean"] > 0 else "dearer"
    words = (
        f"Over its term the block is expected to be {whole_pounds(abs(saving['mean']))} {side} than spot, and"
        f" is cheaper in {percent(chosen['chance_cheaper'])} of simulated futures."
    )
    if best == 0:
        return f"{words} No number of beds tried is expected to be cheaper than spot."
    if best == beds:
        return f"{words} Of the sizes tried, {best} beds save most."
    beyond = " or more" if best == len(found.result["sizes"]) else ""
    return f"{words} Of the sizes tried, {best} beds{beyond} would save most."


def break_even_words(found: BlockAppraisal) -> str:
    even = found.result["break_even_beds"]
    if even is None:
        return "No occupancy breaks even: spot is no dearer than the part of the price paid by use."
    beds = Decimal(even)
    share = formats.percent(beds / int(found.terms["beds"]))
    return f"{beds.quantize(Decimal('0.1'))} of {found.terms['beds']} beds in use ({share})"


def appraisal_facts(found: BlockAppraisal) -> list[tuple[str, str]]:
    """Findings and every assumption, by name."""
    terms, chosen = found.terms, found.result["chosen"]
    months = int(terms["term_months"])
    reach = found.result["carried_from"]
    beyond = int(terms["first_month"]) + months - 1 - reach
    facts = [
        ("Saving over the term (80% range)", spread_range(chosen["saving"])),
        ("Saving a year, on average", whole_pounds(chosen["saving"]["mean"] * 12 / months)),
        ("Occupancy over the term (80% range)", share_range(chosen["occupancy"])),
        ("Break-even", break_even_words(found)),
        ("Empty bed-nights", f"{chosen['empty_nights']['mean']:,.0f}"),
        ("Voids carried by the council", spread_range(chosen["voids_council"])),
        ("Voids carried by the provider", spread_range(chosen["voids_provider"])),
        ("Kind of care", Counted(found.category).label),
        (
            "Beds and price",
            f"{terms['beds']} beds at {formats.money(Decimal(terms['weekly_price']))} a week,"
            f" {_plain(terms['guaranteed_percent'])}% guaranteed,"
            f" rising {_plain(terms['indexation_percent'])}% a year",
        ),
        (
            "Opening and term",
            f"First bed in month {terms['first_month']}, {terms['beds_a_month']} a month; {months} months",
        ),
        (
            "Spot",
            f"{formats.money(Decimal(terms['spot_weekly']))} a week, standard error"
            f" {formats.money(Decimal(terms['spot_standard_error']))}, rising"
            f" {_plain(terms['spot_growth_percent'])}% a year",
        ),
        (
            "Who would live there",
            f"{_plain(terms['suitable_percent'])}% of our children in this care; beds empty all the same"
            f" {_plain(terms['matching_percent'])}% of nights;"
            f" {_plain(terms['turnover_percent'])}% of places change hands a month",
        ),
        ("Forecast", f"{found.futures.run.reference} as at {formats.day(found.futures.run.as_at)}"),
    ]
    if found.block_contract:
        facts.append(("Block contract", f"{found.block_contract.name} ({found.block_contract.reference})"))
    if beyond > 0:
        facts.append(
            (
                "Beyond the forecast",
                f"The last {beyond} months lie beyond it; each future stays where it was at its end.",
            )
        )
    return facts


def _plain(number: str) -> str:
    """A kept number without trailing noughts: ``100.000`` is 100."""
    return f"{Decimal(number).normalize():f}"
