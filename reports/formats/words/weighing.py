"""The options a paper weighs, as they begin: cost from the records, risk, who carries voids, why not."""

from collections.abc import Mapping

from reports.choices import Option, PaperFormat, Standing
from reports.models import Paper
from reports.words import keys_in

RISK_OF_MARKET = "Price and place follow the market on the day; children live further from home."
NOBODY = "Nobody: no bed is kept."
# Each option's cost, the best basis first: the block's appraisal, then a year.
COSTS: dict[Option, tuple[str, ...]] = {
    Option.DO_NOTHING: (
        "{figure:appraisal_spot_cost} over the term appraised, for the same bed-nights.",
        "{figure:option_nothing_year} a year for {figure:option_places} places at {figure:spot_weekly} a"
        " week.",
    ),
    Option.AS_PLANNED: (
        "{figure:annual_value} a year with every bed in use.",
        "{figure:ceiling_yearly} a year at today's rate.",
        "{figure:spot_weekly} a week for each child, on average.",
    ),
    Option.ALONE: (
        "{figure:appraisal_block_cost} over the term appraised, of which {figure:appraisal_voids} for empty"
        " beds.",
        "{figure:annual_value} a year with every bed in use.",
        "{figure:tool_yearly} a year at today's rate.",
        "{figure:option_retender_year} a year for {figure:option_places} places at {figure:market_weekly} a"
        " week.",
    ),
    Option.PARTNERS: (
        "{figure:option_partners_cost} over the term appraised: {figure:own_share} of the block's cost.",
        "{figure:option_partners_year} a year: {figure:own_share} of the block with every bed in use.",
        "{figure:option_partners_year} a year for {figure:option_places} places at {figure:tool_weekly} a"
        " week.",
    ),
    Option.JOIN: (
        "{figure:option_join_cost} over the term appraised, for the same bed-nights at {figure:join_weekly} a"
        " week.",
        "{figure:option_join_year} a year for {figure:option_places} places at {figure:join_weekly} a week.",
    ),
    Option.EXTEND: (
        "{figure:option_extend_cost} for {figure:option_extend_years} years more.",
        "No option to extend is left. A year more would cost {figure:option_extend_year}.",
    ),
    Option.RETENDER: (
        "{figure:option_retender_cost} over the term appraised, for the same bed-nights at"
        " {figure:market_weekly} a week, and the cost of the procurement.",
        "{figure:option_retender_year} a year for {figure:option_places} places at {figure:market_weekly} a"
        " week, and the cost of the procurement.",
    ),
}  # fmt: skip


def cost_citations() -> list[str]:
    """Every figure that an option's cost may cite."""
    return keys_in([text for texts in COSTS.values() for text in texts])


def cost_words(option: Option, missing: Mapping[str, str]) -> str:
    """Its cost on the best basis the records hold, else what is missing: the reasons by citation."""
    reason = ""
    for text in COSTS[option]:
        reason = next((missing[key] for key in keys_in([text]) if key in missing), "")
        if not reason:
            return text
    return f"Not known. {reason.partition(': ')[2] or reason}"


def options_for(paper: Paper, missing: Mapping[str, str]) -> dict[Option, dict[str, str]]:
    """Every option with its standing, cost, risk, who carries voids and why. ``missing``: the figures of cost
    that the records do not hold, with why."""
    words = {
        Option.DO_NOTHING: (RISK_OF_MARKET, NOBODY, "No say in price or place."),
        Option.AS_PLANNED: (
            "It ends as it was agreed, whatever the need is then.", "As agreed today.",
            "The need is forecast beyond its end."),
        Option.ALONE: (
            "The council alone carries demand that is lower than forecast.", "This council.",
            "The need can be met, and its size is this council's own."),
        Option.PARTNERS: (
            "Partners may want the same bed at once.", "Partners, by their shares.",
            "Agreement on shares would come later than the need."),
        Option.JOIN: (
            "Its rules and end are another's to set.", NOBODY,
            "No arrangement open to us has enough homes near here."),
        Option.EXTEND: (
            "Prices and homes stay as they were first agreed.", "As agreed today.",
            "It leaves the terms as they are."),
        Option.RETENDER: (
            "Children are placed one by one until it is done.", "As the new terms say.",
            "It takes 18 to 24 months with mobilisation."),
    }  # fmt: skip
    options = {
        option: {
            "standing": Standing.REJECTED.value,
            "cost": cost_words(option, missing),
            "risk": risk,
            "voids": voids,
            "reason": reason,
        }
        for option, (risk, voids, reason) in words.items()
    }
    options[_recommended(paper)] |= {
        "standing": Standing.RECOMMENDED.value,
        "reason": "For the reasons in this paper.",
    }
    return options


def _recommended(paper: Paper) -> Option:
    if paper.tool and paper.paper_format == PaperFormat.W:
        return Option.EXTEND
    if paper.block_contract and paper.block_contract.shares.count() > 1:
        return Option.PARTNERS
    return Option.ALONE if paper.block_contract_id or paper.tool_id else Option.DO_NOTHING
