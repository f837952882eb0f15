"""Who may approve how much."""

from datetime import date
from decimal import Decimal

from authorities.choices import GRADES, Role
from authorities.models import DelegationRule


def grades_able_to_approve(
    authority_id: int, *, weekly: Decimal, annual: Decimal, whole_life: Decimal, on: date, grades_up: int = 0
) -> list[Role]:
    """The grades whose limits cover all three values, lowest first, raised by ``grades_up``.

    Off-contract spend goes one grade up. A grade without a rule in force approves nothing; the top grade is
    never raised past itself.
    """
    rules = {r.role: r for r in DelegationRule.objects.filter(authority_id=authority_id).in_force_on(on)}

    def covers(role: Role) -> bool:
        rule = rules.get(role)
        return rule is not None and all(
            limit is None or value <= limit
            for value, limit in (
                (weekly, rule.weekly_limit),
                (annual, rule.annual_limit),
                (whole_life, rule.whole_life_limit),
            )
        )

    able = [role for role in GRADES if covers(role)]
    return able[min(grades_up, len(able) - 1) :] if able else []
