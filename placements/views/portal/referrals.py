"""Referrals sent to a provider, and its answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.formats import time_left
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import DeclineReason
from placements.forms.answers import DeclineForm, OfferForm
from placements.policies.answers import can_answer
from placements.provider_words import RECIPIENTS, weights_in_words
from placements.selectors.details import copies_to_delete, release_to
from placements.selectors.inbox import (
    UNANSWERED,
    access_recipient,
    homes_asked,
    homes_to_offer,
    identity_opened_early,
    offers_of,
    referrals_dealt_with,
    referrals_to_answer,
)
from placements.services.offers import check_offer, decline_referral, mark_read, submit_offer
from placements.tables import offered_fee_lines
from placements.views.noting import IDENTITY_LEVEL, note
from placements.views.portal.lines import clock_line, offer_line, referral_line
from providers.choices import Need, ProviderRole, Sex


@open_to(ProviderRole.PROVIDER)
def portal_referrals(request: ActorRequest) -> HttpResponse:
    """Those to answer with their clock, then those already answered."""
    now = timezone.now()
    page = Paginator(referrals_dealt_with(request.actor, at=now), 25).get_page(request.GET.get("page"))
    context = {
        "to_answer": [clock_line(row, at=now) for row in referrals_to_answer(request.actor, at=now)],
        "dealt_with": [referral_line(row) for row in page],
        "page": page,
        "to_delete": copies_to_delete(request.actor),
    }
    return render(request, "placements/portal/referrals.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_referral(request: ActorRequest, reference: str) -> HttpResponse:
    """The level 1 facts. The first time it is opened is recorded, for the council to see."""
    now, today = timezone.now(), timezone.localdate()
    mark_read(recipient=access_recipient(request.actor, reference), by=request.actor, at=now)
    recipient = access_recipient(request.actor, reference)
    referral = recipient.referral
    identity = identity_opened_early(recipient)
    release = release_to(recipient)
    if identity is not None:
        note(request, authority_id=recipient.authority_id, subject=referral.reference, level=IDENTITY_LEVEL)
    context = {
        "recipient": recipient,
        "referral": referral,
        "told": RECIPIENTS[recipient.state],
        "clock": time_left(referral.answer_by, at=now),
        "may_answer": can_answer(recipient, at=now),
        "needs": ", ".join(Need(need).label for need in referral.needs),
        "weights": ", ".join(weights_in_words(referral.weights)),
        "homes": ", ".join(home.name for home in homes_asked(request.actor, recipient, on=today)),
        "offers": [
            offer_line(offer, on=today) for offer in offers_of(request.actor).filter(recipient=recipient)
        ],
        "may_decline": recipient.state in UNANSWERED,
        "avoid": [shape for shape, *_ in referral.avoid],
        "siblings": [f"{Sex(sex).label}, {age}" for age, sex in referral.siblings],
        "identity": identity,
        "release": release,
        "acceptance": release.accepted if release else None,
    }
    return render(request, "placements/portal/referral.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_offer(request: ActorRequest, reference: str) -> HttpResponse:
    """Fill in, check, send: what is checked travels in the page until it is sent."""
    recipient = access_recipient(request.actor, reference)
    homes = homes_to_offer(request.actor, recipient, on=timezone.localdate())
    needed_on = recipient.referral.needed_on
    form = OfferForm(request.POST or None, homes=homes, initial={"earliest_start_on": needed_on})
    back = reverse("portal_referral", args=[reference])
    children = 1 + len(recipient.referral.siblings)
    context = {"form": form, "recipient": recipient, "homes": homes, "back": back, "children": children}
    step = request.POST.get("step", "check")
    if form.is_valid() and step == "send":
        with reporting_to(form):
            offer = submit_offer(recipient=recipient, by=request.actor, at=timezone.now(), **form.facts)
            messages.success(request, f"Your offer {offer.reference} was sent to {recipient.authority}.")
            return redirect("portal_referral", reference=reference)
    elif form.is_valid() and step == "check":
        with reporting_to(form):
            check_offer(recipient=recipient, by=request.actor, at=timezone.now(), **form.facts)
            answers = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            context |= {"facts": form.facts, "total": form.total}
            context["lines"] = offered_fee_lines(form.fees, starts_on=form.facts["earliest_start_on"])
            context |= {"send": {**answers, "step": "send"}, "change": {**answers, "step": "change"}}
            return render(request, "placements/portal/offer_check.html", context)
    return render(request, "placements/portal/offer.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_decline(request: ActorRequest, reference: str) -> HttpResponse:
    recipient = access_recipient(request.actor, reference)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            decline_referral(
                recipient=recipient,
                reason=DeclineReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"You declined {reference}. Thank you for answering.")
            return redirect("portal_referrals")
    context = {
        "form": form,
        "title": "Decline this referral",
        "caption": reference,
        "submit": "Decline",
        "back": reverse("portal_referral", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
