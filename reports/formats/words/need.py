"""What every paper says of children and the market, whatever it is about.

A paragraph that begins with "? " is kept only where the records hold all its figures, and one that begins
with "?? " only where they do and the optional one before it was not kept.
"""

NEED = """
The council looked after {figure:children_now} {label} on the day of the figures, against
{figure:children_year_ago} on {figure:year_ago}. That is a change of {figure:children_growth} of the earlier
number.

? {chart:growth}

Of them, {figure:children_kind_now} were in {category}. The forecast of {figure:forecast_on} expects
{figure:forecast_12} at {figure:forecast_12_on} (80% range {figure:forecast_12_low} to
{figure:forecast_12_high}), {figure:forecast_24} at {figure:forecast_24_on} ({figure:forecast_24_low} to
{figure:forecast_24_high}) and {figure:forecast_36} at {figure:forecast_36_on} ({figure:forecast_36_low} to
{figure:forecast_36_high}).

? {chart:forecast_with_band}
"""
MARKET = """
{figure:external_share} of these placements are bought from outside the council, at {figure:external_cost}
since {figure:counted_from}.
"""
SPOT = """
A spot placement of this kind cost {figure:spot_weekly} a week on average over the same nights, which is
{yearly:spot_weekly} for one child in a year of {figure:week_factor} weeks.
"""
CAPACITY = """
? {chart:capacity_against_need}

? {chart:in_and_out_of_area}
"""
LAW = """
Section 22G of the Children Act 1989 asks the council to secure, so far as reasonably practicable, enough
accommodation in its area for the children it looks after. {regime} Each placement stays a separate decision
under sections 22A and 22C of the same Act.
"""
PRIORITIES = """
It serves the council's aims of supporting children and families to thrive and of spending public money well.
"""
TIMES = """
Notice is due by {figure:notice_by} and the report is to be public by {figure:papers_by}.
"""
CALL_IN = """
No. If the decision of {figure:meeting_on} is published on {figure:decision_published_on}, it may be called
in until {figure:call_in_ends} and takes effect on {figure:effective_on}.
"""
