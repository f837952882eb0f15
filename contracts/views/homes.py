"""Find a home: one search as a list, side by side and on a map, and the searches a person keeps."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import FilterSet

from authorities.choices import Role
from authorities.geography import METRES_PER_MILE, GridReference
from authorities.selectors.outlines import map_areas, map_pin
from authorities.selectors.places import find_postcode, grid_reference
from contracts.filters import FindHomeFilter
from contracts.forms import SaveSearchForm
from contracts.home_tables import (
    AREA_COLUMNS,
    COMPARED,
    FoundHomeTable,
    area_rows,
    compared_columns,
    comparison_rows,
)
from contracts.selectors.finding import count_by_area, homes_side_by_side, homes_to_find, searches_of
from contracts.services.searches import forget_search, save_search
from core.charts import Chart, Pin, area_map
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

# Of an address, what is no part of the search.
NOT_KEPT = ("page", "home", "csrfmiddlewaretoken")


def _beside(request: ActorRequest, chosen: FilterSet, rows: QuerySet) -> dict[str, Any]:
    """The person's own searches, and the map where it is asked for."""
    as_map = request.GET.get("show") == "map"
    facts: dict[str, Any] = {
        "searches": list(searches_of(request.actor)),
        "query": _kept(request.GET).urlencode(),
        "as_map": as_map,
        "as_list": not as_map,
    }
    if as_map:
        areas = count_by_area(rows)
        figures = {area.authority_id: area.homes for area in areas if area.authority_id}
        facts |= {
            "map": _map(request, chosen, figures),
            "area_columns": AREA_COLUMNS,
            "areas": area_rows(areas, request.GET),
        }
    return facts


def _map(request: ActorRequest, chosen: FilterSet, figures: dict[int, int]) -> Chart | None:
    """None where no home fits, or only homes whose area is withheld."""
    drawn = map_areas(figures, on=timezone.localdate(), picked={request.actor.council_id})
    if not any(area.told for area in drawn):
        return None
    return area_map(
        title="Homes that fit, by area",
        areas=drawn,
        pins=_pins(chosen),
        heading="Area",
        value_heading="Homes",
    )


def _pins(chosen: FilterSet) -> list[Pin]:
    """Where distance is measured from, and how far it may be."""
    asked = chosen.form.cleaned_data
    if not asked.get("postcode"):
        return []
    at = find_postcode(asked["postcode"])
    reach = float((asked.get("within_miles") or 0) * METRES_PER_MILE)
    return [map_pin(str(asked["postcode"]).upper(), at.easting, at.northing, metres=reach)]


homes = Register(
    route="home_list",
    title="Find a home",
    roles=Role.values,
    door=lambda actor: homes_to_find(actor, at=timezone.now()),
    table=FoundHomeTable,
    filterset=FindHomeFilter,
    template="contracts/find_home.html",
    more=lambda actor: {"on_homes": True},
    beside=_beside,
)


@open_to(*Role.values)
@require_safe
def home_compare(request: ActorRequest) -> HttpResponse:
    """Up to four homes side by side; ``search`` leads back to where they were ticked."""
    urns, search = request.GET.getlist("home"), QueryDict(request.GET.get("search", ""))
    back = f"{reverse('home_list')}?{_kept(search).urlencode()}"
    if not 0 < len(set(urns)) <= COMPARED:
        say = "Tick the homes to compare." if not urns else f"Compare at most {COMPARED} homes at a time."
        messages.error(request, say)
        ticked = "&".join(QueryDict.fromkeys(["home"], urn).urlencode() for urn in urns)
        return redirect(f"{back}&{ticked}" if ticked else back)
    start = _start(search.get("postcode", ""))
    found = homes_side_by_side(request.actor, urns, start=start, at=timezone.now())
    context = {
        "back": back,
        "columns": compared_columns(found),
        "rows": comparison_rows(found, measured=start is not None),
    }
    return render(request, "contracts/home_compare.html", context)


@open_to(*Role.values)
@require_http_methods(["GET", "POST"])
def home_search_new(request: ActorRequest) -> HttpResponse:
    """Keep the search that the address holds, under a name."""
    query = _kept(request.GET).urlencode()
    form = SaveSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            kept = save_search(
                name=form.cleaned_data["name"], query=query, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Saved as “{kept.name}”.")
            return redirect(f"{reverse('home_list')}?{query}")
    back = f"{reverse('home_list')}?{query}"
    context = {"title": "Save this search", "form": form, "back": back, "submit": "Save the search"}
    return render(request, "layouts/form.html", context)


@open_to(*Role.values)
@require_POST
def home_search_forget(request: ActorRequest) -> HttpResponse:
    forget_search(name=request.POST.get("name", ""), by=request.actor)
    messages.success(request, "The search is deleted.")
    return redirect("home_list")


def _start(postcode: str) -> GridReference | None:
    """Where to measure from; None where the search asks for no postcode that we know."""
    try:
        return grid_reference(find_postcode(postcode)) if postcode else None
    except DomainError:
        return None


def _kept(query: QueryDict) -> QueryDict:
    """Of an address, the filters this page knows, with their values."""
    kept = query.copy()
    for name in list(kept):
        values = [value for value in kept.getlist(name) if value]
        if values and name not in NOT_KEPT and (name in FindHomeFilter.base_filters or name == "sort"):
            kept.setlist(name, values)
        else:
            del kept[name]
    return kept
