"""What is due for the children in placements, over all of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.views import open_to
from placements.living_tables import DueTable
from placements.selectors.duties import DUTY_READERS, due_lines

LINES = 50


@open_to(*DUTY_READERS)
@require_safe
def placements_due(request: ActorRequest) -> HttpResponse:
    """Late first: clocks, ages, extra staffing that ends, missing signatures, absences and notice."""
    lines = due_lines(request.actor, on=timezone.localdate())
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    context = {
        "table": DueTable(list(page)),
        "page": page,
        "late": sum(line.is_late for line in lines),
        "near": sum(not line.is_late for line in lines),
    }
    return render(request, "placements/due.html", context)
