"""Who may do what to a placement request, beyond what its table of states says."""

from authorities.choices import CASE_ROLES
from core.actor import Actor
from core.formats import moment
from core.policies import Decision, allow, deny
from placements.choices import RequestState
from placements.models import PlacementRequest

MAY_CHANGE = (RequestState.DRAFT, RequestState.RETURNED)


def can_raise_request(actor: Actor) -> Decision:
    if actor.has_role(*CASE_ROLES) and actor.clearance >= 3:
        return allow()
    return deny("Only people who work on a child’s case can ask for a home.")


def can_edit_request(actor: Actor, request: PlacementRequest) -> Decision:
    if not actor.has_role(*CASE_ROLES):
        return deny("Only people who work on the case can change a request.")
    if request.state not in MAY_CHANGE:
        return deny(
            f"This request has been “{request.get_state_display().lower()}” since {moment(request.state_at)}."
            " It can be changed only while it is a draft or has been returned."
        )
    return allow()


def can_agree_need(actor: Actor, request: PlacementRequest) -> Decision:
    if actor.person_id == request.raised_by_id:
        return deny("You raised this request, so somebody else must agree the need.")
    return allow()
