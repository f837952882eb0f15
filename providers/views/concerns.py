"""One concern, one visit, and what is written beneath them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to
from providers.forms.quality import MoveConcernForm, NoteForm
from providers.policies import CONCERN_ROLES, SUSPENSION_READERS, can_watch_quality, can_write_note
from providers.selectors.quality import access_concern, access_visit, notes_of
from providers.services.concerns import add_note, move_concern
from providers.tables import CONCERN_KINDS, FINDING_KINDS
from providers.workflows import CONCERN


@open_to(*SUSPENSION_READERS)
@require_safe
def concern_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What every council may know of it, and what our own wrote beneath it."""
    concern = access_concern(request.actor, reference)
    context = {
        "concern": concern,
        "kind": CONCERN_KINDS[concern.state],
        "notes": notes_of(concern, request.actor),
        "is_own": concern.authority_id == request.actor.authority_id,
        "may_write": bool(can_write_note(request.actor, concern)),
        "may_move": bool(can_watch_quality(request.actor, concern))
        and bool(CONCERN.available(concern.state, request.actor)),
    }
    return render(request, "providers/concern_detail.html", context)


@open_to(*CONCERN_ROLES)
def concern_move(request: ActorRequest, reference: str) -> HttpResponse:
    """Take it to its next state."""
    concern = access_concern(request.actor, reference)
    form = MoveConcernForm(request.POST or None, steps=CONCERN.available(concern.state, request.actor))
    return save_or_show(
        request,
        form,
        lambda: move_concern(concern=concern, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("concern_detail", args=[reference]),
        done="Recorded. Every council sees it.",
        title="Take a concern further",
        caption=reference,
        lead=f"{concern.get_category_display()}, {concern.setting or concern.provider}.",
        submit="Record",
    )


@open_to(*CONCERN_ROLES)
def concern_note(request: ActorRequest, reference: str) -> HttpResponse:
    concern = access_concern(request.actor, reference)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            body = form.cleaned_data["body"]
            add_note(concern=concern, body=body, by=request.actor, at=timezone.now())
            messages.success(request, "Note added.")
            return redirect("concern_detail", reference)
    context = {
        "form": form,
        "title": "Add a note",
        "caption": reference,
        "submit": "Add note",
        "back": reverse("concern_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*SUSPENSION_READERS)
@require_safe
def visit_detail(request: ActorRequest, reference: str) -> HttpResponse:
    visit = access_visit(request.actor, reference)
    context = {
        "visit": visit,
        "kind": FINDING_KINDS[visit.finding],
        "notes": notes_of(visit, request.actor),
        "is_own": visit.authority_id == request.actor.authority_id,
    }
    return render(request, "providers/visit_detail.html", context)
