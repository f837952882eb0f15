"""Where care history comes from, and the newest return beside placements and agreements."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import formats
from core.exports import csv_bytes
from core.http import ActorRequest
from core.views import open_to
from sufficiency.choices import PLAN_READERS, PLANNERS, Difference
from sufficiency.history_tables import COMPARISON, comparison_file, comparison_rows, source_rows
from sufficiency.joining import Sources
from sufficiency.selectors.comparison import compare_newest_return
from sufficiency.selectors.history import years_told
from sufficiency.selectors.spells import sources_of
from sufficiency.ssda903.codes import year_name

# On the page of each kind; the file has them all.
SHOWN = 100


@require_safe
@open_to(*PLAN_READERS)
def care_history(request: ActorRequest) -> HttpResponse:
    """What each source says of each 31 March, and which of them counts when."""
    actor, today = request.actor, timezone.localdate()
    told, years = sources_of(actor), years_told(actor, today)
    context = {
        "here": {"history": True},
        "planner": True,
        "may_load": actor.has_role(*PLANNERS),
        "rules": _rules(told),
        "sources": source_rows(years),
        "known": bool(years),
        "compares": bool(told.years),
    }
    return render(request, "sufficiency/history.html", context)


@require_safe
@open_to(*PLAN_READERS)
def return_comparison(request: ActorRequest) -> HttpResponse:
    found = compare_newest_return(request.actor)
    context: dict[str, object] = {"here": {"history": True}, "planner": True, "found": found}
    if found:
        of_kind = {kind: [d for d in found.found if d.kind == kind] for kind in Difference}
        context |= {
            "lead": f"The {year_name(found.year)} return beside our placements; neither changes the other.",
            "tiles": [
                ("Bought placements in the return", formats.count(found.returned)),
                ("Placements here", formats.count(found.placed)),
                ("Alike in home and dates", formats.count(found.alike)),
            ],
            "tables": [
                (f"{kind.label}: {len(rows):,}", comparison_rows(rows[:SHOWN]), len(rows) > SHOWN)
                for kind, rows in of_kind.items()
            ],
        }
    return render(request, "sufficiency/comparison.html", context)


@require_safe
@open_to(*PLAN_READERS)
def return_comparison_download(request: ActorRequest) -> HttpResponse:
    found = compare_newest_return(request.actor)
    content = csv_bytes(COMPARISON, comparison_file(found.found) if found else [])
    name = f"return-beside-placements-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rules(told: Sources) -> list[str]:
    """In sentences, which source is counted on which days."""
    if not told.years:
        return ["No return has been loaded. Children are counted from our own placements."]
    spans = [f"{formats.day(first)} to 31 March {end.year}" for first, end in told.returned]
    counted = f"From {' and from '.join(spans)} children are counted from returns."
    until = told.known_until
    if until is None:
        return [counted, "On all other days they are counted from our own placements."]
    return [
        counted,
        f"Counts stop at {formats.day(until)}, when our own placements hold fewer than nine in ten of the "
        "children in the return. With so many, they count from the day after.",
    ]
