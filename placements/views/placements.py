"""The register of placements, and one placement."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.forms import reporting_to
from core.http import ActorRequest
from core.tables import one_page
from core.views import open_to
from placements.choices import PlacementState
from placements.filters import PlacementFilter
from placements.forms.awards import ArrivalForm
from placements.presentation import PLACEMENT_KINDS
from placements.selectors.agreements import AGREEMENT_READERS, access_agreement, terms_of
from placements.selectors.placements import (
    PLACEMENT_READERS,
    access_placement,
    placements_visible_to,
)
from placements.services.placing import record_arrival
from placements.tables import PlacementTable, fee_lines
from placements.workflows import AWARDING_ROLES

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@open_to(*PLACEMENT_READERS)
def placement_list(request: ActorRequest) -> HttpResponse:
    """The register: children by reference only."""
    chosen = PlacementFilter(request.GET, queryset=placements_visible_to(request.actor))
    table = one_page(request, PlacementTable(chosen.qs, exclude=PlacementTable.FOLDED))
    query = request.GET.urlencode()
    downloads = [
        (f"Download {name.upper()}", f"{reverse('placement_download', args=[name])}?{query}")
        for name in TYPES
    ]
    context = {"title": "Placements", "table": table, "filter": chosen, "downloads": downloads}
    return render(request, "layouts/register.html", context)


@open_to(*PLACEMENT_READERS)
def placement_download(request: ActorRequest, file_format: str) -> HttpResponse:
    """The register as filtered, whole, with the columns of the page."""
    if file_format not in TYPES:
        raise Http404
    chosen = PlacementFilter(request.GET, queryset=placements_visible_to(request.actor))
    columns, *rows = PlacementTable(chosen.qs).as_values()
    if file_format == "csv":
        content = csv_bytes(columns, rows)
    else:
        content = xlsx_bytes([Sheet("Placements", columns, rows)])
    name = f"placements-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return HttpResponse(
        content,
        content_type=TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@open_to(*PLACEMENT_READERS)
def placement_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One placement by the child's reference: where, since when, on what terms."""
    placement = access_placement(request.actor, reference)
    terms = terms_of(access_agreement(request.actor, placement.agreement.reference))
    planned = placement.state == PlacementState.PLANNED
    context = {
        "placement": placement,
        "kind": PLACEMENT_KINDS[PlacementState(placement.state)],
        "terms": terms,
        "lines": fee_lines(terms),
        "may_open_agreement": request.actor.has_role(*AGREEMENT_READERS),
        "may_record_arrival": planned and request.actor.has_role(*AWARDING_ROLES),
        "is_overdue": planned and placement.starts_on < timezone.localdate(),
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
