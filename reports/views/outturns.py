"""The year's forecast against its budget, why it moved, and how earlier ones did."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role, ServiceCategory
from contracts.policies import SPEND_READERS, can_keep_the_ledger
from contracts.selectors.ledger import charges_visible_to
from core import formats
from core.actor import Actor
from core.errors import NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.periods import financial_year_of
from core.views import open_to
from placements.selectors.continuing import owners_changed
from reports.forms import BudgetForm
from reports.models import Outturn
from reports.outturn import NOUGHT, Item, in_lines
from reports.outturn_causes import Between, why_it_moved
from reports.outturn_tables import (
    budget_rows,
    cause_chart,
    cause_rows,
    grade_rows,
    item_rows,
    month_grade_rows,
    version_rows,
)
from reports.selectors.grades import graded_months
from reports.selectors.outturns import (
    budget_versions,
    budgets_of,
    items_of,
    outturns_visible_to,
    straight_lines,
    totals_by_outturn,
)
from reports.services.outturns import make_outturn, set_budget

A_MONTH = timedelta(days=27)


@require_safe
@open_to(*SPEND_READERS)
def outturn(request: ActorRequest) -> HttpResponse:
    """The newest forecast in parts, beside the one about a month before it."""
    actor, today = request.actor, timezone.localdate()
    newest = outturns_visible_to(actor).first()
    may_keep = bool(can_keep_the_ledger(actor))
    year = newest.year if newest else financial_year_of(today).start
    context: dict[str, Any] = {
        "here": {"outturn": True},
        "newest": newest,
        "year": year,
        "may_keep": may_keep,
        "versions": version_rows(budget_versions(actor, year)),
    }
    if newest is None:
        return render(request, "reports/outturn.html", context)
    items = items_of(newest)
    lines = in_lines(items, budgets_of(actor, year), dict(ServiceCategory.choices))
    links = {c.label: reverse("outturn_lines", args=[c.value]) for c in ServiceCategory}
    total = sum((item.total for item in items), NOUGHT)
    totals = totals_by_outturn(actor, year)
    earlier = [made for made, _ in totals if made.made_on <= newest.made_on - A_MONTH] or [
        made for made, _ in totals if made.made_on < newest.made_on
    ]
    context |= {
        "total": total,
        "table": budget_rows(lines, links),
        "straight": straight_lines(charges_visible_to(actor), year, newest.made_on),
        "months": month_grade_rows(
            graded_months(actor, [made for made, _ in totals], financial_year_of(year), on=today)
        ),
        "grades": grade_rows(totals, year_is_over=today not in financial_year_of(year)),
    }
    if earlier:
        context |= _why(actor, earlier[-1], newest, items)
    return render(request, "reports/outturn.html", context)


def _why(actor: Actor, earlier: Outturn, newest: Outturn, items: list[Item]) -> dict[str, Any]:
    """Why the newest forecast is not the earlier one."""
    before = items_of(earlier)
    year, owners = financial_year_of(newest.year), owners_changed(actor)
    between = Between(year, earlier.made_on, newest.made_on, owners)
    causes = why_it_moved(before, items, between)
    was = sum((item.total for item in before), NOUGHT)
    return {
        "earlier": earlier,
        "causes": cause_rows(causes),
        "chart": cause_chart(was, causes, f"Forecast of {formats.short_day(earlier.made_on)}"),
    }


@require_safe
@open_to(*SPEND_READERS)
def outturn_lines(request: ActorRequest, category: str) -> HttpResponse:
    """What one service line's forecast is made of."""
    if category not in ServiceCategory.values:
        raise NotFound
    newest = outturns_visible_to(request.actor).first()
    items = [item for item in items_of(newest) if item.category == category] if newest else []
    context = {
        "title": ServiceCategory(category).label,
        "newest": newest,
        "total": sum((item.total for item in items), NOUGHT),
        "table": item_rows(items),
    }
    return render(request, "reports/outturn_lines.html", context)


@require_POST
@open_to(Role.FINANCE)
def outturn_make(request: ActorRequest) -> HttpResponse:
    make_outturn(by=request.actor, at=timezone.now(), on=timezone.localdate())
    messages.success(request, "Today’s forecast is made.")
    return redirect("outturn")


@open_to(Role.FINANCE)
def budget_set(request: ActorRequest) -> HttpResponse:
    form = BudgetForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            set_budget(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The budget is set. What it was before is kept.")
            return redirect("outturn")
    context = {
        "title": "Set a budget",
        "caption": "Finance",
        "form": form,
        "back": reverse("outturn"),
    }
    return render(request, "layouts/form.html", context)
