"""Who must approve a placement, and of what value. Pure rules; records and people come in as arguments.

Three approvals are separate: care and statutory (Care Planning Regulations 2010, reg. 11), financial (the
council's own delegation ladder) and contract (authority to sign).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from authorities.choices import GRADES, Role
from contracts.choices import PurchaseBasis, Route
from core.formats import money
from core.money import DAYS_PER_WEEK, annualise, pence
from core.periods import Period
from core.policies import Decision, allow, deny

CONTRACT_ROLES = (Role.CONTRACT_SIGNATORY, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)
MOST_APPROVALS_A_PERSON = 2

BASIS_OF_ROUTE = {
    Route.IN_HOUSE: PurchaseBasis.IN_HOUSE,
    Route.BLOCK: PurchaseBasis.BLOCK,
    Route.SPOT: PurchaseBasis.SPOT,
    Route.EXCEPTION: PurchaseBasis.SPOT,
}


class Area(StrEnum):
    """Where a home stands, as the regulations see it; miles do not come into it."""

    IN_AREA = "in_area"
    ADJOINING = "adjoining"
    DISTANT = "distant"


@dataclass(frozen=True)
class Values:
    """Pounds a week, a year at 365/7 weeks, and to the planned end."""

    weekly: Decimal
    annual: Decimal
    whole_life: Decimal

    def __add__(self, other: "Values") -> "Values":
        return Values(
            self.weekly + other.weekly, self.annual + other.annual, self.whole_life + other.whole_life
        )

    def exceeds(self, other: "Values") -> bool:
        return self.weekly > other.weekly or self.annual > other.annual or self.whole_life > other.whole_life


@dataclass(frozen=True)
class Rule:
    """The roles that may decide, and why these."""

    roles: tuple[Role, ...]
    grounds: str


def purchase_basis(route: Route) -> PurchaseBasis:
    """How a home found on ``route`` is bought: a call-off unless the route says otherwise."""
    return BASIS_OF_ROUTE.get(route, PurchaseBasis.CALL_OFF)


def is_on_contract(route: Route) -> bool:
    """Whether overarching terms apply."""
    return purchase_basis(route) is not PurchaseBasis.SPOT


def values_of(fees: Iterable[tuple[Decimal, Period]], stay: Period) -> Values:
    """The value of weekly fees over ``stay``, which has an end: each counts for its own nights of the stay.

    The weekly value is that of all fees together, so that it is never below any week's.
    """
    weekly = whole_life = Decimal(0)
    for rate, period in fees:
        paid = period.overlap(stay)
        weekly += rate
        whole_life += rate * paid.nights / DAYS_PER_WEEK if paid else Decimal(0)
    return Values(pence(weekly), annualise(weekly), pence(whole_life))


def care_rule(area: Area, *, is_registered: bool = True, disrupts_key_stage_4: bool = False) -> Rule:
    """Who gives the care approval for a home in ``area``.

    An unregistered home is an exception that only the director may make. In key stage 4 a change of school
    needs the nominated officer even in our own area (Care Planning Regulations 2010, reg. 10).
    """
    if not is_registered:
        return Rule(
            (Role.DCS,),
            "The home is not registered: only the director of children's services may make the exception.",
        )
    if disrupts_key_stage_4 and area is not Area.DISTANT:
        return Rule(
            (Role.NOMINATED_OFFICER,),
            "The child is in key stage 4 and would change school: the nominated officer decides.",
        )
    match area:
        case Area.IN_AREA:
            return Rule(GRADES, "The home is in our own area: a service manager or above decides.")
        case Area.ADJOINING:
            return Rule(
                (Role.NOMINATED_OFFICER,),
                "The home is outside our area, in an adjoining one: the nominated officer decides.",
            )
        case Area.DISTANT:
            return Rule(
                (Role.DCS,),
                "The home is at a distance, outside our area and any adjoining one: the director of"
                " children's services decides, and the area's council is consulted with the care plan.",
            )


def financial_rule(
    able: Sequence[Role], values: Values, *, grades_up: int, counted_with: Decimal = Decimal(0)
) -> Rule:
    """Who gives the financial approval, where ``able`` are the grades whose limits cover ``values``.

    ``counted_with`` is the part of the whole-life value that was agreed before for the same child and
    provider: a placement bought in parts needs the grade of the whole.
    """
    grounds = (
        f"{able[0].label} is the lowest grade whose limits cover {money(values.weekly)} a week,"
        f" {money(values.annual)} a year and {money(values.whole_life)} in all"
    )
    if grades_up:
        grounds += ", one grade up because it is bought off contract"
    if counted_with:
        grounds += f". {money(counted_with)} of it was agreed before for this child with this provider"
    return Rule(tuple(able), f"{grounds}.")


def contract_rule() -> Rule:
    """Who may bind the council to the agreement."""
    return Rule(CONTRACT_ROLES, "A contract signatory, or a head of service or above, has authority to sign.")


def may_decide(
    *,
    person_id: int | None,
    roles: Collection[str],
    roles_able: Collection[str],
    raised_by: Collection[int],
    already_given: int,
) -> Decision:
    """Whether a person may decide one of a case's three approvals.

    ``raised_by`` are the people who asked for the placement or chose the offer; ``already_given`` is how many
    of the case's other approvals this person has given.
    """
    if person_id is None:
        return deny("Only a person can decide an approval.")
    if person_id in raised_by:
        return deny("You asked for this placement or chose the offer, so somebody else must approve it.")
    if not set(roles) & set(roles_able):
        return deny(f"This is for {_one_of(roles_able)} to decide.")
    if already_given >= MOST_APPROVALS_A_PERSON:
        return deny("You gave the other two approvals on this case. Somebody else must give the third.")
    return allow()


def key_stage_4(birth_month: date, on: date) -> bool:
    """Whether a child born in a month is in school year 10 or 11 on a day. The school year starts on 1
    September, so the month is enough."""
    school_year = on.year if on.month >= 9 else on.year - 1
    turning = school_year - birth_month.year - (birth_month.month >= 9)
    return turning in (14, 15)


def _one_of(roles: Collection[str]) -> str:
    names = [Role(role).label for role in roles]
    names = [name[:1].lower() + name[1:] for name in names]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def end_of_childhood(birth_month: date) -> date:
    """The first day after the month in which a child turns 18: an end that never gives the birthday away."""
    year, month = birth_month.year + 18, birth_month.month
    return date(year + month // 12, month % 12 + 1, 1)
