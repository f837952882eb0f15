"""The search of one request: its route as steps, the homes that fit, and how each step ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.choices import Route
from core.errors import NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.tables import Choice
from core.views import open_to
from placements.choices import RequestState, StepOutcome, StepState, Verdict
from placements.forms.sourcing import CloseStepForm, ReferralForm
from placements.models import MatchJudgement, PlacementRequest, SourcingStep
from placements.policies.sourcing import SEARCHING, can_search
from placements.presentation import REQUEST_KINDS, STEP_KINDS
from placements.selectors.guarding import warnings_about
from placements.selectors.judging import judgements_of
from placements.selectors.matching import Matches, fitting_settings
from placements.selectors.requests import READERS, access_request
from placements.selectors.sourcing import steps_of
from placements.services.levels import level_one_facts
from placements.services.referrals import draft_referral
from placements.services.sourcing import close_step, start_sourcing
from placements.tables import HOME_COLUMNS, home_choices, in_brief
from placements.views.actions import shows_offers
from placements.views.matching import holds_of
from placements.workflows import SOURCING_ROLES
from providers.choices import Need

FURTHER = (20, 40, 80)  # miles offered beyond the request's own radius


@open_to(*SOURCING_ROLES)
@require_POST
def sourcing_start(request: ActorRequest, reference: str) -> HttpResponse:
    wanted = access_request(request.actor, reference)
    start_sourcing(request=wanted, by=request.actor, at=timezone.now())
    messages.success(request, "The search is open at its first step")
    return redirect("sourcing", reference)


@open_to(*READERS)
def sourcing(request: ActorRequest, reference: str) -> HttpResponse:
    """The route as a stepper; the open step with every home that fits."""
    wanted = access_request(request.actor, reference)
    steps = steps_of(wanted)
    current = _looked_at(request, steps)
    form = CloseStepForm(initial={"step": current.position if current else None})
    return _page(request, wanted, steps, current, form)


@open_to(*SOURCING_ROLES)
@require_POST
def sourcing_close(request: ActorRequest, reference: str) -> HttpResponse:
    """End the step that is open, or the one whose chosen offer fell through: nothing found there.

    The page says which step it means: pressed twice, the button must not close the next one too.
    """
    wanted = access_request(request.actor, reference)
    steps = steps_of(wanted)
    current = _looked_at(request, steps)
    if current is None:
        raise NotFound
    form = CloseStepForm(request.POST)
    if form.is_valid():
        step = next((step for step in steps if step.position == form.cleaned_data["step"]), None)
        if step is None:
            raise NotFound
        with reporting_to(form):
            opened = close_step(
                step=step,
                outcome=StepOutcome.NOT_FOUND,
                outward_reason=form.cleaned_data["outward_reason"],
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
            text = f"{opened.get_route_display()} is open" if opened else "Every route has been tried"
            messages.success(request, f"{step.get_route_display()} closed. {text}.")
            return redirect("sourcing", reference)
    form.data = {**request.POST.dict(), "step": str(current.position)}
    return _page(request, wanted, steps, current, form)


@open_to(*SOURCING_ROLES)
def referral_new(request: ActorRequest, reference: str) -> HttpResponse:
    """Write the referral for the homes ticked on the search page."""
    wanted = access_request(request.actor, reference)
    step = _looked_at(request, steps_of(wanted))
    if step is None or step.state != StepState.OPEN:
        messages.error(request, "No step of this search is open.")
        return redirect("sourcing", reference)
    chosen = [int(home) for home in request.GET.getlist("home") if home.isdigit()]
    matches = fitting_settings(wanted, Route(step.route), at=timezone.now(), within_miles=None)
    homes = [home for home in matches.fitting if home.setting_id in chosen]
    if not homes:
        messages.error(request, "Tick at least one home to ask.")
        return redirect("sourcing", reference)
    form = ReferralForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            summary = form.cleaned_data["summary"]
            made = draft_referral(
                step=step, setting_ids=chosen, summary=summary, by=request.actor, at=timezone.now()
            )
            return redirect("referral_detail", made.reference)
    context = {
        "form": form,
        "wanted": wanted,
        "homes": homes,
        "facts": level_one_facts(wanted),
        "warnings": warnings_about(wanted, homes, on=timezone.localdate()),
        "needs": [Need(need).label for need in wanted.needs],
    }
    return render(request, "placements/referral_new.html", context)


def _page(
    request: ActorRequest,
    wanted: PlacementRequest,
    steps: list[SourcingStep],
    step: SourcingStep | None,
    form: CloseStepForm,
) -> HttpResponse:
    """``step`` is the one looked at: open, chosen at, or not open yet and shown for what it would give."""
    within = _within(request, wanted)
    matches: Matches | None = None
    if step is not None and step.state != StepState.CLOSED:
        matches = fitting_settings(wanted, Route(step.route), at=timezone.now(), within_miles=within)
    searches = bool(can_search(request.actor))
    homes, judgements = _homes(wanted, matches)
    is_open = step is not None and step.state == StepState.OPEN
    context = {
        "wanted": wanted,
        "brief": in_brief(wanted),
        "kind": REQUEST_KINDS[RequestState(wanted.state)],
        "steps": [(step, STEP_KINDS[StepState(step.state)], _tone(step)) for step in steps],
        "step": step,
        "is_open": is_open,
        "is_waiting": step is not None and step.state == StepState.WAITING,
        "was_chosen_at": step is not None and step.outcome == StepOutcome.OFFER_CHOSEN,
        "voids": step is not None and step.route == Route.BLOCK and bool(homes),
        "judgements": judgements,
        "holds": holds_of(wanted),
        "may_give_up": request.actor.has_role(*SOURCING_ROLES),
        "matches": matches,
        "columns": HOME_COLUMNS,
        "homes": homes,
        "cells": [home.cells for home in homes],
        "distances": _distances(wanted, within, step),
        "form": form,
        "may_search": searches and is_open,
        "shows_offers": shows_offers(request.actor, wanted),
        "may_close": searches and step is not None and _may_close(wanted, step),
    }
    return render(request, "placements/sourcing.html", context)


def _homes(
    wanted: PlacementRequest, matches: Matches | None
) -> tuple[list[Choice], list[tuple[str, MatchJudgement]]]:
    """The fitting homes as rows to tick, and what was judged of each, by its name."""
    if matches is None:
        return [], []
    judged = judgements_of(wanted)
    against = {pk for pk, judgement in judged.items() if judgement.verdict == Verdict.AGAINST}
    known = [(h.name, judged[h.setting_id]) for h in matches.fitting if h.setting_id in judged]
    return home_choices(matches, wanted, against), known


def _tone(step: SourcingStep) -> str:
    if step.state == StepState.OPEN:
        return "strong"
    return "warning" if step.outcome == StepOutcome.NOT_FOUND else ""


def _within(request: ActorRequest, wanted: PlacementRequest) -> int | None:
    """Miles asked for in the address; the request's own radius when none, any distance for ``any``."""
    text = request.GET.get("within", "")
    if text == "any":
        return None
    return int(text) if text.isdigit() and len(text) < 4 else wanted.radius_miles


def _distances(
    wanted: PlacementRequest, within: int | None, step: SourcingStep | None
) -> list[tuple[str, str, bool]]:
    """(text, address, whether chosen) of each distance a person may look within."""
    radius = wanted.radius_miles
    miles = [radius, *(further for further in FURTHER if further > radius)]
    page = f"{reverse('sourcing', args=[wanted.reference])}?step={step.position if step else ''}"
    choices = [(f"{one} miles", f"{page}&within={one}", one == within) for one in miles]
    return [*choices, ("Any distance", f"{page}&within=any", within is None)]


def _may_close(wanted: PlacementRequest, step: SourcingStep) -> bool:
    """An open step, also after an emergency; or one whose chosen offer fell through."""
    if step.state == StepState.OPEN:
        return wanted.state in SEARCHING or wanted.is_emergency
    return step.outcome == StepOutcome.OFFER_CHOSEN and wanted.state in SEARCHING


def _looked_at(request: ActorRequest, steps: list[SourcingStep]) -> SourcingStep | None:
    """The step the address names (``?step=`` its position), else the one an outcome is owed for: the first
    that is open, or one whose chosen offer may yet fall through."""
    wanted = request.GET.get("step", "")
    named = (step for step in steps if wanted.isdecimal() and str(step.position) == wanted)
    is_open = (step for step in steps if step.state == StepState.OPEN)
    chosen = (step for step in steps if step.outcome == StepOutcome.OFFER_CHOSEN)
    return next(named, None) or next(is_open, None) or next(chosen, None)
