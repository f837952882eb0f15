"""What a paper on a block contract says."""

WORDS = {
    "thing": "the block contract {contract}",
    "regime": "The contract is under the {law}.",
    "recommendations": """
That {decider} approves the block contract {contract} for a term of up to {figure:term_years} years.

? That spending under it is limited to {figure:annual_ceiling} a year and {figure:total_ceiling} in all, met
from the {category} budget.

?? That spending under it is limited to {figure:total_ceiling} in all, met from the {category} budget.

That the {director} reports occupancy, cost against spot and distance from home to the cabinet member every
six months.
""",
    "asked": """
That {decider} approves the block contract {contract} for a term of up to {figure:term_years} years.
""",
    "cost": """
? Up to {figure:annual_ceiling} a year and {figure:total_ceiling} over {figure:term_years} years, from the
{category} budget of {figure:budget}.

?? {figure:annual_value} a year if every bed is in use, from the {category} budget of {figure:budget}.
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
    "key_amount": "{figure:total_ceiling}",
    "price": """
A bed in the block costs {figure:weekly_rate} a week. The difference is {figure:price_against_spot} of the
spot price.

? Since {figure:counted_from}, {figure:occupied_nights} of {figure:live_nights} open bed-nights of the block
were in use, an occupancy of {figure:occupancy}.

? {chart:block_against_spot}

? {chart:block_use}
""",
    "reasons": """
The forecast's 80% range for {figure:forecast_36_on} is {figure:forecast_36_low} to
{figure:forecast_36_high} children in this kind of care. The contract is for {figure:beds} beds.

? A bed in use costs {figure:weekly_rate} a week, against {figure:spot_weekly} for a spot placement. The value
over the full term, {figure:total_value}, leaves {figure:headroom} under the ceiling.

?? A bed in use costs {figure:weekly_rate} a week, against {figure:spot_weekly} for a spot placement.
""",
    "finance": """
All {figure:beds} beds in use would cost {figure:annual_value} a year ({figure:weekly_rate} a bed a week, at
{figure:week_factor} weeks in a year).

? Over {figure:term_years} years with every option taken, that is {figure:total_value}, or
{figure:ceiling_used} of the ceiling of {figure:total_ceiling}. The ceiling stands for
{figure:price_per_bed_week} a bed a week at the same number of weeks in a year.

? The yearly ceiling of {figure:annual_ceiling} is {figure:ceiling_of_budget} of the budget of
{figure:budget}.

{figure:guaranteed_weekly} is owed each week if every bed is empty, {yearly:guaranteed_weekly} a year. At
spot prices the contract breaks even at {figure:break_even_beds} beds in use.

? The council paid {figure:void_cost} for empty beds since {figure:counted_from}.

? {table:budget_by_year}

? {chart:spend_against_budget}
""",
    "term": """
It began on {figure:starts_on} and, with the options used so far, ends on {figure:ends_on}. With every option
it would run for {figure:term_years} years. Either side may leave with {notice} months' notice and no reason.
""",
    "procurement": """
The contract {contract} is for {figure:beds} beds under the {law}. Beds are paid for from the day each is
accepted, not from the day the contract begins.
""",
    "background": """
- Block contract {contract}{decision}
- The council's sufficiency strategy and the forecast of {label} of {figure:forecast_on}
""",
}
