"""A provider joins a tool: rounds that are open, its applications, and its memberships."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.admission_forms import AnswersForm, ApplyForm, HandInForm, HomesForm, PricesForm, ReasonForm
from contracts.admission_tables import APPLICATION_KINDS
from contracts.models import Application
from contracts.selectors.admission import (
    access_application,
    access_round,
    answers_of,
    applications_visible_to,
    documents_of,
    homes_of,
    items_of,
    lots_to_apply_for,
    missing_from,
    moderated_of,
    open_rounds,
    price_lines,
    questions_of,
)
from contracts.selectors.members import own_memberships
from contracts.services import applying
from contracts.tool_choices import WITH_APPLICANT, ApplicationState
from contracts.tool_tables import own_membership_rows
from contracts.tool_workflows import APPLICATION
from contracts.views.portal.lines import application_line, round_line
from core.errors import DomainError
from core.formats import time_left
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole
from providers.selectors.homes import own_homes


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_tools(request: ActorRequest) -> HttpResponse:
    """Rounds to apply in with their clock, own applications, own memberships."""
    now = timezone.now()
    context = {
        "rounds": [round_line(each, at=now) for each in open_rounds(at=now)],
        "applications": [application_line(each) for each in applications_visible_to(request.actor)],
        "memberships": own_membership_rows(own_memberships(request.actor)),
    }
    return render(request, "contracts/portal/tools.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_round_apply(request: ActorRequest, reference: str) -> HttpResponse:
    """Choose a lot and begin."""
    now = timezone.now()
    wanted = access_round(request.actor, reference)
    form = ApplyForm(request.POST or None, lots=lots_to_apply_for(request.actor, wanted.tool))
    if form.is_valid():
        with reporting_to(form):
            lot = form.cleaned_data["lot"]
            made = applying.start_application(round=wanted, lot=lot, by=request.actor, at=now)
            return redirect("portal_application", made.reference)
    closes = f"Closes in {time_left(wanted.closes_at, at=now)}." if wanted.closes_at else "No last day."
    context = {
        "form": form,
        "title": f"Apply to join {wanted.tool.name}",
        "caption": str(wanted),
        "lead": closes,
        "submit": "Start",
        "back": reverse("portal_tools"),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_application(request: ActorRequest, reference: str) -> HttpResponse:
    """The parts of an application and how far each is; afterwards, what became of it."""
    now, today = timezone.now(), timezone.localdate()
    application = access_application(request.actor, reference)
    answers = answers_of(application)
    questions = questions_of(application)
    lines = price_lines(application, on=today)
    items = [item for item in items_of(application) if item.needs_document]
    documents = documents_of(application)
    agreed = moderated_of(application)
    context = {
        "application": application,
        "kind": APPLICATION_KINDS[application.state],
        "is_open": application.state in WITH_APPLICANT,
        "is_decided": application.state in (ApplicationState.ADMITTED, ApplicationState.REJECTED),
        "may_withdraw": APPLICATION.find("withdraw", application.state) is not None,
        "missing": missing_from(application, on=today),
        "homes": homes_of(application, on=today),
        "answered_of": f"{sum(bool(answers.get(q.pk)) for q in questions)} of {len(questions)}",
        "questions": [(q, answers.get(q.pk, ""), agreed.get(q.pk)) for q in questions],
        "lines": lines,
        "priced_of": f"{sum(line.rate is not None for line in lines)} of {len(lines)}",
        "items": [(item, documents.get(item.pk)) for item in items],
        "handed_in_of": f"{sum(item.pk in documents for item in items)} of {len(items)}",
        "clock": time_left(application.round.closes_at, at=now) if application.round.closes_at else "",
    }
    return render(request, "contracts/portal/application.html", context)


def _part(
    request: ActorRequest, application: Application, form: Any, save: Callable[[], Any], title: str
) -> HttpResponse:
    """One part of an application, saved however unfinished."""
    return save_or_show(
        request,
        form,
        save,
        back=reverse("portal_application", args=[application.reference]),
        done="Saved.",
        title=title,
        caption=f"{application.tool.name}, {application.lot}",
        submit="Save",
    )


@open_to(ProviderRole.PROVIDER)
def portal_application_homes(request: ActorRequest, reference: str) -> HttpResponse:
    application, today = access_application(request.actor, reference), timezone.localdate()
    chosen = [home.pk for home in homes_of(application, on=today)]
    form = HomesForm(
        request.POST or None, homes=own_homes(request.actor, on=today), initial={"homes": chosen}
    )

    def save() -> None:
        applying.choose_homes(application=application, **form.cleaned_data, by=request.actor)

    return _part(request, application, form, save, "Homes you would bring")


@open_to(ProviderRole.PROVIDER)
def portal_application_answers(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = AnswersForm(
        request.POST or None, questions=questions_of(application), given=answers_of(application)
    )

    def save() -> None:
        applying.save_answers(application=application, answers=form.answers, by=request.actor)

    return _part(request, application, form, save, "Your answers")


@open_to(ProviderRole.PROVIDER)
def portal_application_prices(request: ActorRequest, reference: str) -> HttpResponse:
    application, now = access_application(request.actor, reference), timezone.now()
    form = PricesForm(request.POST or None, lines=price_lines(application, on=timezone.localdate(now)))

    def save() -> None:
        applying.save_prices(application=application, rates=form.rates, by=request.actor, at=now)

    return _part(request, application, form, save, "Your prices")


@open_to(ProviderRole.PROVIDER)
def portal_application_file(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    items = [item for item in items_of(application) if item.needs_document]
    form = HandInForm(request.POST or None, request.FILES or None, items=items)

    def save() -> None:
        applying.hand_in_document(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        )

    return _part(request, application, form, save, "Hand in a file")


@open_to(ProviderRole.PROVIDER)
@require_POST
def portal_application_submit(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    try:
        applying.submit_application(application=application, by=request.actor, at=timezone.now())
        messages.success(request, "Submitted. The council will tell you what it decides.")
    except DomainError as error:
        request.must_roll_back = True
        messages.error(request, error.message)
    return redirect("portal_application", reference)


@open_to(ProviderRole.PROVIDER)
def portal_application_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = ReasonForm(request.POST or None, label="Why do you withdraw?", required=False)

    def save() -> None:
        applying.withdraw_application(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        )

    return _part(request, application, form, save, "Withdraw the application")


PARTS = {
    "homes": portal_application_homes,
    "answers": portal_application_answers,
    "prices": portal_application_prices,
    "file": portal_application_file,
    "submit": portal_application_submit,
    "withdraw": portal_application_withdraw,
}
OF_ONE = "portal/applications/<str:reference>/"
PATHS = [
    path(OF_ONE, portal_application, name="portal_application"),
    *(path(f"{OF_ONE}{name}/", view, name=f"portal_application_{name}") for name, view in PARTS.items()),
]
