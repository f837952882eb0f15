"""Which alerts ask a council to review its children, and who decides a review."""

from authorities.choices import GRADES, Role
from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.models import ChildReview
from providers.choices import AlertKind, Outcome
from providers.grades import meets_gateway
from providers.models import QualityAlert


def asks_for_reviews(alert: QualityAlert, *, gateway: str) -> bool:
    """Everything does but a grade that fell and still meets the council's own quality gateway."""
    if alert.kind != AlertKind.GRADE:
        return True
    return not meets_gateway(Outcome(alert.outcome), gateway)


def can_record_review(actor: Actor) -> Decision:
    return allow() if actor.person_id is not None else deny("Only a person can review a child's placement.")


def can_decide_review(actor: Actor, review: ChildReview, *, lowest_grade: str) -> Decision:
    """A manager of at least the council's set grade who did not recommend it."""
    if actor.person_id is None or not actor.has_role(*grades_from(lowest_grade)):
        return deny(f"A {Role(lowest_grade).label.lower()} or above decides this.")
    if review.recommended_by_id == actor.person_id:
        return deny("You recommended this, so somebody else must decide it.")
    return allow()


def grades_from(lowest: str) -> tuple[Role, ...]:
    return GRADES[GRADES.index(Role(lowest)) :]
