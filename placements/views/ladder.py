"""Who holds what of a child on a referral, opening more of it to one provider, and planned steps."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import formats
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.tables import Heading
from core.views import open_to
from placements.forms.sourcing import WaveForm
from placements.selectors.requests import READERS
from placements.selectors.sourcing import access_referral, holdings_of
from placements.services.details import open_detail
from placements.services.releases import release_in_emergency
from placements.services.waves import plan_wave, stop_waves
from placements.workflows import SOURCING_ROLES

HELD = [
    Heading("Provider"),
    Heading("What"),
    Heading("From"),
    Heading("Opened"),
    Heading("Terms accepted by"),
    Heading("Until"),
    Heading("Copies deleted"),
]


@open_to(*READERS)
def referral_held(request: ActorRequest, reference: str) -> HttpResponse:
    """Every provider that could read something of the child here, and when that ended."""
    referral = access_referral(request.actor, reference)
    rows = [
        [
            held.provider,
            held.what,
            formats.moment(held.since),
            formats.moment(held.read_at) if held.read_at else "Not recorded",
            held.terms,
            formats.moment(held.until) if held.until else "Still open",
            held.deleted,
        ]
        for held in holdings_of(referral)
    ]
    return render(
        request, "placements/referral_held.html", {"referral": referral, "columns": HELD, "rows": rows}
    )


@open_to(*SOURCING_ROLES)
@require_POST
def referral_shortlist(request: ActorRequest, reference: str) -> HttpResponse:
    """Open the detailed profile to one provider, on the information terms."""
    done = "can read the detailed profile once it accepts the terms"
    return _open_to_one(request, reference, open_detail, done)


@open_to(*SOURCING_ROLES)
@require_POST
def referral_release(request: ActorRequest, reference: str) -> HttpResponse:
    """Open who the child is to one provider that has offered a place, in an emergency."""
    return _open_to_one(request, reference, release_in_emergency, "can read who the child is")


def _open_to_one(
    request: ActorRequest, reference: str, open_: Callable[..., object], done: str
) -> HttpResponse:
    """Open more of the child to the provider whose button was pressed."""
    referral = access_referral(request.actor, reference)
    chosen = request.POST.get("provider", "")
    recipient = next((one for one in referral.recipients.all() if one.provider.reference == chosen), None)
    if recipient is None:
        messages.error(request, "Choose the provider to open it to.")
        return redirect("referral_detail", reference)
    try:
        open_(recipient=recipient, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{recipient.provider.name} {done}")
    return redirect("referral_detail", reference)


@open_to(*SOURCING_ROLES)
def referral_wave(request: ActorRequest, reference: str) -> HttpResponse:
    """Plan that the next step opens by itself."""
    referral = access_referral(request.actor, reference)
    form = WaveForm(request.POST or None, initial={"within_miles": referral.radius_miles})
    if form.is_valid():
        with reporting_to(form):
            now = timezone.now()
            wave = plan_wave(
                referral=referral,
                fires_at=now + timedelta(hours=form.cleaned_data["hours"]),
                within_miles=form.cleaned_data["within_miles"],
                by=request.actor,
                at=now,
            )
            messages.success(
                request,
                f"{wave.step.get_route_display()} opens {formats.moment(wave.fires_at)} if nobody offers",
            )
            return redirect("referral_detail", reference)
    context = {
        "form": form,
        "title": "Plan the next step",
        "caption": reference,
        "lead": "If no offer has come by then, the open step closes, the next one opens, and every home on it"
        " that fits is asked with this referral’s cleared text.",
        "submit": "Plan it",
        "back": reverse("referral_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*SOURCING_ROLES)
@require_POST
def referral_stop(request: ActorRequest, reference: str) -> HttpResponse:
    referral = access_referral(request.actor, reference)
    stopped = stop_waves(referral=referral, by=request.actor, at=timezone.now())
    messages.success(request, "Nothing opens by itself now" if stopped else "Nothing was planned")
    return redirect("referral_detail", reference)
