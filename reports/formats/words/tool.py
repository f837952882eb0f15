"""What a paper on a commercial tool says: a framework, a purchasing system, a list."""

WORDS = {
    "thing": "the arrangement {contract}, {name}",
    "regime": "The arrangement is under the {law}.",
    "recommendations": """
That {decider} approves the use of {name} ({contract}) until {figure:tool_ends_on}.

? That the council's own spending through it is limited to {figure:own_ceiling} in all, met from the
{category} budget.

That the {director}, after consulting the cabinet member, is authorised to admit providers and homes, to award
placements and to agree changes of price under its terms, before each is due.
""",
    "asked": "That {decider} approves the use of {name} ({contract}) until {figure:tool_ends_on}.",
    "cost": """
? Up to {figure:own_ceiling} of our own over the whole term, of which {figure:ceiling_spent} is spent, from
the {category} budget of {figure:budget}.

?? The {category} budget is {figure:budget} this year. Using the arrangement commits no money by itself.
""",
    "children": """
{figure:tool_providers} providers with {figure:tool_homes} homes whose quality and price were checked before a
child needs them, so that fewer children are placed wherever a bed is free on the day.
""",
    "risk": """
No bed is kept for the council: when homes are full, children are placed outside the arrangement at
{figure:spot_weekly} a week on average.
""",
    "key_amount": "{key_value}",
    "price": """
The arrangement began on {figure:tool_starts_on}. {figure:tool_providers} providers with {figure:tool_homes}
homes are on it, and {figure:tool_children} of our children are placed through it.

? {table:members}

? {chart:route_waterfall}
""",
    "reasons": """
The forecast's 80% range for {figure:forecast_36_on} is {figure:forecast_36_low} to
{figure:forecast_36_high} children in this kind of care.

Without the arrangement each placement would be bought by itself, at {figure:spot_weekly} a week on average,
from providers whom nobody checked beforehand.
""",
    "finance": """
The {category} budget is {figure:budget} this year. {figure:external_cost} was paid for such care outside the
council since {figure:counted_from}.

? Our own ceiling is {figure:own_ceiling}. {figure:ceiling_spent} of it is spent
({share:ceiling_spent,own_ceiling}), and {figure:ceiling_left} is neither spent nor committed. A year at
today's rate is {figure:ceiling_yearly}.

? The value approved for all partners is {figure:tool_value} over {figure:tool_years} years. Our own ceiling
is {share:own_ceiling,tool_value} of it. Neither figure promises any provider a volume.

? {table:budget_by_year}

? {chart:spend_against_budget}
""",
    "term": """
It began on {figure:tool_starts_on} and, with the options used so far, can be bought from until
{figure:tool_ends_on}. Placements made by then run on to their own end.
""",
    "procurement": """
{name} is a {kind} of {figure:tool_years} years under the {law}. Providers are admitted to lots after checks
of registration, inspection, finance, insurance and safeguarding, and awards follow the published weights.

? {table:members}
""",
    "background": """
- {name} ({contract}){decision}
- The council's sufficiency strategy and the forecast of {label} of {figure:forecast_on}
""",
}
