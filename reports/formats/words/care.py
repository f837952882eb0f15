"""What a paper says that is about the need for one kind of care, and about no contract yet."""

WORDS = {
    "thing": "what is needed of {category}",
    "regime": "",
    "recommendations": "That {decider} notes what is needed of {category}, and what it costs today.",
    "asked": "To note what is needed of {category}, and what it costs today.",
    "cost": """
The {category} budget is {figure:budget} this year. Nothing is to be committed on this paper.
""",
    "children": "Nothing changes yet. The paper says how many children need such a home.",
    "risk": """
Each placement is bought by itself, at {figure:spot_weekly} a week on average, wherever a bed is free.
""",
    "key_amount": "",
    "price": "? {chart:route_waterfall}",
    "reasons": """
The forecast's 80% range for {figure:forecast_36_on} is {figure:forecast_36_low} to
{figure:forecast_36_high} children in this kind of care.
""",
    "finance": """
The {category} budget is {figure:budget} this year. {figure:external_cost} was paid for such care outside the
council since {figure:counted_from}.

? {table:budget_by_year}

? {chart:spend_against_budget}
""",
    "term": "There is no contract yet.",
    "procurement": "Nothing is being bought on this paper. A later one will say how.",
    "background": "- The council's sufficiency strategy and the forecast of {label} of {figure:forecast_on}",
}
