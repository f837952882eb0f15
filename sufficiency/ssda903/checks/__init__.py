"""Checking returns row by row: what is wrong, by which rule, in which file, row and column.

In the order in which a person would put things right: codes, dates, children, the chain of episodes,
placements, then what one year says against the next.
"""

from collections.abc import Sequence

from sufficiency.ssda903.checks.chain import check_chain
from sufficiency.ssda903.checks.children import check_children
from sufficiency.ssda903.checks.dates import check_dates
from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.placements import check_placements
from sufficiency.ssda903.checks.rules import RULES, Effect, Rule
from sufficiency.ssda903.checks.years import check_codes, check_years
from sufficiency.ssda903.folder import Returns
from sufficiency.ssda903.reading import Table

__all__ = ["RULES", "Effect", "Findings", "Rule", "check"]


def check(returns: Returns, others: Sequence[Table] = ()) -> Findings:
    """Everything found in the returns; ``others`` are their further files, with ``LA`` and ``YEAR``."""
    findings = Findings()
    tables = [table for table in (returns.header, returns.episodes, returns.uasc, *others) if table]
    for table in tables:
        for problem in table.problems:
            findings.problem(problem)
        check_codes(table, findings)
        check_dates(table, findings)
    check_children(returns, [t for t in tables if t is not returns.header], findings)
    check_chain(returns.episodes, findings)
    check_placements(returns, next((t for t in others if t.kind == "dolo"), None), findings)
    check_years(returns.episodes, findings)
    return findings
