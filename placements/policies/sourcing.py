"""Who may search, and when a step of the route may be closed."""

from authorities.choices import Role
from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.choices import EscalatedTo, RequestState, StepOutcome, StepState
from placements.models import Escalation, PlacementRequest, SourcingStep
from placements.workflows import ESCALATED_TO, SOURCING_ROLES

SEARCHING = (RequestState.SOURCING, RequestState.ESCALATED, RequestState.EVALUATING)


def can_search(actor: Actor) -> Decision:
    if actor.has_role(*SOURCING_ROLES):
        return allow()
    return deny("Only placements officers and commissioners can search for a home.")


def can_close_step(
    actor: Actor, step: SourcingStep, request: PlacementRequest, outcome: StepOutcome
) -> Decision:
    """An open step may be closed. One whose chosen offer fell through may be closed again as not found."""
    if not can_search(actor):
        return can_search(actor)
    if step.state == StepState.WAITING:
        return deny("This step has not opened yet: the one before it needs an outcome and a reason.")
    if outcome == StepOutcome.OFFER_CHOSEN:
        return allow()
    if request.state not in SEARCHING and not (request.is_emergency and step.state == StepState.OPEN):
        return deny("Nobody is searching for this request now, so its steps can no longer be closed.")
    if step.state == StepState.CLOSED and step.outcome != StepOutcome.OFFER_CHOSEN:
        return deny("This step has already been closed.")
    return allow()


def can_decide_escalation(actor: Actor, escalation: Escalation, *, has_offer: bool) -> Decision:
    """Whoever it was taken to, or above; those who search only once an offer has come meanwhile."""
    if has_offer and can_search(actor):
        return allow()
    if actor.person_id == escalation.raised_by_id:
        return deny("You took this to somebody higher, so somebody else must decide it.")
    deciders = ESCALATED_TO if escalation.to == EscalatedTo.HEAD_OF_SERVICE else (Role.DCS,)
    if actor.has_role(*deciders):
        return allow()
    return deny(f"{EscalatedTo(escalation.to).label} decides how this search goes on.")


def can_pass_up(actor: Actor, escalation: Escalation) -> Decision:
    """From the head of service to the director, and no higher."""
    if escalation.to != EscalatedTo.HEAD_OF_SERVICE:
        return deny("The director has it already.")
    if not actor.has_role(Role.HEAD_OF_SERVICE):
        return deny("The head of service passes it to the director.")
    return allow()
