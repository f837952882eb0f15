"""Who may prepare and who may apply an uplift."""

from contracts.keeping_choices import UpliftState
from contracts.models import UpliftAnswer, UpliftRequest
from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.models import UpliftRun
from placements.uplift_workflow import RUN_ROLES

SETTLED = (UpliftState.AGREED, UpliftState.REFUSED, UpliftState.FINAL)


def can_estimate(actor: Actor, uplift: UpliftRequest, answer: UpliftAnswer | None) -> Decision:
    """Until the council has answered: from then on a dry run finds what was agreed."""
    if not actor.has_role(*RUN_ROLES):
        return deny("A commissioner, a finance officer or a graded manager works out what an uplift costs.")
    if uplift.window.tool_id is None:
        return deny("A block has one price: what each council would pay follows from its share.")
    if answer is not None and answer.state in SETTLED:
        return deny("This has been answered. What was agreed is found by a dry run.")
    return allow()


def can_prepare(actor: Actor, answer: UpliftAnswer) -> Decision:
    if actor.person_id is None or not actor.has_role(*RUN_ROLES):
        return deny("A commissioner, a finance officer or a graded manager prepares an uplift.")
    if answer.state != UpliftState.AGREED:
        return deny("Prices can rise only by what has been agreed.")
    return allow()


def can_apply(actor: Actor, run: UpliftRun) -> Decision:
    """Two people: who prepared it does not apply it."""
    if actor.person_id is None:
        return deny("Only a person can apply an uplift.")
    if run.prepared_by_id == actor.person_id:
        return deny("You prepared this, so somebody else must apply it.")
    return allow()
