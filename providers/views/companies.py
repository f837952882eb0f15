"""The companies of a provider's group: who may keep whose vacancies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole
from providers.forms.companies import CompaniesForm
from providers.selectors.grants import sisters_of
from providers.services.grants import set_vacancy_grants


@open_to(ProviderRole.PROVIDER_ADMINISTRATOR)
def group_companies(request: ActorRequest) -> HttpResponse:
    """Say who may keep our vacancies, and see whose we may."""
    sisters = sisters_of(request.actor)
    form = CompaniesForm(sisters=sisters)
    if request.method == "POST" and sisters:
        form = CompaniesForm(request.POST, sisters=sisters)
        if form.is_valid():
            with reporting_to(form):
                set_vacancy_grants(to=form.chosen, by=request.actor, at=timezone.now())
                messages.success(request, "Saved. It holds from now on.")
                return redirect("group_companies")
    context = {
        "form": form,
        "sisters": sisters,
        "given": [sister for sister in sisters if sister.ours],
        "taken": [sister for sister in sisters if sister.theirs],
    }
    return render(request, "providers/companies.html", context)
