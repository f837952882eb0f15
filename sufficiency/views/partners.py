"""A partnership's children in care as its members tell of them, pooled."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.tables import Rows
from core.views import open_to
from sufficiency.charts import fan_chart, fan_rows
from sufficiency.choices import PLAN_READERS, Counted
from sufficiency.exporters import outlook_csv
from sufficiency.partner_tables import partner_rows, pool_words
from sufficiency.selectors.forecasts import ALL
from sufficiency.selectors.partners import (
    Pool,
    access_partnership,
    kinds_shared,
    pool,
    sharing_partnerships,
)

LABELS = {ALL: "All children", **dict(Counted.choices)}


@require_safe
@open_to(*PLAN_READERS)
def partnership_outlook(request: ActorRequest) -> HttpResponse:
    """Recorded and forecast children of one partnership, by default the first that shares counts."""
    on = timezone.localdate()
    ours = sharing_partnerships(request.actor, on)
    asked = request.GET.get("in", "")
    chosen = next((p for p in ours if p.reference == asked), ours[0] if ours else None)
    context: dict[str, object] = {
        "here": {"partners": True},
        "planner": True,
        "partnerships": [(p.reference, p.name, p == chosen) for p in ours] if len(ours) > 1 else [],
        "chosen": chosen,
    }
    if chosen:
        kinds = kinds_shared(request.actor, chosen, on)
        counted = request.GET.get("of") if request.GET.get("of") in kinds else ALL
        found = pool(request.actor, chosen, str(counted), on)
        context |= {
            "lead": f"{chosen.name}. Members tell each other counts, never which children.",
            "kinds": [(kind, LABELS[kind], kind == counted) for kind in kinds],
            "counted": counted,
            "words": pool_words(found),
            "members": partner_rows(found),
            **(_drawn(found, LABELS[str(counted)]) if found.outlook else {}),
        }
    return render(request, "sufficiency/partnership.html", context)


@require_safe
@open_to(*PLAN_READERS)
def partnership_download(request: ActorRequest, reference: str, counted: str) -> HttpResponse:
    """The sum month by month."""
    on = timezone.localdate()
    partnership = access_partnership(request.actor, on, reference)
    if counted not in kinds_shared(request.actor, partnership, on):
        raise Http404
    found = pool(request.actor, partnership, counted, on)
    if found.outlook is None:
        raise Http404
    response = HttpResponse(
        outlook_csv(found.outlook, LABELS[counted]), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{reference.lower()}-{counted}.csv"'
    return response


def _drawn(found: Pool, kind: str) -> dict[str, object]:
    assert found.outlook is not None
    title = f"{kind}, {len(found.telling)} of {len(found.partners)} members"
    return {
        "chart": fan_chart(found.outlook, title),
        "title": title,
        "numbers": Rows(*fan_rows(found.outlook, with_history=False)),
    }
