"""Figures of what each option costs: over the term of the block's appraisal, or a year where there is none.

The appraisal's own simulation says how many bed-nights there are to buy; here they are priced otherwise.
"""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from authorities.choices import ServiceCategory, SettingKey
from contracts.models import BlockContract, BlockShare, ToolAccess, ToolOption
from contracts.selectors.offered import (
    Extension,
    Offered,
    median_of,
    next_extension,
    prices_offered,
    weekly_at_end,
)
from contracts.terms import last_day
from core import formats
from core.money import pence
from reports.figures.appraisal import appraisal_of
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit
from reports.figures.tools import placed_through
from sufficiency.planning.block import spot_cost_at

figure = partial(register, "What each option costs")

MONTHS_PER_YEAR = 12
_TERM = "over the term appraised, for the bed-nights the block is expected to fill"
_YEAR = "Places x weekly price x weeks in a year"


@figure("own_share", "Our share of the block", Unit.PERCENT, "As the councils agreed it, on the day")
def own_share(facts: Facts) -> Reading:
    shares = BlockShare.objects.in_force_on(facts.on).filter(contract=facts.contract, percent__gt=0)
    own = shares.filter(authority_id=facts.actor.council_id).first()
    if own is None or own.percent == 100:
        raise FigureMissing("No council shares the block with us, so there is no share to reckon with.")
    others = shares.count() - 1
    source = f"Shares of {facts.contract.reference}, ours and those of {others} more"
    return Reading(own.percent, source, facts.on, "The whole block")


@figure(
    "join_weekly",
    "Median price on the arrangement to join",
    Unit.WEEKLY_POUNDS,
    "Middle of the core prices in force for this kind of care, on the arrangement of another council, open to"
    " us, with most of them",
)
def join_weekly(facts: Facts) -> Reading:
    own = facts.actor.council_id
    about = facts.paper.tool_id
    others = [
        each
        for each in prices_offered(facts.actor, facts.category, on=facts.on)
        if each.tool.lead_authority_id != own and each.tool.pk != about
    ]
    if not others:
        raise FigureMissing(
            f"No other council’s arrangement open to us has a price for {_kind(facts)}. Join one first."
        )
    return _median(facts, others[:1])


@figure(
    "market_weekly",
    "Median price offered now",
    Unit.WEEKLY_POUNDS,
    "Middle of the core prices in force for this kind of care, of all members of the arrangements open to us",
)
def market_weekly(facts: Facts) -> Reading:
    offers = prices_offered(facts.actor, facts.category, on=facts.on)
    if not offers:
        raise FigureMissing(f"No arrangement open to us has a price for {_kind(facts)}.")
    return _median(facts, offers)


@figure(
    "tool_weekly",
    "Median price on the arrangement",
    Unit.WEEKLY_POUNDS,
    "Middle of the core prices in force on it for this kind of care",
)
def tool_weekly(facts: Facts) -> Reading:
    offers = prices_offered(facts.actor, facts.category, on=facts.on)
    own = [each for each in offers if each.tool.pk == facts.tool.pk]
    if not own:
        raise FigureMissing(f"The arrangement has no price for {_kind(facts)}.")
    return _median(facts, own)


@figure(
    "option_partners_cost",
    "Cost with partners",
    Unit.WHOLE_POUNDS,
    "Our share of what the block would cost all its councils, expected over the term appraised",
)
def option_partners_cost(facts: Facts) -> Reading:
    value = facts.value("appraisal_block_cost") * facts.value("own_share") / 100
    return facts.computed(value, "appraisal_block_cost", "own_share", base="appraisal_block_cost")


@figure(
    "option_join_cost",
    "Cost of joining another arrangement",
    Unit.WHOLE_POUNDS,
    f"Its median price {_TERM}",
)
def option_join_cost(facts: Facts) -> Reading:
    return _priced_otherwise(facts, "join_weekly")


@figure(
    "option_retender_cost",
    "Cost after a new tender",
    Unit.WHOLE_POUNDS,
    f"Median price offered now {_TERM}; the procurement itself is not counted",
)
def option_retender_cost(facts: Facts) -> Reading:
    return _priced_otherwise(facts, "market_weekly")


@figure(
    "option_extend_cost",
    "Cost of extending",
    Unit.WHOLE_POUNDS,
    "Every bed in use on every night of the next option to extend, at the contract’s price with its yearly"
    " rise; of an arrangement, a year through it for the years of the option",
)
def option_extend_cost(facts: Facts) -> Reading:
    if facts.paper.tool_id:
        months = _tool_option(facts).months
        value = facts.value("tool_yearly") * months / MONTHS_PER_YEAR
        return facts.computed(pence(value), "tool_yearly", "option_extend_years")
    found = _extension(facts)
    last = last_day(found.period)
    assert last is not None
    rise = f"{facts.contract.indexation_percent.normalize():f}% a year"
    source = (
        f"{facts.contract.reference}: {facts.contract.beds_agreed} beds, {formats.day(found.period.start)} to"
        f" {formats.day(last)}, rising {rise}"
    )
    return replace(facts.computed(found.cost, "weekly_rate", "beds"), source=source)


@figure("option_extend_years", "Years of the next extension", Unit.YEARS, "Length of the next unused option")
def option_extend_years(facts: Facts) -> Reading:
    if facts.paper.tool_id:
        about, months = facts.tool.reference, _tool_option(facts).months
    else:
        about, months = facts.contract.reference, _extension(facts).months
    return Reading(Decimal(months) / MONTHS_PER_YEAR, f"Options of {about}", facts.on)


@figure(
    "option_extend_year",
    "A year more of it",
    Unit.WHOLE_YEARLY_POUNDS,
    "Every bed in use at the contract’s price on its last day with its yearly rise, by weeks in a year; of an"
    " arrangement, a year through it",
)
def option_extend_year(facts: Facts) -> Reading:
    if facts.paper.tool_id:
        return facts.computed(facts.value("tool_yearly"), "tool_yearly")
    weekly = weekly_at_end(_block(facts))
    if weekly is None:
        raise FigureMissing("The contract has no end date.")
    value = pence(weekly * facts.value("week_factor"))
    made = facts.computed(value, "weekly_rate", "beds", "week_factor")
    return replace(made, source=f"{facts.contract.reference}: its terms on its last day")


@figure(
    "option_places",
    "Places to buy",
    Unit.BEDS,
    "Beds of the block; of an arrangement, our children of this kind placed through it; otherwise those of"
    " this kind placed outside the council’s own homes",
)
def option_places(facts: Facts) -> Reading:
    if facts.paper.block_contract_id:
        return facts.computed(facts.value("beds"), "beds")
    if not facts.paper.tool_id:
        children, source = facts.value("external_children"), f"Placements: {_kind(facts)}"
    else:
        children = placed_through(facts).filter(category=facts.category).count()
        source = f"Placements under {facts.tool.reference}: {_kind(facts)}"
    if not children:
        raise FigureMissing(f"No child is placed that it could be reckoned for: {source}.")
    if children < facts.settings[SettingKey.SUPPRESS_UNDER]:
        raise FigureMissing("So few children are behind this that a cost would give their number away.")
    return Reading(children, source, facts.on)


@figure("option_nothing_year", "A year bought singly", Unit.WHOLE_YEARLY_POUNDS, f"{_YEAR}, at spot")
def option_nothing_year(facts: Facts) -> Reading:
    return _year_at(facts, "spot_weekly")


@figure(
    "option_join_year", "A year on another arrangement", Unit.WHOLE_YEARLY_POUNDS, f"{_YEAR}, at its median"
)
def option_join_year(facts: Facts) -> Reading:
    return _year_at(facts, "join_weekly")


@figure(
    "option_retender_year",
    "A year after a new tender",
    Unit.WHOLE_YEARLY_POUNDS,
    f"{_YEAR}, at the median offered now; the procurement itself is not counted",
)
def option_retender_year(facts: Facts) -> Reading:
    return _year_at(facts, "market_weekly")


@figure(
    "option_partners_year",
    "A year with partners",
    Unit.WHOLE_YEARLY_POUNDS,
    "Our share of a year of the block; of an arrangement that others use too, our places at its median price",
)
def option_partners_year(facts: Facts) -> Reading:
    if facts.paper.block_contract_id:
        value = pence(facts.value("annual_value") * facts.value("own_share") / 100)
        return facts.computed(value, "annual_value", "own_share", base="annual_value")
    if not facts.paper.tool_id:
        raise FigureMissing("The paper is about no contract or arrangement yet, so no shares are agreed.")
    users = ToolAccess.objects.in_force_on(facts.on).filter(tool=facts.tool, category=facts.category)
    if not users.exclude(authority_id=facts.actor.council_id).exists():
        raise FigureMissing("No other council may buy through the arrangement.")
    return _year_at(facts, "tool_weekly")


def _priced_otherwise(facts: Facts, price: str) -> Reading:
    found = appraisal_of(facts)
    if Decimal(found.terms["spot_weekly"]) <= 0:
        raise FigureMissing("The block was weighed against a spot price of nothing. Weigh it again.")
    cost = spot_cost_at(found.result, found.terms, facts.value(price))
    made = facts.computed(cost, "appraisal_spot_cost", "appraisal_spot_weekly", price)
    return replace(made, source=f"{made.source}; appraisal {found.reference}")


def _year_at(facts: Facts, price: str) -> Reading:
    value = pence(facts.value("option_places") * facts.value(price) * facts.value("week_factor"))
    return facts.computed(value, "option_places", price, "week_factor")


def _median(facts: Facts, offers: list[Offered]) -> Reading:
    told = ", ".join(f"{each.tool.reference} ({_prices(len(each.prices))})" for each in offers)
    return Reading(median_of(offers), f"Price lists in force: {told}", facts.on)


def _prices(number: int) -> str:
    return "1 price" if number == 1 else f"{number} prices"


def _block(facts: Facts) -> BlockContract:
    if not facts.paper.block_contract_id:
        raise FigureMissing("The paper is about no contract or arrangement that could be extended.")
    return facts.contract


def _extension(facts: Facts) -> Extension:
    found = next_extension(_block(facts))
    if found is None:
        raise FigureMissing("The contract has no unused option to extend, or no end date.")
    return found


def _tool_option(facts: Facts) -> ToolOption:
    found = ToolOption.objects.filter(tool=facts.tool, exercised_on=None).order_by("position").first()
    if found is None:
        raise FigureMissing("The arrangement has no unused option to extend.")
    return found


def _kind(facts: Facts) -> str:
    return ServiceCategory(facts.category).label.lower()
