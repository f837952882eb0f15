"""Grades compared: pure. Homes and agencies have four, supported accommodation three."""

from providers.choices import GRADE_ORDER, LOWEST_OUTCOMES, SA_ORDER, UNGRADED, Outcome, RegistrationType

# The last of each scale, best first, that is good enough to need no look.
_GOOD_ENOUGH = {GRADE_ORDER: 1, SA_ORDER: 0}
# Where each of the three outcomes stands beside the four grades of a quality gateway.
_GRADE_OF_OUTCOME = {
    Outcome.SA_STRONG: Outcome.OUTSTANDING,
    Outcome.SA_INCONSISTENT: Outcome.REQUIRES_IMPROVEMENT,
    Outcome.SA_SERIOUS: Outcome.INADEQUATE,
}


def scale_of(registration_type: str) -> tuple[Outcome, ...]:
    """The outcomes an inspection of such a setting may have, best first."""
    return SA_ORDER if registration_type == RegistrationType.SUPPORTED_ACCOMMODATION else GRADE_ORDER


def has_fallen(*, before: str, now: str) -> bool:
    """Whether ``now`` is worse than ``before``; a first grade counts as a fall when it is below good.

    ``before`` may be ``NOT_YET_INSPECTED`` or of the other scale.
    """
    scale = next((scale for scale in _GOOD_ENOUGH if now in scale), None)
    if scale is None:
        return False
    place = scale.index(Outcome(now))
    if before in scale:
        return place > scale.index(Outcome(before))
    return place > _GOOD_ENOUGH[scale]


def is_lowest(outcome: str) -> bool:
    return outcome in LOWEST_OUTCOMES


def meets_gateway(outcome: str, gateway: str) -> bool:
    """Whether an inspection outcome is at least as good as the council's lowest grade considered."""
    found = Outcome(outcome)
    grade = _GRADE_OF_OUTCOME.get(found, found)
    return GRADE_ORDER.index(grade) <= GRADE_ORDER.index(Outcome(gateway))


def outcomes_below(gateway: str) -> list[Outcome]:
    """Those a council does not consider; having no judgement to go by is not one of them."""
    return [each for each in Outcome if each not in UNGRADED and not meets_gateway(each, gateway)]
