"""Stopping placements with a home, and starting again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.forms.suspensions import LiftForm, SuspendForm
from providers.policies import SUSPENDING_ROLES
from providers.selectors.directory import access_home, suspensions_to_lift
from providers.services.suspensions import lift_suspension, suspend


@open_to(*SUSPENDING_ROLES)
def home_suspend(request: ActorRequest, urn: str) -> HttpResponse:
    home, today = access_home(request.actor, urn, at=timezone.now()), timezone.localdate()
    form = SuspendForm(request.POST or None, initial={"starts_on": today})
    if form.is_valid():
        with reporting_to(form):
            suspend(setting=home, **form.cleaned_data, by=request.actor, on=today)
            messages.success(request, f"Placements with {home.name} are suspended. Every council sees it.")
            return redirect("home_detail", urn)
    context = {
        "form": form,
        "title": "Suspend placements",
        "caption": f"{home.name}, {home.provider.name}",
        "lead": "Every council sees the suspension today. Children already placed stay, and are reviewed.",
        "submit": "Suspend placements",
        "back": reverse("home_detail", args=[urn]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*SUSPENDING_ROLES)
def home_lift(request: ActorRequest, urn: str) -> HttpResponse:
    """End a suspension this council made of the home or of its provider."""
    home, today = access_home(request.actor, urn, at=timezone.now()), timezone.localdate()
    own = {str(each.pk): each for each in suspensions_to_lift(home, request.actor, on=today)}
    form = LiftForm(request.POST or None, suspensions=own.values(), initial={"ends_on": today})
    if form.is_valid():
        with reporting_to(form):
            chosen = own[form.cleaned_data["suspension"]]
            lift_suspension(
                suspension=chosen, ends_on=form.cleaned_data["ends_on"], by=request.actor, on=today
            )
            messages.success(request, f"The suspension of {chosen.setting or chosen.provider} has an end.")
            return redirect("home_detail", urn)
    context = {
        "form": form,
        "title": "Lift a suspension",
        "caption": home.name,
        "submit": "Lift the suspension",
        "back": reverse("home_detail", args=[urn]),
    }
    return render(request, "layouts/form.html", context)
