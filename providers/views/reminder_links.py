"""The link in a reminder: one home's vacancy, without signing in.

Opening it changes nothing, because mail scanners open links too; only a button does.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.actor import acting_as
from core.errors import DomainError
from core.forms import reporting_to
from core.views import open_to_anyone
from providers.forms.vacancies import VacancyForm
from providers.selectors.reminders import OpenLink, linked_home, open_link
from providers.selectors.vacancies import newest_report, vacancy_of
from providers.services.reminders import answer_reminder

BECAUSE = "Whoever holds the secret in the address may speak for one home, once, for seven days."


@login_not_required
@open_to_anyone(BECAUSE)
def vacancy_link(request: HttpRequest, token: str) -> HttpResponse:
    """The home and what was last said of it; a POST is the button “No change”."""
    link = open_link(token, at=timezone.now())
    if link is None:
        return _closed(request)
    problem = ""
    if request.method == "POST":
        try:
            return _thanks(request, link, report=None)
        except DomainError as error:
            problem = error.message
    with acting_as(link.actor):
        home = linked_home(link)
        report = newest_report(home)
    context = {"home": home, "report": report, "token": token, "link": link, "problem": problem}
    return render(request, "providers/link.html", context)


@login_not_required
@open_to_anyone(BECAUSE)
def vacancy_link_update(request: HttpRequest, token: str) -> HttpResponse:
    """The same form as in the portal."""
    link = open_link(token, at=timezone.now())
    if link is None:
        return _closed(request)
    with acting_as(link.actor):
        home = linked_home(link)
        report = newest_report(home)
    initial = VacancyForm.start_from(report, on=timezone.localdate())
    form = VacancyForm(request.POST or None, initial=initial)
    if form.is_valid():
        with reporting_to(form):
            return _thanks(request, link, report=form.facts)
    context = {
        "form": form,
        "title": "Update vacancies",
        "caption": home.name,
        "submit": "Save",
        "back": reverse("vacancy_link", args=[token]),
    }
    return render(request, "layouts/form.html", context)


def _thanks(request: HttpRequest, link: OpenLink, *, report: dict[str, Any] | None) -> HttpResponse:
    with acting_as(link.actor) as actor:
        home = linked_home(link)
        made = answer_reminder(
            reminder=link.reminder, setting=home, report=report, by=actor, at=timezone.now()
        )
        doubt = vacancy_of(home, actor, at=timezone.now()).doubt
    return render(request, "providers/link_thanks.html", {"home": home, "report": made, "doubt": doubt})


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "providers/link_closed.html", status=410)
