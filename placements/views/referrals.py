"""Pages of a referral: its level 1 text, who clears it, who was asked and what they answered."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from authorities.choices import CASE_ROLES, GRADES
from contracts.choices import CriterionKind
from core import formats
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import RecipientState, ReferralState, WaveState
from placements.forms.requests import ReasonForm
from placements.forms.sourcing import RewordForm
from placements.models import Referral, ReferralRecipient
from placements.policies.referrals import can_clear, can_open_detail, can_release_early
from placements.policies.sourcing import can_search
from placements.presentation import RECIPIENT_KINDS, REFERRAL_KINDS
from placements.selectors.details import detail_of, opened_to
from placements.selectors.guarding import warnings_of
from placements.selectors.requests import READERS
from placements.selectors.sourcing import access_referral, waves_of
from placements.services.referrals import clear_referral, close_referral, reword_referral, send_referral
from placements.services.waves import MAY_PLAN
from placements.workflows import REFERRAL, SOURCING_ROLES
from providers.choices import Need, Sex

MAY_CLEAR = (*SOURCING_ROLES, *GRADES)


@open_to(*READERS)
def referral_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What providers are told, and what each one answered."""
    referral = access_referral(request.actor, reference)
    verbs = {transition.verb for transition in REFERRAL.available(referral.state, request.actor)}
    warnings = warnings_of(referral, on=timezone.localdate())
    searches = bool(can_search(request.actor))
    clears = can_clear(request.actor, referral)
    context = {
        "referral": referral,
        "kind": REFERRAL_KINDS[ReferralState(referral.state)],
        "heading": f"Referral for a {referral.get_placement_type_display().lower()}",
        "needs": [Need(need).label for need in referral.needs],
        "weights": [
            (kind.label, f"{Decimal(referral.weights[kind]).normalize():f}%")
            for kind in CriterionKind
            if kind in referral.weights
        ],
        "who": "Who holds it" if referral.sent_at else "Who will be asked",
        "recipients": [
            (recipient, _answer(recipient), RECIPIENT_KINDS[RecipientState(recipient.state)])
            for recipient in referral.recipients.all()
        ],
        "homes_by_provider": _homes_by_provider(referral),
        "warnings": warnings,
        "may_clear": "clear" in verbs and bool(clears),
        "waits_for_another": "clear" in verbs and not clears,
        "may_reword": referral.state == ReferralState.DRAFT and searches,
        "may_send": "send" in verbs,
        "may_close": "close" in verbs,
        **_told_of_family_and_place(referral),
        **_planned(referral, searches=searches),
        **_shortlisting(request, referral),
        "to_release": [
            recipient
            for recipient in referral.recipients.all()
            if can_release_early(request.actor, recipient, referral.request)
        ],
    }
    return render(request, "placements/referral_detail.html", context)


@open_to(*MAY_CLEAR)
@require_POST
def referral_clear(request: ActorRequest, reference: str) -> HttpResponse:
    return _act(request, reference, clear_referral, "Text cleared. The referral can now be sent.")


@open_to(*SOURCING_ROLES)
@require_POST
def referral_send(request: ActorRequest, reference: str) -> HttpResponse:
    return _act(request, reference, send_referral, "Referral sent. Each provider has been written to.")


@open_to(*SOURCING_ROLES)
def referral_reword(request: ActorRequest, reference: str) -> HttpResponse:
    referral = access_referral(request.actor, reference)
    form = RewordForm(request.POST or None, initial={"summary": referral.summary})
    if form.is_valid():
        with reporting_to(form):
            summary = form.cleaned_data["summary"]
            reword_referral(referral=referral, summary=summary, by=request.actor, at=timezone.now())
            messages.success(request, "Text changed. Somebody else must clear it.")
            return redirect("referral_detail", reference)
    context = {"form": form, "title": "Change the text", "caption": reference, "back": _address(referral)}
    return render(request, "layouts/form.html", context)


@open_to(*CASE_ROLES)
def referral_close(request: ActorRequest, reference: str) -> HttpResponse:
    """Close it early: providers are told and lose access."""
    referral = access_referral(request.actor, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            close_referral(referral=referral, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, "Referral closed")
            return redirect("referral_detail", reference)
    context = {
        "form": form,
        "title": "Close this referral",
        "caption": reference,
        "lead": "Providers that have not been chosen are told today and can no longer open it."
        " The reason stays with your council.",
        "submit": "Close the referral",
        "back": _address(referral),
    }
    return render(request, "layouts/form.html", context)


def _shortlisting(request: ActorRequest, referral: Referral) -> dict[str, object]:
    """Whom the reader may still open the detailed profile to, and whether there is one."""
    opened = opened_to(referral)
    return {
        "to_shortlist": [
            recipient
            for recipient in referral.recipients.all()
            if recipient.pk not in opened and can_open_detail(request.actor, recipient)
        ],
        "has_detail": detail_of(referral.request) is not None,
    }


def _told_of_family_and_place(referral: Referral) -> dict[str, list[str]]:
    return {
        "siblings": [f"{Sex(sex).label}, {age}" for age, sex in referral.siblings],
        "avoid": [shape for shape, *_ in referral.avoid],
    }


def _planned(referral: Referral, *, searches: bool) -> dict[str, object]:
    """What opens by itself from this text, and whether the reader may plan more or stop it."""
    waves = waves_of(referral)
    return {
        "waves": waves,
        "may_plan": searches and referral.state in MAY_PLAN,
        "may_stop": searches and any(wave.state == WaveState.PLANNED for wave in waves),
    }


def _act(request: ActorRequest, reference: str, service: Callable[..., Referral], done: str) -> HttpResponse:
    referral = access_referral(request.actor, reference)
    try:
        service(referral=referral, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("referral_detail", reference)


def _answer(recipient: ReferralRecipient) -> str:
    """When it was read or answered, and why it was declined."""
    if recipient.decline_reason:
        return ". ".join(filter(None, (recipient.get_decline_reason_display(), recipient.decline_note)))
    if recipient.answered_at:
        return f"Answered {formats.moment(recipient.answered_at)}"
    return f"Read {formats.moment(recipient.read_at)}" if recipient.read_at else ""


def _homes_by_provider(referral: Referral) -> list[tuple[str, str]]:
    homes: dict[str, list[str]] = {}
    for target in referral.targets.all():
        homes.setdefault(target.setting.provider.name, []).append(target.setting.name)
    return [(provider, ", ".join(sorted(names))) for provider, names in sorted(homes.items())]


def _address(referral: Referral) -> str:
    return reverse("referral_detail", args=[referral.reference])
