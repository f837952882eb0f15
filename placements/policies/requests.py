"""Who may do what to a placement request, beyond what its table of states says."""

from authorities.choices import CASE_ROLES, GRADES
from core.actor import Actor
from core.formats import moment
from core.policies import Decision, allow, deny
from placements.choices import RequestState
from placements.models import PlacementRequest
from placements.policies.sourcing import SEARCHING
from placements.workflows import SOURCING_ROLES

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


def can_complete_record(actor: Actor, request: PlacementRequest) -> Decision:
    """What an emergency left unsaid is added afterwards, even once the child is placed."""
    if not actor.has_role(*CASE_ROLES):
        return deny("Only people who work on the case can complete its record.")
    if not request.is_emergency or not request.missing_facts:
        return deny("Nothing is missing from the record of this request.")
    return allow()


def can_ratify(actor: Actor, request: PlacementRequest) -> Decision:
    """An emergency is ratified once, by a grade that did not ask for it."""
    if not request.is_emergency or request.ratified_at is not None:
        return deny("There is no emergency to ratify here, or it has been ratified already.")
    if not actor.has_role(*GRADES):
        return deny("A service manager or above ratifies an emergency.")
    if actor.person_id == request.raised_by_id:
        return deny("You asked for this home, so somebody else must ratify it.")
    return allow()


BEFORE_CHOICE = (
    RequestState.DRAFT,
    RequestState.RETURNED,
    RequestState.SUBMITTED,
    RequestState.NEED_AGREED,
    *SEARCHING,
)


def can_add_to_need(actor: Actor, request: PlacementRequest) -> Decision:
    """Areas to avoid and brothers and sisters are added until a home has been chosen."""
    if not actor.has_role(*CASE_ROLES):
        return deny("Only people who work on the case can add to its need.")
    if request.state not in BEFORE_CHOICE:
        return deny(f"This request is {request.get_state_display().lower()}, so its need stands as it was.")
    return allow()


def can_split(actor: Actor, request: PlacementRequest) -> Decision:
    """A draft is split by whoever writes it, a search by those who search."""
    if request.state in SEARCHING:
        if not actor.has_role(*SOURCING_ROLES):
            return deny("Only placements officers and commissioners can split a search.")
        return allow()
    if request.state not in MAY_CHANGE:
        return deny("Brothers and sisters are parted while the request is written or searched for.")
    return can_add_to_need(actor, request)


def can_agree_need(actor: Actor, request: PlacementRequest) -> Decision:
    if actor.person_id == request.raised_by_id:
        return deny("You raised this request, so somebody else must agree the need.")
    return allow()
