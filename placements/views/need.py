"""Pages of what a request says beside its columns: areas to avoid, brothers and sisters, a court's orders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from authorities.choices import CASE_ROLES
from core.errors import DomainError, NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from placements.forms.need import AreaForm, DolOrderForm, SplitForm
from placements.forms.requests import FindChildForm
from placements.policies.requests import can_add_to_need, can_split
from placements.selectors.need import (
    access_area,
    access_sibling,
    areas_avoided,
    dol_orders_of,
    siblings_of,
    siblings_together,
)
from placements.selectors.requests import READERS, access_child, access_request, find_children
from placements.services.need import add_sibling, avoid_area, lift_area, record_dol_order, split_sibling
from placements.tables import in_brief
from placements.views.noting import IDENTITY_LEVEL, note, note_case


@open_to(*READERS)
def request_areas(request: ActorRequest, reference: str) -> HttpResponse:
    """Areas to avoid: listed, added, lifted."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    may_add = can_add_to_need(request.actor, wanted)
    lifted = request.POST.get("lift")
    form = AreaForm(request.POST if request.method == "POST" and not lifted else None)
    if request.method == "POST":
        require(may_add)
    if lifted:
        lift_area(area=access_area(wanted, lifted), by=request.actor, at=timezone.now())
        messages.success(request, "Area lifted")
        return redirect("request_areas", reference)
    if form.is_valid():
        with reporting_to(form):
            avoid_area(request=wanted, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Homes in this area are left out of the search from now on")
            return redirect("request_areas", reference)
    context = {"wanted": wanted, "areas": areas_avoided(wanted), "form": form if may_add else None}
    return render(request, "placements/request_areas.html", context)


@open_to(*READERS)
def request_siblings(request: ActorRequest, reference: str) -> HttpResponse:
    """Brothers and sisters on the request; add one by finding the child."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    may_add = can_add_to_need(request.actor, wanted)
    adding = request.POST.get("child")
    form = FindChildForm(request.POST if request.method == "POST" and not adding else None)
    if request.method == "POST":
        require(may_add)
    if adding:
        child = access_child(request.actor, adding)
        try:
            add_sibling(request=wanted, child=child, by=request.actor, at=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"{child.reference} is on this request")
        return redirect("request_siblings", reference)
    found = find_children(request.actor, form.cleaned_data["text"]) if form.is_valid() else None
    for identity in found or ():
        note(
            request,
            authority_id=identity.authority_id,
            subject=identity.child.reference,
            level=IDENTITY_LEVEL,
        )
    context = {
        "wanted": wanted,
        "brief": in_brief(wanted),
        "siblings": siblings_of(wanted),
        "form": form if may_add else None,
        "found": found,
        "may_split": bool(can_split(request.actor, wanted)) and bool(siblings_together(wanted)),
    }
    return render(request, "placements/request_siblings.html", context)


@open_to(*CASE_ROLES)
def request_split(request: ActorRequest, reference: str) -> HttpResponse:
    """Look for one of them apart, with the reason."""
    wanted = access_request(request.actor, reference)
    require(can_split(request.actor, wanted))
    together = siblings_together(wanted)
    if not together:
        raise NotFound
    choices = [(str(one.pk), f"{one.child.reference}, aged {one.age}") for one in together]
    form = SplitForm(request.POST or None, siblings=choices)
    if form.is_valid():
        with reporting_to(form):
            own = split_sibling(
                sibling=access_sibling(wanted, form.cleaned_data["sibling"]),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"{own.reference} looks for a home for this child alone")
            return redirect("request_siblings", reference)
    context = {
        "form": form,
        "title": "Look for one of them apart",
        "caption": reference,
        "lead": "The need stays the same and so does how far it has come.",
        "submit": "Split",
        "back": reverse("request_siblings", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*READERS)
def request_orders(request: ActorRequest, reference: str) -> HttpResponse:
    """Deprivation of liberty orders of the child, and the form to record another."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    may_record = request.actor.has_role(*CASE_ROLES)
    form = DolOrderForm(request.POST or None)
    if may_record and form.is_valid():
        with reporting_to(form):
            record_dol_order(child=wanted.child, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Order recorded")
            return redirect("request_orders", reference)
    context = {"wanted": wanted, "orders": dol_orders_of(wanted.child), "form": form if may_record else None}
    return render(request, "placements/request_orders.html", context)
