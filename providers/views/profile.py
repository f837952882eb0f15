"""What councils see of a provider, and how often it wants to be reminded."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole
from providers.forms.vacancies import RhythmForm
from providers.selectors.documents import standings_of
from providers.selectors.profile import profile_of
from providers.selectors.vacancies import reminder_rhythm
from providers.services.vacancies import set_reminder_rhythm


@open_to(ProviderRole.PROVIDER)
def provider_profile(request: ActorRequest) -> HttpResponse:
    form = RhythmForm(request.POST or None, initial={"rhythm": reminder_rhythm(request.actor)})
    if form.is_valid():
        set_reminder_rhythm(rhythm=form.cleaned_data["rhythm"], by=request.actor)
        messages.success(request, "We will remind you as you asked.")
        return redirect("provider_profile")
    today = timezone.localdate()
    profile = profile_of(request.actor, on=today)
    documents = standings_of(profile.provider, request.actor, on=today)
    context = {"profile": profile, "documents": documents, "form": form}
    return render(request, "providers/profile.html", context)
