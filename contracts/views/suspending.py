"""Suspending placements with a home: for us alone, or for all who buy on the tools we lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from contracts.selectors.membership import reach_over
from contracts.services.suspending import suspend_for_members
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.forms.suspensions import SuspendForm
from providers.policies import SUSPENDING_ROLES
from providers.selectors.directory import access_home
from providers.services.suspensions import suspend


@open_to(*SUSPENDING_ROLES)
def home_suspend(request: ActorRequest, urn: str) -> HttpResponse:
    home, today = access_home(request.actor, urn, at=timezone.now()), timezone.localdate()
    reach = reach_over(home.provider, request.actor, on=today)
    form = SuspendForm(
        request.POST or None,
        tools=reach.tools if reach.councils else (),
        councils=len(reach.councils),
        initial={"starts_on": today},
    )
    if form.is_valid():
        with reporting_to(form):
            told = {**form.cleaned_data, "setting": home, "by": request.actor, "at": timezone.now()}
            if told.pop("whom", "") == "members":
                suspend_for_members(**told)
            else:
                suspend(**told)
            messages.success(request, f"Placements with {home.name} are suspended. Every council sees it.")
            return redirect("home_quality", urn)
    context = {
        "form": form,
        "title": "Suspend placements",
        "caption": f"{home.name}, {home.provider.name}",
        "lead": "Every council sees the suspension today, and decides about its own placements. Children"
        " already placed stay, and are reviewed.",
        "submit": "Suspend placements",
        "back": reverse("home_quality", args=[urn]),
    }
    return render(request, "layouts/form.html", context)
