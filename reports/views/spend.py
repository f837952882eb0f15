"""Finance's pages: a month's spend, what it is made of, and the files of it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.policies import SPEND_READERS
from contracts.selectors.months import standing_of
from core import formats
from core.actor import Actor
from core.http import ActorRequest
from core.jobs.pages import access_job, progress_page
from core.periods import Period
from core.views import open_to
from reports.charts import spend_chart
from reports.exporters import spend_csv, spend_xlsx
from reports.month_tables import moved_rows, movement_rows, share_rows, void_rows
from reports.selectors.month_report import (
    good_or_better,
    is_subscribed,
    month_report,
    movement_in,
    newest_report,
    on_contract_shares,
    voids_in,
)
from reports.selectors.spend import (
    By,
    components_of,
    last_night_charged,
    month_named,
    months_with_spend,
    sources_of,
    spend_by,
    total_of,
)
from reports.services.spend_reports import ask_for_spend_report, subscribe
from reports.tables import component_rows, source_rows, spend_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to(*SPEND_READERS)
def spend_latest(request: ActorRequest) -> HttpResponse:
    """The newest month with charges; without any, this month's empty page."""
    months = months_with_spend(request.actor)
    month = months[0].start if months else timezone.localdate()
    return redirect("spend_month", month=f"{month:%Y-%m}")


@open_to(*SPEND_READERS)
def spend_month(request: ActorRequest, month: str) -> HttpResponse:
    period, by = month_named(month), _by(request.GET.get("by", By.CATEGORY.value))
    lines = spend_by(request.actor, period, by)
    total = total_of(lines)
    months = months_with_spend(request.actor)
    context = {
        "here": {"spend": True},
        "month": month,
        "period": period,
        "by": by,
        "ways": [(way.value, f"By {way.label.lower()}", way is by) for way in By],
        "total": total,
        "so_far": _so_far(last_night_charged(request.actor, period), period),
        "table": spend_rows(lines, total, month, by),
        "months": [(f"{m.start:%Y-%m}", formats.month(m.start), m.start == period.start) for m in months],
        **_parts(request.actor, period),
        "title": f"Spend in {formats.month(period.start)}",
        "caption": f"Spend in {formats.month(period.start)} by {by.label.lower()}",
        "chart": spend_chart(request.actor, period),
    }
    return render(request, "reports/spend_month.html", context)


@open_to(*SPEND_READERS)
def spend_group(request: ActorRequest, month: str, by: str, key: str) -> HttpResponse:
    period, way = month_named(month), _by(by)
    group = next((line for line in spend_by(request.actor, period, way) if line.key == key), None)
    if group is None:
        raise Http404
    sources = sources_of(request.actor, period, way, key)
    context = {
        "period": period,
        "caption": f"{way.label}, {formats.month(period.start)}",
        "back": reverse("spend_month", args=[month]),
        "group": group,
        "table": source_rows(sources, month, way),
    }
    return render(request, "reports/spend_group.html", context)


@open_to(*SPEND_READERS)
def spend_source(request: ActorRequest, month: str, reference: str) -> HttpResponse:
    period = month_named(month)
    components = components_of(request.actor, period, reference)
    source = next(line for line in sources_of(request.actor, period) if line.reference == reference)
    context = {
        "period": period,
        "caption": f"Spend in {formats.month(period.start)}",
        "back": reverse("spend_month", args=[month]),
        "source": source,
        "is_placement": bool(source.child),
        "table": component_rows(components),
    }
    return render(request, "reports/spend_source.html", context)


@open_to(*SPEND_READERS)
def spend_download(request: ActorRequest, month: str, file_format: str) -> HttpResponse:
    period = month_named(month)
    sources = sources_of(request.actor, period)
    if not sources:
        messages.warning(request, f"Nothing was charged in {formats.month(period.start)}.")
        return redirect("spend_month", month=month)
    if file_format == "csv":
        content, content_type = spend_csv(period, sources), "text/csv; charset=utf-8"
    else:
        content, content_type = spend_xlsx(month_report(request.actor, period), sources), XLSX
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="spend-{month}.{file_format}"'
    return response


def _parts(actor: Actor, period: Period) -> dict[str, Any]:
    """What is measured beside the sums."""
    assert period.end is not None
    movement, voids = movement_in(actor, period.start, period.end), voids_in(period.start, period.end)
    return {
        "movement": movement_rows(movement),
        "moved": moved_rows(movement),
        "voids": void_rows(voids) if voids else None,
        "contract": share_rows(on_contract_shares(actor, period.end)),
        "good": share_rows([good_or_better(actor, period.end - timedelta(days=1))]),
        "standing": standing_of(actor, period.start),
        "newest": newest_report(actor, period.start),
        "subscribed": is_subscribed(actor),
    }


@require_POST
@open_to(*SPEND_READERS)
def spend_report(request: ActorRequest, month: str) -> HttpResponse:
    """Ask for the month's report as a document."""
    period = month_named(month)
    job = ask_for_spend_report(month=period.start, by=request.actor, at=timezone.now())
    return redirect("spend_report_progress", job=job.reference)


@require_safe
@open_to(*SPEND_READERS)
def spend_report_progress(request: ActorRequest, job: str) -> HttpResponse:
    found = access_job(request.actor, job)
    month = str(found.params.get("month", ""))[:7]
    again = reverse("spend_month", args=[month]) if month else ""
    return progress_page(request, found, "reports/spend_report_progress.html", {"month": month}, again=again)


@require_POST
@open_to(*SPEND_READERS)
def spend_subscribe(request: ActorRequest) -> HttpResponse:
    wants = request.POST.get("wants") == "yes"
    subscribe(wants=wants, by=request.actor, at=timezone.now())
    word = "We write to you" if wants else "We no longer write to you"
    messages.success(request, f"{word} when a month’s report is made.")
    return redirect("spend")


def _so_far(last_night: date | None, period: Period) -> str:
    """What a month that is still under way has been charged to."""
    if last_night is None or last_night + timedelta(days=1) == period.end:
        return ""
    return f"So far: to the night of {formats.day(last_night)}"


def _by(text: str) -> By:
    try:
        return By(text)
    except ValueError as error:
        raise Http404 from error
