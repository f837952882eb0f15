"""What the register says of a home that would be covered by a tool: the light check. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.models import CommercialTool
from providers.choices import UNGRADED, Outcome
from providers.grades import meets_gateway


@dataclass(frozen=True)
class Finding:
    """One fact of one home and whether it is good enough."""

    words: str
    is_met: bool


def registration_of(home: Any) -> Finding:
    """``home`` is a setting with its register facts (``providers.selectors.register``)."""
    if not home.is_active:
        return Finding(f"{home.name}: not actively registered", False)
    if home.is_suspended:
        return Finding(f"{home.name}: a council has suspended placements", False)
    return Finding(f"{home.name}: registered", True)


def rating_of(home: Any, tool: CommercialTool) -> Finding:
    outcome = Outcome(home.outcome)
    if outcome in UNGRADED:
        return Finding(f"{home.name}: {outcome.label.lower()}", tool.accepts_not_inspected)
    return Finding(f"{home.name}: {outcome.label.lower()}", meets_gateway(outcome, tool.lowest_grade))


def light_check(home: Any, tool: CommercialTool) -> list[Finding]:
    return [registration_of(home), rating_of(home, tool)]


def failures(findings: Iterable[Finding]) -> str:
    """What is not good enough, in one line; empty when all is."""
    return "; ".join(each.words for each in findings if not each.is_met)
