"""Who may forecast and plan."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from sufficiency.choices import PLANNERS


def can_forecast(actor: Actor) -> Decision:
    if actor.has_role(*PLANNERS):
        return allow()
    return deny("Only planners, commissioners and heads of service make forecasts.")


def can_plan(actor: Actor) -> Decision:
    if actor.has_role(*PLANNERS):
        return allow()
    return deny("Only planners, commissioners and heads of service make scenarios and appraisals.")


def can_link(actor: Actor) -> Decision:
    if actor.has_role(*PLANNERS):
        return allow()
    return deny("Only planners, commissioners and heads of service say who a child of a return is.")
