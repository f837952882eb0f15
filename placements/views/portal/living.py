"""A provider's part in a placement that runs: notice of its own, and changes to sign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import SigningSide
from placements.forms.answers import SignForm, WithdrawForm
from placements.forms.living import NoticeForm
from placements.life_choices import VariationState
from placements.presentation import VARIATION_KINDS
from placements.selectors.living import standing_notice
from placements.selectors.placements import access_placement
from placements.selectors.variations import access_variation
from placements.services.ending import give_notice, withdraw_notice
from placements.services.variations import sign_variation
from placements.tables import variation_lines
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
def portal_placement_notice(request: ActorRequest, reference: str) -> HttpResponse:
    """Give notice for the home."""
    placement = access_placement(request.actor, reference)
    initial = {"given_on": timezone.localdate()}
    form = NoticeForm(request.POST or None, initial=initial, for_home=True)
    if form.is_valid():
        with reporting_to(form):
            give_notice(placement=placement, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Notice given. The council sees it at once.")
            return redirect("portal_placement", reference)
    context = {
        "form": form,
        "title": "Give notice",
        "caption": f"{reference}, {placement.setting.name}",
        "lead": f"The agreement asks for {placement.agreement.notice_days} days. Nights after the child has"
        " left are not paid.",
        "submit": "Give notice",
        "back": reverse("portal_placement", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_placement_notice_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Take the home's own notice back."""
    notice = standing_notice(access_placement(request.actor, reference))
    if notice is None:
        messages.error(request, "No notice stands on this placement.")
        return redirect("portal_placement", reference)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            withdraw_notice(notice=notice, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, "Notice withdrawn. The placement goes on.")
            return redirect("portal_placement", reference)
    context = {
        "form": form,
        "title": "Withdraw the notice",
        "caption": reference,
        "submit": "Withdraw the notice",
        "back": reverse("portal_placement", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_variation(request: ActorRequest, reference: str) -> HttpResponse:
    """A change to an agreement with its document; a POST signs it."""
    variation = access_variation(request.actor, reference)
    form = SignForm(request.POST or None) if variation.state == VariationState.ISSUED else None
    if form and form.is_valid():
        with reporting_to(form):
            sign_variation(
                variation=variation, side=SigningSide.PROVIDER, by=request.actor, at=timezone.now()
            )
            messages.success(request, "You signed the change. The council signs next.")
            return redirect("portal_variation", reference)
    context = {
        "variation": variation,
        "agreement": variation.agreement,
        "kind": VARIATION_KINDS[variation.state],
        "lines": variation_lines(variation),
        "form": form,
    }
    return render(request, "placements/portal/variation.html", context)
