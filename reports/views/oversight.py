"""Late entry, and what the council publishes."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from contracts.policies import SPEND_READERS
from contracts.quarters import in_words, quarter_before, quarter_of
from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.http import ActorRequest
from core.registers import TYPES
from core.views import open_to
from reports.outturn import NOUGHT
from reports.outturn_tables import late_rows, team_rows
from reports.selectors.late_entry import by_team, late_placements
from reports.selectors.publication import CONTRACTS_OVER, SPEND_OVER, contracts_over_5000, spend_over_500

YEAR = timedelta(days=365)


@require_safe
@open_to(*SPEND_READERS)
def late_entry(request: ActorRequest) -> HttpResponse:
    """The last 365 days by team."""
    today = timezone.localdate()
    late, recorded = late_placements(request.actor, since=today - YEAR, until=today + timedelta(days=1))
    context = {
        "here": {"late": True},
        "since": today - YEAR,
        "number": len(late),
        "recorded": sum(recorded.values()),
        "hidden": sum((each.hidden for each in late), NOUGHT),
        "teams": team_rows(by_team(late, recorded)),
        "table": late_rows(late),
    }
    return render(request, "reports/late_entry.html", context)


@require_safe
@open_to(*SPEND_READERS)
def publication(request: ActorRequest) -> HttpResponse:
    """What each file will hold, before anybody publishes it."""
    today = timezone.localdate()
    quarters = [quarter_of(today), quarter_before(today)]
    context = {
        "here": {"publication": True},
        "spend": [
            (f"{each.start:%Y-%m}", in_words(each.start), spend_over_500(request.actor, each))
            for each in quarters
        ],
        "contracts": contracts_over_5000(request.actor, on=today),
        "spend_over": SPEND_OVER,
        "contracts_over": CONTRACTS_OVER,
        "may_publish": request.actor.has_role(Role.FINANCE),
    }
    return render(request, "reports/publication.html", context)


@require_safe
@open_to(Role.FINANCE)
def publication_spend(request: ActorRequest, month: str, file_format: str) -> HttpResponse:
    """The file of the quarter that holds a month."""
    try:
        quarter = quarter_of(date.fromisoformat(f"{month}-01"))
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    made = spend_over_500(request.actor, quarter)
    return _file(f"spend-over-500-{quarter.start:%Y-%m}", "Spend", made.columns, made.rows, file_format)


@require_safe
@open_to(Role.FINANCE)
def publication_contracts(request: ActorRequest, file_format: str) -> HttpResponse:
    today = timezone.localdate()
    made = contracts_over_5000(request.actor, on=today)
    return _file(f"contracts-{today:%Y-%m-%d}", "Contracts", made.columns, made.rows, file_format)


def _file(name: str, title: str, columns, rows, file_format: str) -> HttpResponse:
    if file_format not in TYPES:
        raise Http404
    content = csv_bytes(columns, rows) if file_format == "csv" else xlsx_bytes([Sheet(title, columns, rows)])
    return HttpResponse(
        content,
        content_type=TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{file_format}"'},
    )
