"""Words a cabinet report on a block contract starts from; its writers change them.

Numbers are tokens only. What no record holds (consultation, posts, equality) is left to its owners.
"""

import re

from django.utils import timezone

from authorities.choices import ServiceCategory
from reports.models import Paper

SECTIONS = {
    "cost": """
Up to {a_year} a year and {figure:total_ceiling} over {figure:term_years} years, from the
{category} budget of {figure:budget}.
""",
    "children": """
{figure:beds} beds that the council can count on, so that more children live close to home, family and
school and fewer are placed wherever a bed is free on the day.
""",
    "risk": """
The council pays for empty beds. The contract costs no more than buying each placement by itself while at
least {figure:break_even_beds} of its {figure:beds} beds are in use ({figure:break_even_occupancy}
occupancy).
""",
    "divisions": "{divisions}",
    "key": """
{key}
""",
    "purpose": """
To ask {body} to decide on the block contract {contract} for {category}, its length and the most that may be
spent under it, on the strength of the need, the cost and the alternatives set out below.
""",
    "analysis": """
The council looked after {figure:children_now} children on the day of the figures, against
{figure:children_year_ago} on {figure:year_ago}. That is a change of {figure:children_growth} of the earlier
number.

Of them, {figure:children_kind_now} were in the kind of care this contract provides. The forecast of
{figure:forecast_on} expects {figure:forecast_12} at {figure:forecast_12_on} (80% range
{figure:forecast_12_low} to {figure:forecast_12_high}), {figure:forecast_24} at {figure:forecast_24_on}
({figure:forecast_24_low} to {figure:forecast_24_high}) and {figure:forecast_36} at {figure:forecast_36_on}
({figure:forecast_36_low} to {figure:forecast_36_high}).

{figure:external_share} of these placements are bought from outside the council, at {figure:external_cost}
since {figure:counted_from}.

A spot placement of this kind cost {figure:spot_weekly} a week on average over the same nights. A bed in the
block costs {figure:weekly_rate} a week. The difference is {figure:price_against_spot} of the spot price.
{occupancy}
""",
    "alternatives": """
- Do nothing and buy each placement by itself: no payment for empty beds, but a price of
{figure:spot_weekly} a week and no say in where homes open. Not recommended.
- Use framework agreements alone: tested prices, but no bed is kept for the council. Not recommended by
itself.
- Build and run council homes: full control, but capital, staff and registration come first. Kept under
review.
- Keep {figure:beds} beds under a block contract: recommended, for the reasons in this report.
""",
    "implications": """
The financial, legal, human resources, equality and corporate implications are set out in appendix 1. The
benefits looked for are shorter distances from home, fewer moves and a price known in advance.
""",
    "background": """
- Block contract {contract}{decision}
- The council's sufficiency strategy and the forecast of children in care of {figure:forecast_on}
""",
    "appendices": """
- Appendix 1: implications
- Appendix 2: figures used, with what each means, where it comes from and the day it is true of
- Appendix 3: the numbers in the charts
""",
    "recommendations": """
That {body} approves the block contract {contract} for a term of up to {figure:term_years} years.

That spending under it is limited to {a_year} a year and {figure:total_ceiling} in all, met
from the {category} budget.

That the director reports occupancy, cost against spot and distance from home to the cabinet member every
six months.
""",
    "reasons": """
The forecast's 80% range for {figure:forecast_36_on} is {figure:forecast_36_low} to
{figure:forecast_36_high} children in this kind of care. The contract is for {figure:beds} beds.

A bed in use costs {figure:weekly_rate} a week, against {figure:spot_weekly} for a spot placement. The value
over the full term, {figure:total_value}, leaves {figure:headroom} under the ceiling.
""",
    "call_in": "{call_in}",
    "finance": """
All {figure:beds} beds in use would cost {figure:annual_value} a year ({figure:weekly_rate} a bed a week, at
{figure:week_factor} weeks in a year). Over {figure:term_years} years with every option taken, that is
{figure:total_value}, or {figure:ceiling_used} of the ceiling of {figure:total_ceiling}.

The ceiling stands for {figure:price_per_bed_week} a bed a week at the same number of weeks in a year. {share}

{figure:guaranteed_weekly} is owed each week if every bed is empty. At spot prices the contract breaks even
at {figure:break_even_beds} beds in use. The council paid {figure:void_cost} for empty beds since
{figure:counted_from}.
""",
    "legal": """
Section 22G of the Children Act 1989 asks the council to secure, so far as reasonably practicable, enough
accommodation in its area for the children it looks after. The contract is under the {regime}. Each
placement under it stays a separate decision under sections 22A and 22C of the same Act.
""",
    "priorities": """
The contract serves the council's aims of supporting children and families to thrive and of spending public
money well.
""",
}

OCCUPANCY = """
Since {figure:counted_from}, {figure:occupied_nights} of {figure:live_nights} open bed-nights of the block
were in use, an occupancy of {figure:occupancy}.
"""
SHARE = """
The yearly ceiling of {figure:annual_ceiling} is {figure:ceiling_of_budget} of the budget of {figure:budget}.
"""
KEY = """
Yes. The ceiling of {figure:total_ceiling} over the full term is beyond the council's line for a key
decision, {figure:key_amount}. Notice is due by {figure:notice_by} and the report is to be public by
{figure:papers_by}.
"""
NOT_KEY = (
    "No. The ceiling of {figure:total_ceiling} is within the line for a key decision, {figure:key_amount}."
)
CALL_IN = """
No. If the decision of {figure:meeting_on} is published on {figure:decision_published_on}, it may be called
in until {figure:call_in_ends} and takes effect on {figure:effective_on}.
"""


def words_for(paper: Paper) -> dict[str, str]:
    """Text by section key for a paper on a block contract."""
    contract = paper.block_contract
    assert contract is not None
    facts = {
        "body": paper.body,
        "divisions": paper.divisions_affected,
        "contract": contract.reference,
        "decision": f", agreed by decision {contract.decision_reference}"
        if contract.decision_reference
        else "",
        "category": ServiceCategory(contract.category).label.lower(),
        "regime": contract.get_regime_display(),
        "a_year": "{figure:annual_ceiling}" if contract.annual_ceiling else "{figure:annual_value}",
        "share": SHARE.strip() if contract.annual_ceiling else "",
        "key": KEY.strip() if paper.is_key else NOT_KEY,
        "call_in": "Yes." if paper.call_in_waived else CALL_IN.strip(),
        "occupancy": OCCUPANCY
        if contract.beds.filter(live_from__lte=timezone.localdate(paper.raised_at)).exists()
        else "",
    }
    written = {key: _filled(text, facts) for key, text in SECTIONS.items()}
    written["asked"] = _filled(SECTIONS["recommendations"], facts).split("\n\n")[0]
    return {**written, **({"call_in_reason": paper.call_in_reason} if paper.call_in_waived else {})}


def _filled(text: str, facts: dict[str, str]) -> str:
    """Facts put in; figure tokens are left for the day the paper is made."""
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", fact)
    # Lines are broken here for the reader of the code only: a bullet or a blank line starts a new one.
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", text.strip())
