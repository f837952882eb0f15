"""Who may search, and when a step of the route may be closed."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.choices import RequestState, StepOutcome, StepState
from placements.models import PlacementRequest, SourcingStep
from placements.workflows import SOURCING_ROLES

SEARCHING = (RequestState.SOURCING, RequestState.EVALUATING)


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
