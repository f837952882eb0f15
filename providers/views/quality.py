"""Telling of a home: a concern, a visit, a monthly report, an inspection, a notice."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.forms.quality import (
    ConcernForm,
    InspectionForm,
    NoticeEndForm,
    NoticeForm,
    Reg44Form,
    VisitForm,
)
from providers.grades import scale_of
from providers.models import Setting
from providers.policies import SUSPENDING_ROLES
from providers.selectors.directory import access_home
from providers.selectors.stops import notices_of
from providers.services.concerns import raise_concern
from providers.services.inspections import record_inspection
from providers.services.notices import end_notice, record_notice
from providers.services.oversight import receive_reg44, record_visit


def _told(
    request: ActorRequest, home: Setting, form: forms.Form, write: Callable[..., Any], done: str, **page: str
) -> HttpResponse:
    """The form's page; what it tells is written by ``write`` and the home's quality page says so."""
    if form.is_valid():
        with reporting_to(form):
            write(setting=home, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, done)
            return redirect("home_quality", home.urn)
    context = {
        "form": form,
        "caption": f"{home.name}, {home.provider.name}",
        "back": reverse("home_quality", args=[home.urn]),
    }
    return render(request, "layouts/form.html", context | page)


@open_to(*SUSPENDING_ROLES)
def home_concern(request: ActorRequest, urn: str) -> HttpResponse:
    home = access_home(request.actor, urn, at=timezone.now())
    form = ConcernForm(request.POST or None, initial={"noticed_on": timezone.localdate()})
    return _told(
        request,
        home,
        form,
        raise_concern,
        "The concern is raised. Every council sees it.",
        title="Raise a concern",
        lead="Safeguarding, a notice from Ofsted, an inadequate judgement or financial distress opens a"
        " review of each child there, in every council.",
        submit="Raise the concern",
    )


@open_to(*SUSPENDING_ROLES)
def home_visit(request: ActorRequest, urn: str) -> HttpResponse:
    home = access_home(request.actor, urn, at=timezone.now())
    initial = {"visited_on": timezone.localdate(), "visited_by": request.actor.name}
    form = VisitForm(request.POST or None, initial=initial)
    return _told(
        request,
        home,
        form,
        record_visit,
        "The visit is recorded.",
        title="Record a visit",
        submit="Record visit",
    )


@open_to(*SUSPENDING_ROLES)
def home_reg44(request: ActorRequest, urn: str) -> HttpResponse:
    today = timezone.localdate()
    home = access_home(request.actor, urn, at=timezone.now())
    form = Reg44Form(request.POST or None, request.FILES or None, on=today, initial={"received_on": today})
    return _told(
        request,
        home,
        form,
        receive_reg44,
        "The report is kept.",
        title="Add a regulation 44 report",
        lead="The independent person visits every month. The report is kept for our own council only.",
        submit="Keep the report",
    )


@open_to(*SUSPENDING_ROLES)
def home_inspection(request: ActorRequest, urn: str) -> HttpResponse:
    home = access_home(request.actor, urn, at=timezone.now())
    form = InspectionForm(request.POST or None, scale=scale_of(home.registration_type))
    return _told(
        request,
        home,
        form,
        record_inspection,
        "The inspection is recorded.",
        title="Record an inspection",
        lead="For a judgement that is not in Ofsted's published list yet. If it is worse than the last, every"
        " council with a child there is told today.",
        submit="Record the inspection",
    )


@open_to(*SUSPENDING_ROLES)
def home_notice(request: ActorRequest, urn: str) -> HttpResponse:
    home = access_home(request.actor, urn, at=timezone.now())
    form = NoticeForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    return _told(
        request,
        home,
        form,
        record_notice,
        "The notice is recorded. It binds every council.",
        title="Record a notice by Ofsted",
        lead="A restriction of accommodation or a suspension stops new placements of every council, and opens"
        " a review of each child there. Record only what you have seen in writing.",
        submit="Record the notice",
    )


@open_to(*SUSPENDING_ROLES)
def home_notice_end(request: ActorRequest, urn: str) -> HttpResponse:
    """Ofsted has lifted a notice, or let it run out."""
    today = timezone.localdate()
    home = access_home(request.actor, urn, at=timezone.now())
    open_now = {each.reference: each for each in notices_of(home, on=today).filter(ends_on=None)}
    form = NoticeEndForm(request.POST or None, notices=open_now.values(), initial={"ends_on": today})

    def write(*, notice: str, setting: Setting, **facts: Any) -> None:
        end_notice(notice=open_now[notice], **facts)

    return _told(
        request,
        home,
        form,
        write,
        "The notice has an end.",
        title="End a notice by Ofsted",
        submit="End the notice",
    )
