"""Finance's months: how each stands, freezing and closing them, and what a run would find now."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from contracts.money_choices import MonthState
from contracts.money_tables import MONTH_KINDS, difference_rows, month_rows
from contracts.money_workflows import MONTH
from contracts.policies import SPEND_READERS, can_keep_the_ledger
from contracts.selectors.billing import statements_visible_to
from contracts.selectors.ledger import charges_visible_to
from contracts.selectors.months import broken_lines, differences_of, month_row, standing_of, standings
from contracts.services.months import close_month, reopen_month
from contracts.services.statements import publish_statements
from core import formats
from core.actor import Actor
from core.errors import DomainError, NotFound
from core.http import ActorRequest
from core.views import open_to
from placements.services.nightly import make_month_provisional, run_again

KINDS = {"freeze": "primary", "close": "primary", "publish": "secondary", "reopen": "secondary"}


def month_in_address(text: str) -> date:
    """The first day of the month an address names, as ``2026-10``. Raises NotFound."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFound from error
    if not 1950 <= month.year < 2200:
        raise NotFound
    return month


@require_safe
@open_to(*SPEND_READERS)
def ledger_months(request: ActorRequest) -> HttpResponse:
    context = {
        "here": {"months": True},
        "table": month_rows(standings(request.actor)),
        "keeps_the_ledger": bool(can_keep_the_ledger(request.actor)),
    }
    return render(request, "contracts/money/months.html", context)


@require_safe
@open_to(*SPEND_READERS)
def ledger_month(request: ActorRequest, month: str) -> HttpResponse:
    return render(request, "contracts/money/month.html", _page(request.actor, month))


@require_safe
@open_to(Role.FINANCE)
def ledger_month_again(request: ActorRequest, month: str) -> HttpResponse:
    """The month with what a run would post now. Everything is computed anew and nothing is kept."""
    start = month_in_address(month)
    last_night = timezone.localdate() - timedelta(days=1)
    found = run_again(by=request.actor, through=last_night, at=timezone.now())
    of_month = [each for each in found if each.first_night.replace(day=1) == start]
    context = {**_page(request.actor, month), "would": difference_rows(of_month)}
    return render(request, "contracts/money/month.html", context)


@require_POST
@open_to(Role.FINANCE)
def ledger_month_move(request: ActorRequest, month: str, verb: str) -> HttpResponse:
    start = month_in_address(month)
    try:
        words = _move(request.actor, start, verb)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("ledger_month", month=month)


def _move(actor: Actor, start: date, verb: str) -> str:
    at, name = timezone.now(), formats.month(start)
    if verb == "freeze":
        make_month_provisional(month=start, by=actor, at=at, on=timezone.localdate())
        return f"{name} is provisional. What comes late is now posted in the next month."
    row = month_row(actor, start)
    if row is None:
        raise DomainError(f"{name} is open.")
    if verb == "reopen":
        reopen_month(row=row, by=actor, at=at)
        return f"{name} is open again."
    if verb == "close":
        close_month(row=row, by=actor, at=at)
        return f"{name} is closed."
    if verb == "publish":
        made = publish_statements(month=row, by=actor, at=at)
        word = "statement" if made == 1 else "statements"
        return f"{made} {word} of {name} went to providers."
    raise Http404


def _page(actor: Actor, month: str) -> dict[str, Any]:
    start = month_in_address(month)
    standing, row = standing_of(actor, start), month_row(actor, start)
    frozen = standing.state != MonthState.OPEN
    found = differences_of(charges_visible_to(actor), nights_of=start) if frozen else []
    return {
        "month": month,
        "title": formats.month(start),
        "standing": standing,
        "kind": MONTH_KINDS[standing.state],
        "frozen": frozen,
        "since": sum((each.amount for each in found), Decimal("0.00")),
        "found": difference_rows(found),
        "broken": broken_lines(actor, row) if row and frozen else [],
        "would": None,
        "may_keep": bool(can_keep_the_ledger(actor)),
        "actions": _actions(actor, start, standing.state),
    }


def _actions(actor: Actor, start: date, state: MonthState) -> list[tuple[str, str, str]]:
    """Once its statements are with providers, a month can only be closed."""
    published = statements_visible_to(actor).filter(month=start).exists()
    open_now = [each for each in MONTH.available(state, actor) if not published or each.verb != "reopen"]
    found = [(each.verb, each.label, KINDS[each.verb]) for each in open_now]
    if state != MonthState.OPEN and not published and can_keep_the_ledger(actor):
        found.append(("publish", "Publish statements to providers", KINDS["publish"]))
    return sorted(found, key=lambda action: list(KINDS).index(action[0]))
