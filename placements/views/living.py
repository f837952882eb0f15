"""What people record while a placement lasts: absences, notice, its plan, goals, evidence and its end."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.forms import save_or_show
from core.http import ActorRequest
from core.views import open_to
from placements.choices import PlacementState
from placements.forms.living import (
    AbsenceForm,
    CancelForm,
    EndForm,
    EvidenceForm,
    GoalForm,
    NoticeForm,
    ReturnForm,
    ScoreForm,
    StepForm,
)
from placements.forms.requests import ReasonForm
from placements.models import Placement
from placements.policies.living import KEEPERS
from placements.selectors.living import access_goal, open_absence, standing_notice
from placements.selectors.placements import access_placement
from placements.services.absences import record_absence, record_return
from placements.services.ending import cancel_placement, end_placement, give_notice, withdraw_notice
from placements.services.keeping import plan_step, record_evidence, score_goal, set_goal
from placements.workflows import SOURCING_ROLES

Act = Callable[[dict[str, Any]], object]


def ask(
    request: ActorRequest,
    placement: Placement,
    form: forms.Form,
    act: Act,
    *,
    title: str,
    submit: str,
    done: str,
    lead: str = "",
    to: str = "placement_detail",
) -> HttpResponse:
    """One form about one placement: ``act`` is given what was typed, and its refusals stand beside it."""
    return save_or_show(
        request,
        form,
        lambda: act(form.cleaned_data),
        back=reverse(to, args=[placement.reference]),
        done=done,
        title=title,
        caption=f"{placement.reference}, {placement.setting.name}",
        lead=lead,
        submit=submit,
    )


def now_of(request: ActorRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


@open_to(*KEEPERS)
def placement_absence(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    form = AbsenceForm(request.POST or None, initial={"left_on": timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: record_absence(placement=placement, **typed, **now_of(request)),
        title="Record an absence",
        submit="Record",
        done="Absence recorded. The placement goes on.",
        lead="The bed stays the child's. The fee goes on in full, or as a retainer after the nights our"
        " settings name; for a missing child always in full.",
    )


@open_to(*KEEPERS)
def placement_return(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    absence = open_absence(placement)
    if absence is None:
        messages.error(request, "The child is not away, so there is no return to record.")
        return redirect("placement_detail", reference)
    form = ReturnForm(request.POST or None, initial={"back_on": timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: record_return(absence=absence, **typed, **now_of(request)),
        title="Record the child's return",
        submit="Record the return",
        done="Return recorded.",
    )


@open_to(*SOURCING_ROLES)
def placement_notice(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    form = NoticeForm(request.POST or None, initial={"given_on": timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: give_notice(placement=placement, **typed, **now_of(request)),
        title="Give notice",
        submit="Give notice",
        done="Notice given. The home is told.",
        lead=f"The agreement asks for {placement.agreement.notice_days} days. If the child leaves sooner, the"
        " nights that are missing are still paid.",
    )


@open_to(*SOURCING_ROLES)
def placement_notice_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    notice = standing_notice(placement)
    if notice is None:
        messages.error(request, "No notice stands on this placement.")
        return redirect("placement_detail", reference)
    return ask(
        request,
        placement,
        ReasonForm(request.POST or None),
        lambda typed: withdraw_notice(notice=notice, **typed, **now_of(request)),
        title="Withdraw our notice",
        submit="Withdraw the notice",
        done="Notice withdrawn. The placement goes on.",
    )


@open_to(*SOURCING_ROLES)
def placement_end(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    form = EndForm(request.POST or None, initial={"left_on": placement.ends_on or timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: end_placement(placement=placement, **typed, **now_of(request)),
        title="Record the end",
        submit="End the placement",
        done="The placement has ended. The home no longer sees who the child is.",
        lead="The agreement ends with it and the bed is free. An end that nobody planned asks for a"
        " disruption meeting within ten working days.",
    )


@open_to(*SOURCING_ROLES)
def placement_cancel(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    return ask(
        request,
        placement,
        CancelForm(request.POST or None),
        lambda typed: cancel_placement(placement=placement, **typed, **now_of(request)),
        title="Cancel before it begins",
        submit="Cancel the placement",
        done="Cancelled. No night is paid.",
    )


@open_to(*KEEPERS)
def placement_step(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    return ask(
        request,
        placement,
        StepForm(request.POST or None),
        lambda typed: plan_step(placement=placement, **typed, **now_of(request)),
        title="Plan the next step",
        submit="Save the plan",
        done="Saved. Earlier plans stay in the record.",
    )


@open_to(*KEEPERS)
def placement_goal(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    return ask(
        request,
        placement,
        GoalForm(request.POST or None),
        lambda typed: set_goal(placement=placement, **typed, **now_of(request)),
        title="Set a goal",
        submit="Set the goal",
        done="Goal set, with its first score.",
    )


@open_to(*KEEPERS)
def placement_score(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    goal = access_goal(request.actor, reference, number)
    form = ScoreForm(request.POST or None, initial={"scored_on": timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: score_goal(goal=goal, **typed, **now_of(request)),
        title="Score a goal",
        submit="Save the score",
        done="Score saved.",
        lead=f"{goal.get_area_display()}: {goal.goal}",
    )


@open_to(*KEEPERS)
def placement_evidence(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    ended = placement.state == PlacementState.ENDED
    initial = {
        "kind": request.GET.get("kind", "disruption_meeting" if ended else "visit"),
        "done_on": timezone.localdate(),
    }
    return ask(
        request,
        placement,
        EvidenceForm(request.POST or None, request.FILES or None, initial=initial),
        lambda typed: record_evidence(placement=placement, **typed, **now_of(request)),
        title="Record what was done",
        submit="Record",
        done="Recorded.",
    )
