"""Pages of an emergency: the short form, its ratification, and the record made whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from authorities.choices import CASE_ROLES, GRADES
from authorities.selectors.people import staff_with
from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from placements.forms.emergencies import CompleteRecordForm, EmergencyForm, NewEmergencyForm, RatifyForm
from placements.policies.requests import can_complete_record, can_ratify
from placements.selectors.requests import access_child, access_request
from placements.selectors.sourcing import early_releases
from placements.services.emergency import complete_record, raise_emergency, ratify_emergency
from placements.services.requests import record_child
from placements.tables import in_brief
from placements.views.noting import note_case


@open_to(*CASE_ROLES)
def emergency_new(request: ActorRequest) -> HttpResponse:
    """An emergency for a child who is not recorded yet."""
    form = NewEmergencyForm(request.POST or None, approvers=_approvers(request))
    if form.is_valid():
        with reporting_to(form):
            now = timezone.now()
            child = record_child(facts=form.child_facts(), by=request.actor, at=now)
            made = raise_emergency(child=child, facts=form.facts(), **form.word(), by=request.actor, at=now)
            return _begun(request, made.reference)
        request.must_roll_back = True
    return _page(request, form, "")


@open_to(*CASE_ROLES)
def emergency_new_for(request: ActorRequest, child: str) -> HttpResponse:
    """An emergency for a child already recorded."""
    known = access_child(request.actor, child)
    form = EmergencyForm(request.POST or None, approvers=_approvers(request))
    if form.is_valid():
        with reporting_to(form):
            made = raise_emergency(
                child=known, facts=form.facts(), **form.word(), by=request.actor, at=timezone.now()
            )
            return _begun(request, made.reference)
        request.must_roll_back = True
    return _page(request, form, known.reference)


@open_to(*GRADES)
def request_ratify(request: ActorRequest, reference: str) -> HttpResponse:
    """Ratify an emergency, with what was released before anybody signed."""
    wanted = access_request(request.actor, reference)
    require(can_ratify(request.actor, wanted))
    note_case(request, wanted)
    form = RatifyForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            ratify_emergency(request=wanted, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Emergency ratified")
            return redirect("request_detail", reference)
    context = {
        "form": form,
        "wanted": wanted,
        "brief": in_brief(wanted),
        "releases": early_releases(wanted),
        "missing": wanted.missing_facts.values(),
    }
    return render(request, "placements/request_ratify.html", context)


@open_to(*CASE_ROLES)
def request_complete(request: ActorRequest, reference: str) -> HttpResponse:
    """Add what the emergency left unsaid."""
    wanted = access_request(request.actor, reference)
    require(can_complete_record(request.actor, wanted))
    form = CompleteRecordForm(request.POST or None, missing=set(wanted.missing_facts))
    if form.is_valid():
        with reporting_to(form):
            said = {name: form.cleaned_data.get(name, "") for name in ("needs_summary", "child_views")}
            complete_record(request=wanted, **said, by=request.actor, at=timezone.now())
            messages.success(request, "Added to the record")
            return redirect("request_detail", reference)
    context = {
        "form": form,
        "title": "Complete the record",
        "caption": reference,
        "lead": "What could wait that night and cannot stay unsaid.",
        "back": reverse("request_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


def _approvers(request: ActorRequest) -> list:
    others = staff_with(request.actor.council_id, GRADES, on=timezone.localdate())
    return [person for person in others if person.pk != request.actor.person_id]


def _begun(request: ActorRequest, reference: str) -> HttpResponse:
    messages.success(request, f"{reference}: every route is open. It is to be ratified the next working day.")
    return redirect("sourcing", reference)


def _page(request: ActorRequest, form: EmergencyForm, caption: str) -> HttpResponse:
    context = {
        "form": form,
        "title": "Emergency: a home tonight",
        "caption": caption,
        "lead": "Only what a search needs now. The rest of the record is asked for afterwards.",
        "submit": "Search at once",
        "back": reverse("request_queue"),
    }
    return render(request, "layouts/form.html", context)
