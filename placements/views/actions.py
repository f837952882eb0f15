"""What a person may do next to a request: the buttons of its page."""

from dataclasses import dataclass

from django.urls import reverse

from core.actor import Actor
from placements.choices import RequestState
from placements.models import PlacementRequest
from placements.policies.requests import can_agree_need, can_edit_request
from placements.workflows import REQUEST


@dataclass(frozen=True)
class Action:
    """A button: a page to open, or, when ``posts``, a change made at once."""

    text: str
    href: str
    posts: bool = False
    kind: str = "primary"


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
    if "agree_need" in verbs and can_agree_need(actor, request):
        actions.append(Action("Decide the need", to("request_need")))
    if "start_sourcing" in verbs:
        actions.append(Action("Start sourcing", to("sourcing_start"), posts=True))
    if request.state in (RequestState.SOURCING, RequestState.EVALUATING):
        actions.append(Action("Open the search", to("sourcing")))
    if "withdraw" in verbs:
        actions.append(Action("Withdraw", to("request_withdraw"), kind="secondary"))
    return actions
