"""Many homes at once: one table with one button, or a file."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.tables import Heading
from core.views import open_to
from providers.choices import ProviderRole, VacancyChannel
from providers.forms.vacancy_table import VacancyFileForm, VacancyTableForm, moment_seen
from providers.models import VacancyReport
from providers.selectors.vacancies import vacancies_of
from providers.services.vacancies import report_vacancies
from providers.telling import NotTaken
from providers.vacancy_file import template_file
from providers.vacancy_preview import Preview, preview_of

NOTHING_CHANGED = "You have not changed anything. If it is all still right, choose the second button"


@open_to(ProviderRole.PROVIDER)
def vacancy_table(request: ActorRequest) -> HttpResponse:
    """Save what was changed; with the second button, also say that all the rest is unchanged."""
    now = timezone.now()
    homes = vacancies_of(request.actor, at=now)
    form = VacancyTableForm(request.POST or None, homes=homes, at=now)
    if form.is_valid():
        told = form.told(with_unchanged=request.POST.get("rest") == "confirm")
        if not told:
            form.add_error(None, NOTHING_CHANGED)
        else:
            try:
                made = report_vacancies(
                    told=told, seen_at=form.seen_at, by=request.actor, at=now, channel=VacancyChannel.PORTAL
                )
                return _thank(request, made)
            except NotTaken as refused:
                form.mark(refused.problems)
    return render(request, "providers/vacancy_table.html", {"form": form, "homes": homes})


@open_to(ProviderRole.PROVIDER)
@require_safe
def vacancy_template(request: ActorRequest) -> HttpResponse:
    """The provider's homes as a CSV to fill in."""
    homes = vacancies_of(request.actor, at=timezone.now())
    return HttpResponse(
        template_file(sorted(homes, key=lambda each: each.setting.name)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="vacancies.csv"'},
    )


@open_to(ProviderRole.PROVIDER)
def vacancy_upload(request: ActorRequest) -> HttpResponse:
    """Choose a file, look at what it would change, confirm: the file travels in the page until then."""
    now = timezone.now()
    homes = vacancies_of(request.actor, at=now)
    if "text" in request.POST:
        return _confirm(request, request.POST["text"])
    form = VacancyFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        preview = preview_of(form.cleaned_data["file"], homes, by=request.actor, at=now, seen_at=now)
        return _show(request, preview, seen=now)
    return render(request, "providers/vacancy_upload.html", {"form": form, "homes": homes})


def _confirm(request: ActorRequest, text: str) -> HttpResponse:
    """Read the confirmed text anew: what changed since it was shown is shown again, and nothing is saved."""
    now = timezone.now()
    seen_at = moment_seen(request.POST.get("seen", ""), at=now)
    homes = vacancies_of(request.actor, at=now)
    preview = preview_of(text, homes, by=request.actor, at=now, seen_at=seen_at)
    if preview.is_good:
        made = report_vacancies(
            told=preview.told, seen_at=seen_at, by=request.actor, at=now, channel=VacancyChannel.UPLOAD
        )
        return _thank(request, made)
    return _show(request, preview, seen=now)


def _show(request: ActorRequest, preview: Preview, *, seen: datetime) -> HttpResponse:
    context = {
        "preview": preview,
        "hidden": {"text": preview.text, "seen": seen.isoformat()},
        "change_columns": (Heading("Home"), Heading("Last told"), Heading("From now on")),
        "fault_columns": (Heading("Row"), Heading("Column"), Heading("Why")),
        "faults": [(fault.row, fault.column, fault.message) for fault in preview.faults],
    }
    return render(request, "providers/vacancy_preview.html", context)


def _thank(request: ActorRequest, made: list[VacancyReport]) -> HttpResponse:
    number = "1 home is" if len(made) == 1 else f"{len(made)} homes are"
    messages.success(request, f"{number} up to date. Thank you.")
    return redirect("vacancy_list")
