"""What recommendations ask of people: planned, owed, done; and what waits for the reader."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.selectors.people import staff_with
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import EVERY_READER, OVER, PAPER_DECIDERS, PAPER_READERS
from reports.life_choices import ActionState
from reports.life_forms import DoneForm, DropForm, HandOnForm, PlanForm
from reports.life_tables import action_rows, sign_off_rows
from reports.pages import paper_page
from reports.policies import can_carry_out, can_write_papers
from reports.selectors.decisions import (
    access_action,
    actions_of,
    actions_owed_by,
    papers_to_decide,
    recommendations_of,
)
from reports.selectors.papers import access_paper
from reports.selectors.sign_offs import sign_offs_asked_of
from reports.services.actions import complete_action, drop_action, hand_on_action, plan_action
from reports.tables import paper_rows


@open_to(*PAPER_READERS)
def paper_actions(request: ActorRequest, reference: str) -> HttpResponse:
    """Every action of a paper; writers plan another."""
    actor, today = request.actor, timezone.localdate()
    paper = access_paper(actor, reference)
    asked = recommendations_of(paper)
    may = can_write_papers(actor)
    form = None
    if may and paper.state not in OVER and asked:
        people = staff_with(paper.authority_id, PAPER_READERS, on=today)
        form = PlanForm(request.POST or None, recommendations=asked, people=people)
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form):
            plan_action(paper=paper, **form.cleaned_data, by=actor, at=timezone.now())
            messages.success(request, "The action is kept.")
            return redirect("paper_actions", reference)
    context = {"table": action_rows(actions_of(paper), on=today), "asked": asked, "form": form}
    return paper_page(request, paper, "reports/paper_actions.html", "actions", context)


@open_to(*PAPER_READERS)
def paper_action(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One action: done, dropped, or handed on to somebody else or another day."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    found = access_action(actor, reference, action)
    planned, is_open = (found.state == state for state in (ActionState.PLANNED, ActionState.OPEN))
    may = can_write_papers(actor) if planned else can_carry_out(actor, found)
    handing = is_open and "hand_on" in request.GET
    form: HandOnForm | DoneForm | DropForm | None = None
    if may and planned:
        form = DropForm(request.POST or None)
    elif may and is_open:
        people = staff_with(found.authority_id, PAPER_READERS, on=today) if handing else []
        form = (
            HandOnForm(
                request.POST or None, people=people, initial={"owner": found.owner_id, "due_on": found.due_on}
            )
            if handing
            else DoneForm(request.POST or None)
        )
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form):
            given = form.cleaned_data
            if handing:
                hand_on_action(action=found, **given, by=actor, at=now, on=today)
            elif given.get("verb") == "complete":
                complete_action(action=found, outcome=given["outcome"], by=actor, at=now, on=today)
            else:
                drop_action(action=found, reason=given["outcome"], by=actor, at=now)
            messages.success(request, "Recorded.")
            return redirect("paper_actions", reference)
    context = {
        "action": found,
        "table": action_rows([found], on=today),
        "form": form,
        "handing": handing,
        "planned": planned,
        "why_not": may.reason if is_open or planned else "",
    }
    return paper_page(request, found.paper, "reports/paper_action.html", "actions", context)


@require_safe
@open_to(*EVERY_READER)
def papers_waiting(request: ActorRequest) -> HttpResponse:
    """What waits for the reader: sign-offs to give, papers to decide, actions to carry out."""
    actor, today = request.actor, timezone.localdate()
    to_read = not actor.has_role(*PAPER_READERS)
    decide = list(papers_to_decide(actor)) if actor.has_role(*PAPER_DECIDERS) else []
    context = {
        "sign_offs": sign_off_rows(sign_offs_asked_of(actor).select_related("person", "answered_by")),
        "decide": paper_rows(decide, to_read=to_read),
        "actions": action_rows(actions_owed_by(actor).select_related("owner"), on=today, with_paper=True),
    }
    return render(request, "reports/papers_waiting.html", context)
