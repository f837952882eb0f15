"""The forward plans, open to everybody: no sign-in, and the same page for whoever comes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.exports import csv_bytes
from core.registers import TYPES
from core.views import open_to_anyone
from reports.life_tables import PLAN_HEADINGS, plan_file_rows
from reports.selectors.public_plan import access_public_plan, councils_with_plan

BECAUSE = "Notice of a key decision is given to everybody (SI 2012/2089, regulation 9)."
# A notice that was just given may come late by so much to somebody who looked a moment before.
KEPT_SECONDS = 300

View = Callable[..., HttpResponse]


def told_to_all(view: View) -> View:
    """Mark a page of public words. Anybody's cache may keep a stranger's copy for a while; that of a person
    who is signed in has their name in its header, and is kept by nobody."""

    @require_safe
    @open_to_anyone(BECAUSE)
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    return answered


@told_to_all
def public_plans(request: HttpRequest) -> HttpResponse:
    """The councils that publish their plan here."""
    councils = list(councils_with_plan(timezone.localdate()))
    return render(request, "reports/public_plans.html", {"councils": councils})


@told_to_all
def public_plan(request: HttpRequest, code: str) -> HttpResponse:
    """One council's decisions to come, next first."""
    council, notices = access_public_plan(code, timezone.localdate())
    context = {
        "council": council,
        "notices": notices,
        "has_private": any(notice.exempt_paragraph for notice in notices),
    }
    return render(request, "reports/public_plan.html", context)


@told_to_all
def public_plan_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as CSV."""
    today = timezone.localdate()
    council, notices = access_public_plan(code, today)
    name = f"forward-plan-{council.short_code.lower()}-{today}.csv"
    return HttpResponse(
        csv_bytes(PLAN_HEADINGS, plan_file_rows(notices)),
        content_type=TYPES["csv"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
