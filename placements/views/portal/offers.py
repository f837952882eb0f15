"""A provider's own offers and what became of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import OfferState
from placements.forms.answers import WithdrawForm
from placements.provider_words import told_of_offer
from placements.selectors.inbox import access_offer, offers_of
from placements.services.offers import withdraw_offer
from placements.tables import offered_fee_lines
from placements.views.portal.lines import offer_line
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
def portal_offers(request: ActorRequest) -> HttpResponse:
    page = Paginator(offers_of(request.actor), 25).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "title": "Offers",
        "lead": "What you offered and what became of it.",
        "nothing": "You have not made an offer yet.",
        "page": page,
        "lines": [offer_line(offer, on=today) for offer in page],
    }
    return render(request, "placements/portal/list.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_offer_detail(request: ActorRequest, reference: str) -> HttpResponse:
    offer = access_offer(request.actor, reference)
    context = {
        "offer": offer,
        "told": told_of_offer(offer, on=timezone.localdate()),
        "lines": offered_fee_lines(offer.fees.all(), starts_on=offer.earliest_start_on),
        "may_withdraw": offer.state == OfferState.SUBMITTED and offer.recipient.revoked_at is None,
    }
    return render(request, "placements/portal/offer_detail.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_offer_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    offer = access_offer(request.actor, reference)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            withdraw_offer(
                offer=offer, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"You withdrew offer {reference}.")
            return redirect("portal_offers")
    context = {
        "form": form,
        "title": "Withdraw this offer",
        "caption": f"{reference}, {offer.setting.name}",
        "submit": "Withdraw",
        "back": reverse("portal_offer_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
