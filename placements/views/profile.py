"""A request's coded profile by the Placements Data Standard: answered, read from a file, given as a file."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from placements.forms.need import ProfileFileForm, ProfileForm
from placements.models import PlacementRequest
from placements.policies.requests import can_edit_request
from placements.selectors.need import dol_order_on, siblings_together
from placements.selectors.placed_profile import placed_of
from placements.selectors.requests import READERS, access_request
from placements.services.requests import save_profile, take_profile
from placements.standard import Facts, to_standard
from placements.standard_placed import placed_to_standard
from placements.views.noting import note_case


@open_to(*READERS)
def request_profile(request: ActorRequest, reference: str) -> HttpResponse:
    """The profile as the standard words it; while it is a draft, a form for it and one to read a file."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    may_edit = can_edit_request(request.actor, wanted)
    if request.method == "POST":
        require(may_edit)
    reads = (request.method == "POST" and "file" in request.FILES) or "read" in request.POST
    form = ProfileForm(
        request.POST if request.method == "POST" and not reads else None, initial=wanted.profile
    )
    upload = ProfileFileForm(request.POST, request.FILES) if reads else ProfileFileForm()
    if form.is_valid():
        with reporting_to(form):
            save_profile(request=wanted, answers=form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Profile saved")
            return redirect("request_profile", reference)
    if upload.is_valid():
        with reporting_to(upload):
            take_profile(
                request=wanted, file=upload.cleaned_data["file"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "The file was read into the request")
            return redirect("request_profile", reference)
    context = {
        "wanted": wanted,
        "form": form if may_edit else None,
        "upload": upload,
        "entities": _in_words(wanted),
    }
    return render(request, "placements/request_profile.html", context)


@open_to(*READERS)
@require_safe
def request_profile_file(request: ActorRequest, reference: str) -> HttpResponse:
    """The same as a file in the standard's form; its download is noted."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    return HttpResponse(
        json.dumps(_file(wanted), indent=2, ensure_ascii=False),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{reference}.json"'},
    )


def _file(wanted: PlacementRequest) -> dict[str, dict[str, Any]]:
    """What was needed and, once the child is placed, what was found and who says so."""
    placed = placed_of(wanted)
    return to_standard(_facts(wanted)) | (placed_to_standard(placed) if placed else {})


def _facts(wanted: PlacementRequest) -> Facts:
    today = timezone.localdate()
    return Facts(
        child_number=wanted.child_id,
        placement_type=wanted.placement_type,
        needs=wanted.needs,
        wants_solo=wanted.wants_solo,
        home_area=wanted.home_area,
        siblings=len(siblings_together(wanted)),
        days=(wanted.needed_on - today).days if wanted.needed_on else None,
        is_deprived_of_liberty=dol_order_on(wanted.child, today) is not None,
        profile=wanted.profile,
    )


def _in_words(wanted: PlacementRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (entity, [(name, _word(value)) for name, value in said.items()])
        for entity, said in _file(wanted).items()
    ]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
