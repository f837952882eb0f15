"""Standing behind a suspension of placements with a home, and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.forms.quality import RatifyForm
from providers.forms.suspensions import LiftForm
from providers.policies import LIFTING_ROLES, RATIFYING_ROLES
from providers.selectors.directory import access_home, suspensions_to_lift
from providers.services.suspensions import lift_suspension, ratify_suspension


@open_to(*LIFTING_ROLES)
def home_lift(request: ActorRequest, urn: str) -> HttpResponse:
    """End a suspension this council made of the home or of its provider."""
    home, today = access_home(request.actor, urn, at=timezone.now()), timezone.localdate()
    own = {str(each.pk): each for each in suspensions_to_lift(home, request.actor, on=today)}
    form = LiftForm(request.POST or None, suspensions=own.values(), initial={"ends_on": today})
    if form.is_valid():
        with reporting_to(form):
            chosen = own[form.cleaned_data["suspension"]]
            lift_suspension(
                suspension=chosen, ends_on=form.cleaned_data["ends_on"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"The suspension of {chosen.setting or chosen.provider} has an end.")
            return redirect("home_quality", urn)
    context = {
        "form": form,
        "title": "Lift a suspension",
        "caption": home.name,
        "submit": "Lift the suspension",
        "back": reverse("home_quality", args=[urn]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*RATIFYING_ROLES)
def home_ratify(request: ActorRequest, urn: str) -> HttpResponse:
    """Stand behind a suspension of the home or of its provider; one that is not wanted is lifted instead."""
    home, today = access_home(request.actor, urn, at=timezone.now()), timezone.localdate()
    waiting = suspensions_to_lift(home, request.actor, on=today).filter(ratified_at=None)
    own = {str(each.pk): each for each in waiting}
    form = RatifyForm(request.POST or None, suspensions=own.values())
    if form.is_valid():
        with reporting_to(form):
            chosen = own[form.cleaned_data["suspension"]]
            ratify_suspension(suspension=chosen, by=request.actor, at=timezone.now())
            messages.success(request, f"The suspension of {chosen.setting or chosen.provider} is ratified.")
            return redirect("home_quality", urn)
    context = {
        "form": form,
        "title": "Ratify a suspension",
        "caption": home.name,
        "lead": "It holds already. If it should not, lift it instead.",
        "submit": "Ratify",
        "back": reverse("home_quality", args=[urn]),
    }
    return render(request, "layouts/form.html", context)
