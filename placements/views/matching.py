"""One home for one child: who lives there, whether they fit, and holding its free place."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import formats
from core.errors import NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import ClaimState, Verdict
from placements.forms.requests import ReasonForm
from placements.forms.sourcing import HoldForm, JudgementForm
from placements.models import PlacementRequest
from placements.selectors.claims import access_reservation, reservations_of, standing_of
from placements.selectors.judging import judged_home, judgements_of, residents_of
from placements.selectors.requests import access_request
from placements.services.claims import give_up_place, hold_place, join_line
from placements.services.judging import judge_match
from placements.tables import in_brief
from placements.views.noting import IDENTITY_LEVEL, note, note_case
from placements.workflows import SOURCING_ROLES
from providers.models import Setting


@open_to(*SOURCING_ROLES)
def request_match(request: ActorRequest, reference: str) -> HttpResponse:
    """Judge one home (``?home=`` its number) for the child, with who lives there beside the form."""
    wanted, home = _both(request, reference)
    if home is None:
        return redirect("sourcing", reference)
    note_case(request, wanted)
    residents = residents_of(home, request.actor, on=timezone.localdate())
    for resident in residents:
        if resident.own_reference:
            _note_name(request, wanted, resident.own_reference)
    form = JudgementForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            judge_match(
                request=wanted,
                setting=home,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reasons=form.cleaned_data["reasons"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Your judgement of {home.name} is kept with the request")
            return redirect("sourcing", reference)
    context = {
        "form": form,
        "wanted": wanted,
        "brief": in_brief(wanted),
        "home": home,
        "residents": residents,
        "judgement": judgements_of(wanted).get(home.pk),
    }
    return render(request, "placements/request_match.html", context)


@open_to(*SOURCING_ROLES)
def request_hold(request: ActorRequest, reference: str) -> HttpResponse:
    """Hold a free place of one home (``?home=`` its number), or wait in line for it."""
    wanted, home = _both(request, reference)
    if home is None:
        return redirect("sourcing", reference)
    now = timezone.now()
    form = HoldForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            if form.cleaned_data["what"] == form.HOLD:
                until = now + timedelta(hours=form.cleaned_data["hours"])
                hold_place(request=wanted, setting=home, until=until, by=request.actor, at=now)
                messages.success(request, f"A place at {home.name} is held until {formats.moment(until)}")
            else:
                join_line(request=wanted, setting=home, by=request.actor, at=now)
                messages.success(request, f"In line for a place at {home.name}")
            return redirect("sourcing", reference)
        request.must_roll_back = True
    standing = standing_of(home, at=now)
    context = {
        "form": form,
        "wanted": wanted,
        "home": home,
        "standing": standing,
        "held": [f"{claim.authority.name}, until {formats.moment(claim.ends_at)}" for claim in standing.held],
        "waiting": [
            f"{claim.authority.name}: {claim.get_urgency_display().lower()}, since"
            f" {formats.moment(claim.joined_at)}"
            for claim in standing.waiting
        ],
    }
    return render(request, "placements/request_hold.html", context)


@open_to(*SOURCING_ROLES)
def request_give_up(request: ActorRequest, reference: str) -> HttpResponse:
    """Let a held place go, or leave the line (``?hold=`` its reference)."""
    wanted = access_request(request.actor, reference)
    if "hold" not in request.GET:
        return redirect("sourcing", reference)
    reservation = access_reservation(request.actor, request.GET["hold"])
    if reservation.request_id != wanted.pk:
        raise NotFound
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            give_up_place(reservation=reservation, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"The place at {reservation.claim.setting.name} is given up")
            return redirect("sourcing", reference)
    title = "Give up the place held" if reservation.claim.state == ClaimState.HELD else "Leave the line"
    context = {
        "form": form,
        "title": title,
        "caption": reservation.claim.setting.name,
        "submit": title,
        "back": reverse("sourcing", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


def holds_of(wanted: PlacementRequest) -> list[tuple[str, str, str]]:
    """(home, how it stands, reference) of what the request holds or waits for, for the search page."""
    return [
        (
            reservation.claim.setting.name,
            f"Held until {formats.moment(reservation.claim.held_until)}"
            if reservation.claim.held_until
            else "In line for a place",
            reservation.claim.reference,
        )
        for reservation in reservations_of(wanted, at=timezone.now())
    ]


def _both(request: ActorRequest, reference: str) -> tuple[PlacementRequest, Setting | None]:
    """The request and the home that the address names; None where it names none."""
    wanted = access_request(request.actor, reference)
    return wanted, judged_home(request.GET["home"]) if "home" in request.GET else None


def _note_name(request: ActorRequest, wanted: PlacementRequest, child: str) -> None:
    note(request, authority_id=wanted.authority_id, subject=child, level=IDENTITY_LEVEL)
