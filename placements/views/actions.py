"""What a person may do next to a request: the buttons of its page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from placements.choices import RequestState
from placements.models import PlacementRequest
from placements.policies.requests import (
    can_agree_need,
    can_complete_record,
    can_edit_request,
    can_ratify,
)
from placements.policies.sourcing import SEARCHING
from placements.selectors.escalations import may_decide, open_escalation
from placements.selectors.requests import SEES_ALL
from placements.workflows import HOLDING_ROLES, REQUEST, SOURCING_ROLES

# When there are offers to read, and when there may be an agreement.
COMPARED_IN = (
    *SEARCHING,
    RequestState.AWAITING_APPROVAL,
    RequestState.APPROVED,
    RequestState.AGREEMENT_ISSUED,
    RequestState.PLACED,
)
AGREED_IN = (RequestState.APPROVED, RequestState.AGREEMENT_ISSUED, RequestState.PLACED)


@dataclass(frozen=True)
class Action:
    """A button: a page to open, or, when ``posts``, a change made at once."""

    text: str
    href: str
    posts: bool = False
    kind: str = "primary"


def shows_offers(actor: Actor, request: PlacementRequest) -> bool:
    """Whether offers are for this person: whoever only asked for the home waits for the choice."""
    return request.state in COMPARED_IN and actor.has_role(*SEES_ALL)


def actions_on(actor: Actor, request: PlacementRequest) -> list[Action]:
    """The main action first; withdrawal last."""
    verbs = {transition.verb for transition in REQUEST.available(request.state, actor)}

    def to(route: str) -> str:
        return reverse(route, args=[request.reference])

    actions = []
    if "submit" in verbs and not request.missing_facts:
        actions.append(Action("Submit", to("request_submit"), posts=True))
    if can_edit_request(actor, request):
        kind = "primary" if request.missing_facts else "secondary"
        actions.append(Action("Change the request", to("request_edit"), kind=kind))
    if can_ratify(actor, request):
        actions.append(Action("Ratify the emergency", to("request_ratify")))
    if can_complete_record(actor, request):
        actions.append(Action("Complete the record", to("request_complete")))
    if "agree_need" in verbs and can_agree_need(actor, request):
        actions.append(Action("Decide the need", to("request_need")))
    if "start_sourcing" in verbs:
        actions.append(Action("Start sourcing", to("sourcing_start"), posts=True))
    if request.state in SEARCHING:
        actions.append(Action("Open the search", to("sourcing")))
    escalation = open_escalation(request) if "go_on" in verbs else None
    if escalation is not None and may_decide(actor, escalation, on=timezone.localdate()):
        actions.append(Action("Decide how the search goes on", to("request_escalation")))
    if request.state == RequestState.ON_HOLD and actor.has_role(*HOLDING_ROLES):
        actions.append(Action("Take off hold", to("request_resume")))
    if shows_offers(actor, request):
        actions.append(Action("See the offers", to("request_offers"), kind="secondary"))
    if request.state in AGREED_IN and actor.has_role(*SOURCING_ROLES):
        text = "Draft the agreement" if request.state == RequestState.APPROVED else "Open the agreement"
        actions.append(Action(text, to("request_agreement")))
    if "escalate" in verbs:
        actions.append(Action("Escalate", to("request_escalate"), kind="secondary"))
    if "hold" in verbs:
        actions.append(Action("Put on hold", to("request_pause"), kind="secondary"))
    if "withdraw" in verbs:
        actions.append(Action("Withdraw", to("request_withdraw"), kind="secondary"))
    return sorted(actions, key=lambda action: action.kind != "primary")
