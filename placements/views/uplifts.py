"""One ask as a council answers it, and the runs that turn what was agreed into prices."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import GRADES
from contracts.block_policies import can_answer_for
from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.keeping_tables import UPLIFT_KINDS, rule_words
from contracts.models import UpliftAnswer, UpliftRequest
from contracts.policies import CONTRACT_KEEPERS, CONTRACT_READERS
from contracts.selectors.uplifts import (
    access_own_answer,
    access_uplift,
    answer_of,
    ballot_on,
    effects_of,
    votes_on,
)
from contracts.services.ceilings import escalating
from contracts.uplift_rules import Outcome
from core.actor import Actor
from core.errors import DomainError
from core.exports import csv_bytes
from core.formats import money
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.tables import Rows
from core.views import open_to
from placements.forms.uplifts import PrepareForm, ReverseForm
from placements.policies.uplifts import can_apply, can_estimate
from placements.selectors.uplifts import access_run, block_effects, lines_of, needs_of, runs_of
from placements.services.uplift_costs import estimate_uplift
from placements.services.uplifts import apply_uplift, cancel_uplift, prepare_uplift, reverse_uplift
from placements.uplift_choices import RunState
from placements.uplift_tables import (
    LINE_COLUMNS,
    RUN_KINDS,
    block_effect_rows,
    effect_rows,
    line_rows,
    line_values,
    need_rows,
    run_rows,
    vote_rows,
)
from placements.uplift_workflow import RUN_ROLES


@open_to(*CONTRACT_READERS)
@require_safe
def uplift_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What is asked and answered, the ballot, and what it would cost each council."""
    actor, today = request.actor, timezone.localdate()
    uplift = access_uplift(actor, reference)
    answer, ballot = answer_of(actor, uplift), ballot_on(uplift, on=today)
    state = answer.state if answer else UpliftState.WAITING
    runs = list(runs_of(actor, answer)) if answer and actor.clearance else []
    context = {
        "uplift": uplift,
        "rule": rule_words(uplift.window),
        "answer": answer,
        "state": UpliftState(state).label,
        "kind": UPLIFT_KINDS[state],
        "decider": UpliftDecider(uplift.window.decider).label,
        "ballot": ballot,
        "votes": vote_rows(votes_on(uplift)) if ballot else None,
        "effects": _effects(uplift, answer, actor),
        "may_estimate": bool(can_estimate(actor, uplift, answer)),
        "runs": run_rows(runs, linked=actor.has_role(*RUN_ROLES)),
        "actions": _actions(actor, uplift, answer, state, ballot.outcome if ballot else None, runs),
    }
    return render(request, "placements/uplift_detail.html", context)


def _effects(uplift: UpliftRequest, answer: UpliftAnswer | None, actor: Actor) -> Rows:
    """A block has one price, so what each council would pay follows from the shares."""
    window = uplift.window
    if window.block is None:
        return effect_rows(effects_of(uplift), own=actor.authority_id)
    percent = answer.percent if answer and answer.percent is not None else uplift.percent_asked
    return block_effect_rows(block_effects(window.block, percent, window.effective_on), percent)


def _actions(
    actor: Actor,
    uplift: UpliftRequest,
    answer: UpliftAnswer | None,
    state: str,
    ballot: Outcome | None,
    runs: list[Any],
) -> list[tuple[str, str]]:
    """Buttons as (text, route), the first the main one."""
    buttons = []
    answerable = state in (UpliftState.WAITING, UpliftState.EVIDENCE_ASKED)
    if actor.has_role(*CONTRACT_KEEPERS):
        if ballot == Outcome.OPEN:
            buttons.append(("Vote", "uplift_vote"))
        elif answerable and can_answer_for(actor, uplift.window.block):
            buttons.append(("Answer", "uplift_answer"))
    if state == UpliftState.APPEALED and actor.has_role(*GRADES):
        buttons.append(("Decide the appeal", "uplift_appeal"))
    is_live = any(run.state in (RunState.PREPARED, RunState.APPLIED) for run in runs)
    if state == UpliftState.AGREED and actor.has_role(*RUN_ROLES) and not is_live:
        buttons.append(("Dry run", "uplift_prepare"))
    return buttons


@open_to(*RUN_ROLES)
@require_POST
def uplift_estimate(request: ActorRequest, reference: str) -> HttpResponse:
    """What the ask would cost the council, before it answers."""
    uplift = access_uplift(request.actor, reference)
    try:
        cost = estimate_uplift(request=uplift, by=request.actor, at=timezone.now())
        said = f"Prices that would rise: {cost.lines:,}. A year more: {money(cost.annual)}."
        messages.success(request, said)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("uplift_detail", reference)


@open_to(*RUN_ROLES)
def uplift_prepare(request: ActorRequest, reference: str) -> HttpResponse:
    """A dry run over every live price; nothing changes until somebody else applies it."""
    answer = access_own_answer(request.actor, reference)
    window = answer.request.window
    form = PrepareForm(request.POST or None, starts_on=window.effective_on)
    if form.is_valid():
        with reporting_to(form):
            run = prepare_uplift(answer=answer, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("run_detail", run.reference)
    context = {
        "form": form,
        "title": "Dry run",
        "caption": reference,
        "lead": "Every live price is listed as it is and as it would be. Nothing changes yet.",
        "submit": "Work it out",
        "back": reverse("uplift_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*RUN_ROLES)
@require_safe
def run_detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor = request.actor
    run = access_run(actor, reference)
    page = Paginator(lines_of(run), 50).get_page(request.GET.get("page"))
    prepared = run.state == RunState.PREPARED
    may_apply = can_apply(actor, run)
    context = {
        "run": run,
        "kind": RUN_KINDS[run.state],
        "uplift": run.answer.request,
        "page": page,
        "lines": line_rows(page),
        "needs": need_rows(needs_of(run)),
        "prepared": prepared,
        "may_apply": prepared and may_apply,
        "why_not": may_apply.reason if prepared else "",
        "may_reverse": run.state == RunState.APPLIED,
    }
    return render(request, "placements/run_detail.html", context)


@open_to(*RUN_ROLES)
@require_safe
def run_lines(request: ActorRequest, reference: str) -> HttpResponse:
    """Every line as a file."""
    run = access_run(request.actor, reference)
    content = csv_bytes(LINE_COLUMNS, line_values(lines_of(run)))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{run.reference}.csv"'},
    )


@open_to(*RUN_ROLES)
@require_POST
def run_apply(request: ActorRequest, reference: str) -> HttpResponse:
    run, at = access_run(request.actor, reference), timezone.now()
    try:
        with escalating(by=request.actor, at=at):
            apply_uplift(run=run, by=request.actor, at=at)
        messages.success(request, "Applied: every price has a new version from its first day.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("run_detail", reference)


@open_to(*RUN_ROLES)
@require_POST
def run_cancel(request: ActorRequest, reference: str) -> HttpResponse:
    run = access_run(request.actor, reference)
    try:
        cancel_uplift(run=run, by=request.actor, at=timezone.now())
        messages.success(request, "Cancelled. It can be prepared again.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("run_detail", reference)


@open_to(*RUN_ROLES)
def run_reverse(request: ActorRequest, reference: str) -> HttpResponse:
    """Put every price back to what it was."""
    run = access_run(request.actor, reference)
    form = ReverseForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: reverse_uplift(run=run, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("run_detail", args=[reference]),
        done="Reversed: the old prices hold again.",
        title="Reverse this uplift",
        caption=reference,
        lead="The old prices hold again from the first day of the new ones. What was drawn on ceilings is"
        " given back, and nights already charged are put right by the next accrual.",
        submit="Reverse",
    )
