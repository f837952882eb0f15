"""Pages that halt a search or take it to somebody higher."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.errors import Conflict
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from core.workflow import require_open
from placements.choices import RequestState
from placements.forms.searching import EscalateForm, EscalationForm, PauseForm, ResumeForm
from placements.policies.sourcing import can_pass_up
from placements.selectors.escalations import may_decide, open_escalation, routes_without_a_home
from placements.selectors.requests import access_request
from placements.selectors.sourcing import steps_of
from placements.services.escalations import decide_escalation, escalate, pass_up
from placements.services.pauses import put_on_hold, take_off_hold
from placements.tables import in_brief
from placements.views.noting import note_case
from placements.workflows import ESCALATED_TO, HOLDING_ROLES, REQUEST, SOURCING_ROLES


@open_to(*HOLDING_ROLES)
def request_pause(request: ActorRequest, reference: str) -> HttpResponse:
    """Put a request on hold, with the day to look at it again."""
    wanted = access_request(request.actor, reference)
    if request.method != "POST":
        require_open(wanted, REQUEST, "hold")
    form = PauseForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: put_on_hold(request=wanted, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("request_detail", args=[reference]),
        done=f"{reference} is on hold",
        title="Put this request on hold",
        caption=reference,
        lead="Nothing opens by itself meanwhile. Referrals that were sent can still be answered: close those"
        " you no longer want answered.",
        submit="Put on hold",
    )


@open_to(*HOLDING_ROLES)
def request_resume(request: ActorRequest, reference: str) -> HttpResponse:
    """Take a request off hold, to where it stood."""
    wanted = access_request(request.actor, reference)
    if request.method != "POST" and wanted.state != RequestState.ON_HOLD:
        raise Conflict(f"This request is not on hold: it is {wanted.get_state_display().lower()}.")
    form = ResumeForm(request.POST if request.method == "POST" else None)
    return save_or_show(
        request,
        form,
        lambda: take_off_hold(request=wanted, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("request_detail", args=[reference]),
        done=f"{reference} goes on where it stood",
        title="Take this request off hold",
        caption=reference,
        lead="It goes on where it stood. Steps that were planned to open by themselves are planned anew.",
        submit="Take off hold",
    )


@open_to(*SOURCING_ROLES)
def request_escalate(request: ActorRequest, reference: str) -> HttpResponse:
    """Take a search without an offer to the head of service."""
    wanted = access_request(request.actor, reference)
    if request.method != "POST":
        require_open(wanted, REQUEST, "escalate")
    form = EscalateForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: escalate(request=wanted, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("request_detail", args=[reference]),
        done="The head of service has been written to",
        title="Take this search to the head of service",
        caption=reference,
        lead="What is open stays open: an offer may still come meanwhile.",
        submit="Escalate",
    )


@open_to(*SOURCING_ROLES, *ESCALATED_TO)
def request_escalation(request: ActorRequest, reference: str) -> HttpResponse:
    """Decide how an escalated search goes on, beside everything that has been tried."""
    wanted = access_request(request.actor, reference)
    escalation = open_escalation(wanted)
    if escalation is None or (request.method != "POST" and wanted.state != RequestState.ESCALATED):
        state = wanted.get_state_display().lower()
        raise Conflict(f"Nothing waits to be decided here: this request is {state}.")
    if request.method != "POST":
        require(may_decide(request.actor, escalation, on=timezone.localdate()))
    form = EscalationForm(
        request.POST or None,
        may_pass_up=bool(can_pass_up(request.actor, escalation)),
        tried=routes_without_a_home(wanted),
    )
    if form.is_valid():
        said, by, now = form.cleaned_data["reason"], request.actor, timezone.now()
        with reporting_to(form):
            if form.cleaned_data["what"] == EscalationForm.PASS_UP:
                pass_up(escalation=escalation, reason=said, by=by, at=now)
                messages.success(request, "The director has been written to")
            else:
                again = form.cleaned_data.get("reopen", ())
                decide_escalation(escalation=escalation, decision=said, reopen=again, by=by, at=now)
                messages.success(request, "Decided. Whoever leads the search has been written to")
            return redirect("request_detail", reference)
    note_case(request, wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "brief": in_brief(wanted),
        "escalation": escalation,
        "steps": steps_of(wanted),
    }
    return render(request, "placements/request_escalation.html", context)
