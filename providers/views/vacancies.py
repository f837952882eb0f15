"""The provider's vacancies: each home, what was last said of it, and saying it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.actor import Actor, acting_as
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole, VacancyChannel
from providers.forms.vacancies import VacancyForm
from providers.models import Setting
from providers.selectors.grants import access_reported_home
from providers.selectors.vacancies import newest_report, vacancies_of, vacancy_of
from providers.services.vacancies import confirm_no_change, report_vacancy


@open_to(ProviderRole.PROVIDER)
def vacancy_list(request: ActorRequest) -> HttpResponse:
    homes = vacancies_of(request.actor, at=timezone.now())
    context = {"homes": homes, "due": sum(home.is_due for home in homes)}
    return render(request, "providers/vacancy_list.html", context)


@open_to(ProviderRole.PROVIDER)
@require_POST
def vacancy_confirm(request: ActorRequest, urn: str) -> HttpResponse:
    """One click: nothing has changed."""
    setting, voice = access_reported_home(request.actor, urn, on=timezone.localdate())
    try:
        with acting_as(voice):
            confirm_no_change(setting=setting, by=voice, at=timezone.now(), channel=VacancyChannel.PORTAL)
        messages.success(request, f"{setting.name}: no change. Thank you.")
        _note_doubt(request, setting, voice)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("vacancy_list")


@open_to(ProviderRole.PROVIDER)
def vacancy_report(request: ActorRequest, urn: str) -> HttpResponse:
    setting, voice = access_reported_home(request.actor, urn, on=timezone.localdate())
    with acting_as(voice):
        initial = VacancyForm.start_from(newest_report(setting), on=timezone.localdate())
    form = VacancyForm(request.POST or None, initial=initial)
    if form.is_valid():
        with reporting_to(form):
            with acting_as(voice):
                report_vacancy(
                    setting=setting,
                    by=voice,
                    at=timezone.now(),
                    channel=VacancyChannel.PORTAL,
                    **form.facts,
                )
            messages.success(request, f"{setting.name} is up to date. Thank you.")
            _note_doubt(request, setting, voice)
            return redirect("vacancy_list")
    context = {
        "form": form,
        "title": "Update vacancies",
        "caption": setting.name,
        "submit": "Save",
        "back": reverse("vacancy_list"),
    }
    return render(request, "layouts/form.html", context)


def _note_doubt(request: ActorRequest, setting: Setting, voice: Actor) -> None:
    """It was saved as told; what speaks against it is said beside the thanks."""
    with acting_as(voice):
        doubt = vacancy_of(setting, voice, at=timezone.now()).doubt
    if doubt:
        messages.warning(request, f"{setting.name}: {doubt}")
