"""The rules, one file for each kind of slip. Each has ``find(draft)``, which yields findings."""

from collections.abc import Callable, Iterable

from reports.checker.draft import Draft
from reports.checker.finding import Finding
from reports.checker.rules import (
    counts,
    dates,
    names,
    numbering,
    percentages,
    recommendations,
    statutes,
    sums,
    values,
    words,
)

RULES: tuple[Callable[[Draft], Iterable[Finding]], ...] = tuple(
    module.find
    for module in (
        sums,
        percentages,
        values,
        dates,
        counts,
        names,
        statutes,
        numbering,
        recommendations,
        words,
    )
)
