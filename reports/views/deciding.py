"""The member's page, the decision, its publication and call-in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from core import formats
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import CLERKS, EVERY_READER, PAPER_DECIDERS, PAPER_READERS, TO_DECIDE, PaperState
from reports.life_choices import CARRIED
from reports.life_forms import CallInForm, DecisionForm, HearingForm
from reports.life_tables import action_rows
from reports.models import Paper
from reports.pages import paper_page, telling
from reports.plain import paragraphs_in
from reports.policies import can_decide, can_record
from reports.reading import reading_of
from reports.selectors.ceilings import ceilings_under
from reports.selectors.decisions import actions_of, decisions_of, recommendations_of
from reports.selectors.papers import access_paper, kept_version, published_version
from reports.services.deciding import (
    Votes,
    call_in_decision,
    decide_paper,
    hear_call_in,
    publish_decision,
)
from reports.services.discussion import note_reading


@require_safe
@open_to(*EVERY_READER)
def paper_brief(request: ActorRequest, reference: str) -> HttpResponse:
    """What a member looks for on one screen: what is asked, how much, from where, for whom, at what risk."""
    paper = access_paper(request.actor, reference)
    version = kept_version(paper)
    if version is None:
        raise Http404
    note_reading(version=version, by=request.actor, at=timezone.now())
    reading = reading_of(paper, version)
    latest = decisions_of(paper).first()
    context = {
        "version": version,
        "summary": [(part.title, list(paragraphs_in(part))) for part in reading["document"].summary],
        "on": reading["on"],
        "has_exempt": reading["words"].has_exempt,
        "meeting": f"{paper.body}, {formats.day(paper.meeting_on)}",
        "key_decision": f"Yes. {paper.key_grounds}" if paper.is_key else "No",
        "may_decide": paper.state in TO_DECIDE and can_decide(request.actor, paper.paper_format),
        "latest": latest,
    }
    return paper_page(request, paper, "reports/paper_brief.html", "brief", context)


@open_to(*PAPER_DECIDERS)
def paper_decide(request: ActorRequest, reference: str) -> HttpResponse:
    """Approve, amend, defer or refuse, with what the record must say."""
    actor, today = request.actor, timezone.localdate()
    paper = access_paper(actor, reference)
    may = can_decide(actor, paper.paper_format)
    waits = paper.state in TO_DECIDE
    asked = "\n\n".join(recommendations_of(paper))
    again = paper.state == PaperState.SENT_BACK
    usual = {"taken_on": today if again else paper.meeting_on, "taken_by": paper.body, "resolution": asked}
    form = DecisionForm(request.POST or None, initial=usual) if may and waits else None
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form):
            given = dict(form.cleaned_data)
            votes = Votes(**{name: given.pop(name) for name in Votes.__dataclass_fields__})
            decision = decide_paper(paper=paper, **given, votes=votes, by=actor, at=timezone.now(), on=today)
            messages.success(request, f"Recorded as {decision.reference}.")
            return redirect("paper_decision", reference)
    context = {
        "title": "Decide",
        "form": form,
        "submit": "Record the decision",
        "back": "",
        "lead": f"For {paper.body}, {formats.day(paper.meeting_on)}.",
        "why_not": may.reason or _why_not_now(paper),
    }
    return paper_page(request, paper, "reports/paper_form.html", "decision", context)


@require_safe
@open_to(*EVERY_READER)
def paper_decision(request: ActorRequest, reference: str) -> HttpResponse:
    """The record of what was decided, its call-in, what may be spent under it and who carries it out."""
    actor, today = request.actor, timezone.localdate()
    paper = access_paper(actor, reference)
    decisions = list(decisions_of(paper))
    latest = decisions[0] if decisions else None
    records = bool(can_record(actor))
    ceilings = ceilings_under(actor, [decision.reference for decision in decisions])
    context = {
        "decisions": decisions,
        "may_decide": paper.state in TO_DECIDE and bool(can_decide(actor, paper.paper_format)),
        "may_publish": records and paper.state == PaperState.DECIDED,
        "may_call_in": records and paper.state == PaperState.CALL_IN,
        "may_hear": records and paper.state == PaperState.CALLED_IN,
        "may_revise": paper.state == PaperState.DEFERRED
        and actor.has_role(Role.COMMISSIONER, Role.LEGAL, *CLERKS),
        "ceilings": ceilings,
        "may_keep_ceiling": actor.has_role(Role.COMMISSIONER) and latest and latest.outcome in CARRIED,
        "latest": latest,
        "actions": action_rows(actions_of(paper), on=today) if actor.has_role(*PAPER_READERS) else None,
        "waiting": _why_not_now(paper),
    }
    return paper_page(request, paper, "reports/paper_decision.html", "decision", context)


@require_POST
@open_to(*CLERKS)
def paper_decision_publish(request: ActorRequest, reference: str) -> HttpResponse:
    paper = access_paper(request.actor, reference)
    with telling(request, "The decision is published."):
        publish_decision(paper=paper, by=request.actor, at=timezone.now(), on=timezone.localdate())
    return redirect("paper_decision", reference)


@open_to(*CLERKS)
def paper_call_in(request: ActorRequest, reference: str) -> HttpResponse:
    """Members called the decision in; once it was heard, what came of it."""
    actor, today = request.actor, timezone.localdate()
    paper = access_paper(actor, reference)
    heard = paper.state == PaperState.CALLED_IN
    kind = HearingForm if heard else CallInForm
    is_open = heard or paper.state == PaperState.CALL_IN
    form = kind(request.POST or None) if is_open else None
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form):
            service = hear_call_in if heard else call_in_decision
            service(paper=paper, **form.cleaned_data, by=actor, at=timezone.now(), on=today)
            messages.success(request, "Recorded.")
            return redirect("paper_decision", reference)
    context = {
        "title": "Outcome of the call-in" if heard else "Record a call-in",
        "form": form,
        "submit": "Record",
        "back": "",
        "why_not": "" if is_open else "The call-in window is not open.",
    }
    return paper_page(request, paper, "reports/paper_form.html", "decision", context)


def _why_not_now(paper: Paper) -> str:
    if published_version(paper) is None:
        return "A decision is taken on the published paper. This one is not published yet."
    return "" if paper.state in TO_DECIDE else f"This paper is {paper.get_state_display().lower()}."
