"""Pages of a request: the queue, asking, deciding the need, withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from authorities.choices import CASE_ROLES, GRADES
from core.errors import Conflict, DomainError, NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from core.workflow import require_open
from placements.choices import RequestState
from placements.forms.requests import (
    DecideNeedForm,
    EditRequestForm,
    FindChildForm,
    NewRequestForm,
    QueueFilterForm,
    ReasonForm,
    RequestForm,
)
from placements.policies.requests import can_agree_need, can_edit_request
from placements.presentation import REQUEST_KINDS
from placements.pressing import Risk
from placements.selectors.escalations import escalations_of
from placements.selectors.falling import falls_with
from placements.selectors.history import history_of
from placements.selectors.need import areas_avoided, dol_order_on, siblings_of
from placements.selectors.queue import Whose, wanted_next, work_queue
from placements.selectors.requests import (
    READERS,
    access_child,
    access_request,
    find_children,
    identity_of,
    requests_visible_to,
)
from placements.services.chasing import chase
from placements.services.requests import (
    agree_need,
    edit_request,
    raise_request,
    record_child,
    return_request,
    submit_request,
)
from placements.services.withdrawal import withdraw_request
from placements.tables import QueueTable, in_brief
from placements.views.actions import actions_on, shows_offers
from placements.views.noting import IDENTITY_LEVEL, note, note_case
from placements.workflows import OPEN_REQUEST, REQUEST, SOURCING_ROLES
from providers.choices import Need

MOST_CHASED = 200
FALLING = (
    ("referrals", "Referrals closed"),
    ("providers", "Providers told, who lose access today"),
    ("offers", "Offers not selected"),
    ("approvals", "Approvals withdrawn"),
    ("agreements", "Agreements cancelled"),
    ("holds", "Places given up"),
    ("waves", "Steps that will not open by themselves"),
    ("identities", "Identity taken back from"),
)


@open_to(*READERS)
def request_queue(request: ActorRequest) -> HttpResponse:
    """Every open request, or only mine, with what is wanted next and from whom."""
    states = [(state.value, state.label) for state in OPEN_REQUEST]
    form = QueueFilterForm(request.GET or {"whose": Whose.ALL}, states=states)
    chosen = form.cleaned_data if form.is_valid() else {"whose": Whose.ALL, "state": []}
    rows = work_queue(
        request.actor,
        at=timezone.now(),
        on=timezone.localdate(),
        whose=str(chosen["whose"] or Whose.ALL),
        states=chosen["state"],
    )
    may_chase = request.actor.has_role(*SOURCING_ROLES)
    context = {
        "title": "Requests",
        "table": QueueTable(rows, exclude=() if may_chase else ("tick",)),
        "may_chase": may_chase and bool(rows),
        "form": form,
        "may_raise": request.actor.has_role(*CASE_ROLES),
        "late": sum(row.is_late for row in rows),
        "total": len(rows),
        "stuck": sum(row.is_stuck for row in rows),
        "at_risk": sum(row.risk is Risk.LIKELY for row in rows),
    }
    return render(request, "placements/request_queue.html", context)


@open_to(*SOURCING_ROLES)
@require_POST
def request_chase(request: ActorRequest) -> HttpResponse:
    """Remind whoever the ticked requests wait for."""
    ticked = request.POST.getlist("request")[:MOST_CHASED]
    chosen = list(requests_visible_to(request.actor).filter(reference__in=ticked, state__in=OPEN_REQUEST))
    if not chosen:
        messages.error(request, "Tick at least one request to chase.")
        return redirect("request_queue")
    chased = chase(requests=chosen, by=request.actor, at=timezone.now())
    again = len(chosen) - len(chased)
    text = f"{len(chased)} chased" if chased else "Nobody was written to"
    messages.success(request, f"{text}. {again} already chased today." if again else f"{text}.")
    return redirect("request_queue")


@open_to(*READERS)
def request_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One request. It shows level 2 facts, so each opening is noted."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    context = {
        "wanted": wanted,
        "brief": in_brief(wanted),
        "kind": REQUEST_KINDS[RequestState(wanted.state)],
        "needs": [Need(need).label for need in wanted.needs],
        "next": wanted_next(wanted, at=timezone.now(), on=timezone.localdate()),
        "actions": actions_on(request.actor, wanted),
        "missing": wanted.missing_facts.values() if wanted.state in ("draft", "returned") else (),
        "history": history_of(wanted),
        "shows_offers": shows_offers(request.actor, wanted),
        "may_identify": request.actor.clearance >= 3,
        "areas": areas_avoided(wanted),
        "siblings": siblings_of(wanted),
        "escalations": escalations_of(wanted),
        "order": dol_order_on(wanted.child, timezone.localdate()),
    }
    return render(request, "placements/request_detail.html", context)


@open_to(*READERS)
def request_child(request: ActorRequest, reference: str) -> HttpResponse:
    """Who the child is: level 3, opened on purpose and noted."""
    wanted = access_request(request.actor, reference)
    identity = identity_of(request.actor, wanted)
    if identity is None:
        raise NotFound
    note(request, authority_id=wanted.authority_id, subject=wanted.child.reference, level=IDENTITY_LEVEL)
    return render(request, "placements/request_child.html", {"wanted": wanted, "identity": identity})


@open_to(*CASE_ROLES)
def request_new(request: ActorRequest) -> HttpResponse:
    """A request for a child who is not recorded yet."""
    form = NewRequestForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            now = timezone.now()
            child = record_child(facts=form.child_facts(), by=request.actor, at=now)
            made = raise_request(child=child, facts=form.facts(), by=request.actor, at=now)
            messages.success(request, f"Draft {made.reference} saved")
            return redirect("request_detail", made.reference)
        request.must_roll_back = True
    return render(request, "placements/request_new.html", {"form": form})


@open_to(*CASE_ROLES)
def request_find_child(request: ActorRequest) -> HttpResponse:
    """A request for a child we know: find the child first."""
    form = FindChildForm(request.POST or None)
    found = find_children(request.actor, form.cleaned_data["text"]) if form.is_valid() else None
    for identity in found or ():
        note(
            request,
            authority_id=identity.authority_id,
            subject=identity.child.reference,
            level=IDENTITY_LEVEL,
        )
    return render(request, "placements/request_find_child.html", {"form": form, "found": found})


@open_to(*CASE_ROLES)
def request_new_for(request: ActorRequest, child: str) -> HttpResponse:
    """A request for a child already recorded."""
    known = access_child(request.actor, child)
    form = RequestForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            made = raise_request(child=known, facts=form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, f"Draft {made.reference} saved")
            return redirect("request_detail", made.reference)
    return render(
        request,
        "layouts/form.html",
        {"form": form, "title": "Ask for a home", "caption": known.reference, "submit": "Save draft"},
    )


@open_to(*CASE_ROLES)
def request_edit(request: ActorRequest, reference: str) -> HttpResponse:
    """Change a draft. When somebody saved it first, or moved it on, nothing typed is lost."""
    wanted = access_request(request.actor, reference)
    if request.method != "POST":
        require(can_edit_request(request.actor, wanted))
    form = EditRequestForm(request.POST) if request.method == "POST" else EditRequestForm.of(wanted)
    differing = []
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            edit_request(
                request=wanted, facts=form.facts(), version=version, by=request.actor, at=timezone.now()
            )
        except Conflict as conflict:
            newest = access_request(request.actor, reference)
            differing = form.differing_from(newest)
            form.data = request.POST.copy()
            form.data["version"] = str(newest.version)
            form.add_error(None, conflict.message)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Changes saved")
            return redirect("request_detail", reference)
    context = {"form": form, "wanted": wanted, "differing": differing}
    return render(request, "placements/request_edit.html", context)


@open_to(*CASE_ROLES)
@require_POST
def request_submit(request: ActorRequest, reference: str) -> HttpResponse:
    wanted = access_request(request.actor, reference)
    try:
        submit_request(request=wanted, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Submitted. A service manager or above decides the need next.")
    return redirect("request_detail", reference)


@open_to(*GRADES)
def request_need(request: ActorRequest, reference: str) -> HttpResponse:
    """Agree the need, or return the request for more facts."""
    wanted = access_request(request.actor, reference)
    require(can_agree_need(request.actor, wanted))
    if request.method != "POST":
        require_open(wanted, REQUEST, "agree_need")
    form = DecideNeedForm(request.POST or None)
    if form.is_valid():
        agrees = form.cleaned_data["decision"] == DecideNeedForm.AGREE
        decide = agree_need if agrees else return_request
        with reporting_to(form):
            decide(
                request=wanted,
                reason=form.cleaned_data[form.reason_field],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Need agreed" if agrees else "Returned to the person who asked")
            return redirect("request_detail", reference)
    return render(
        request,
        "placements/request_need.html",
        {"form": form, "wanted": wanted, "brief": in_brief(wanted)},
    )


@open_to(*CASE_ROLES)
def request_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Show everything that falls with the request before it is withdrawn."""
    wanted = access_request(request.actor, reference)
    if request.method != "POST":
        require_open(wanted, REQUEST, "withdraw")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            withdraw_request(request=wanted, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, f"{reference} withdrawn")
            return redirect("request_detail", reference)
    falling = falls_with(wanted)
    parts = [(label, getattr(falling, name)) for name, label in FALLING]
    context = {"form": form, "wanted": wanted, "falling": falling, "parts": parts}
    return render(request, "placements/request_withdraw.html", context)
