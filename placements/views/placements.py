"""The register of placements, and one placement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to
from placements.choices import PlacementState
from placements.filters import PlacementFilter
from placements.forms.awards import ArrivalForm
from placements.presentation import PLACEMENT_KINDS
from placements.selectors.agreements import AGREEMENT_READERS, access_agreement, terms_of
from placements.selectors.living import kept_of
from placements.selectors.placements import (
    PLACEMENT_READERS,
    access_placement,
    placements_visible_to,
)
from placements.services.placing import record_arrival
from placements.tables import PlacementTable, fee_lines
from placements.views.noting import CASE_LEVEL, note_placement
from placements.views.placement_page import page_facts
from placements.workflows import AWARDING_ROLES

placements = Register(
    route="placement_list",
    title="Placements",
    roles=PLACEMENT_READERS,
    door=placements_visible_to,
    table=PlacementTable,
    filterset=PlacementFilter,
)


@open_to(*PLACEMENT_READERS)
def placement_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One placement by the child's reference: where, since when, on what terms."""
    placement = access_placement(request.actor, reference)
    terms = terms_of(access_agreement(request.actor, placement.agreement.reference))
    planned = placement.state == PlacementState.PLANNED
    actor, today = request.actor, timezone.localdate()
    # Narrative of the child is for those cleared to read it; finance reads dates and money.
    cleared = actor.clearance >= CASE_LEVEL
    kept = kept_of(placement)
    if cleared:
        note_placement(request, placement)
    context = {
        **page_facts(placement, kept, actor, on=today),
        "cleared": cleared,
        "placement": placement,
        "kind": PLACEMENT_KINDS[PlacementState(placement.state)],
        "terms": terms,
        "lines": fee_lines(terms),
        "may_open_agreement": request.actor.has_role(*AGREEMENT_READERS),
        "may_record_arrival": planned and request.actor.has_role(*AWARDING_ROLES),
        "is_overdue": planned and placement.starts_on < today,
    }
    return render(request, "placements/placement_detail.html", context)


@open_to(*AWARDING_ROLES)
def placement_arrival(request: ActorRequest, reference: str) -> HttpResponse:
    """Record that the child has moved in."""
    placement = access_placement(request.actor, reference)
    form = ArrivalForm(request.POST or None, initial={"arrived_on": placement.starts_on})
    if form.is_valid():
        with reporting_to(form):
            arrived_on = form.cleaned_data["arrived_on"]
            record_arrival(placement=placement, arrived_on=arrived_on, by=request.actor, at=timezone.now())
            messages.success(request, "Arrival recorded. The placement is active.")
            return redirect("placement_detail", reference)
    context = {
        "form": form,
        "title": "Record the child's arrival",
        "caption": f"{reference}, {placement.setting.name}",
        "submit": "Record arrival",
        "back": reverse("placement_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
