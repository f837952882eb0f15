"""What the law and good practice ask of one placement, as checks an approver reads. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from placements.approvals import Area
from placements.choices import PlacementType
from providers.choices import Outcome
from providers.grades import outcomes_below

SUPPORTED_FROM = 16  # Care Planning Regulations 2010, reg. 27A and 27C
STATISTICAL_MILES = Decimal(20)  # a line of the children looked-after return, not a legal test


@dataclass(frozen=True)
class Check:
    """One line: ``passes`` is None where a person must look."""

    text: str
    note: str
    passes: bool | None


def statutory_checks(
    *,
    age: int,
    placement_type: str,
    area: Area,
    area_name: str,
    miles: Decimal | None,
    outcome: Outcome,
    is_active: bool,
    is_suspended: bool,
    has_views: bool,
    needs_met: Collection[str],
    needs: Collection[str],
    in_key_stage_4: bool = False,
    changes_school: bool = False,
) -> list[Check]:
    """The checks in the order an approver takes them."""
    return [
        _registered(is_active, is_suspended),
        _lawful_age(age, placement_type),
        _area(area, area_name),
        _distance(miles),
        Check("Last inspection", outcome.label, _good_enough(outcome)),
        Check(
            "Needs the home says it meets",
            f"{len(needs_met)} of {len(needs)}" if needs else "None recorded",
            len(needs_met) == len(needs) or None,
        ),
        Check("The child's own views", "Recorded" if has_views else "Not recorded", has_views),
        *_schooling(in_key_stage_4, changes_school),
    ]


def _registered(is_active: bool, is_suspended: bool) -> Check:
    if is_suspended:
        return Check("Registration", "Suspended for new placements", False)
    return Check("Registration", "Active" if is_active else "Not active with Ofsted", is_active)


def _lawful_age(age: int, placement_type: str) -> Check:
    if placement_type == PlacementType.SUPPORTED and age < SUPPORTED_FROM:
        return Check("Age", f"{age}: supported accommodation is unlawful under {SUPPORTED_FROM}", False)
    return Check("Age", f"{age}: lawful for this kind of home", True)


def _area(area: Area, name: str) -> Check:
    match area:
        case Area.IN_AREA:
            return Check("Area", f"{name}: our own", True)
        case Area.ADJOINING:
            return Check("Area", f"{name}: adjoining. Tell its council before the placement starts", None)
        case Area.DISTANT:
            return Check(
                "Area", f"{name}: at a distance. Its council is consulted with the care plan first", None
            )


def _distance(miles: Decimal | None) -> Check:
    if miles is None:
        return Check("Distance from home", "Not known", None)
    beyond = miles > STATISTICAL_MILES
    return Check(
        "Distance from home", f"{miles} miles{', more than 20' if beyond else ''}", None if beyond else True
    )


def _good_enough(outcome: Outcome) -> bool | None:
    if outcome in outcomes_below(Outcome.GOOD):
        return False
    return None if outcome == Outcome.NOT_YET_INSPECTED else True


def _schooling(in_key_stage_4: bool, changes_school: bool) -> list[Check]:
    """Care Planning Regulations 2010, reg. 10: schooling in key stage 4 is not disrupted without approval."""
    if not in_key_stage_4:
        return []
    if changes_school:
        return [Check("Key stage 4", "The child would change school: the nominated officer approves", None)]
    return [Check("Key stage 4", "The child stays at the same school", True)]
