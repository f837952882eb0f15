"""A provider's correspondence about one referral."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import ReferralState
from placements.forms.messages import ProviderMessageForm
from placements.selectors.inbox import access_recipient
from placements.selectors.messages import answers_of, thread_of
from placements.services.messages import write_to_council
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
def portal_referral_messages(request: ActorRequest, reference: str) -> HttpResponse:
    """The thread, what was answered for all, and a form while the referral is open."""
    recipient = access_recipient(request.actor, reference)
    may_write = recipient.referral.state == ReferralState.SENT
    form = ProviderMessageForm(request.POST or None, request.FILES or None)
    if may_write and form.is_valid():
        with reporting_to(form):
            write_to_council(
                recipient=recipient,
                body=form.cleaned_data["body"],
                is_question=form.cleaned_data["kind"] == form.QUESTION,
                attachment=form.cleaned_data["attachment"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Sent to {recipient.authority.name}")
            return redirect("portal_referral_messages", reference)
    context = {
        "recipient": recipient,
        "thread": thread_of(recipient),
        "answers": answers_of(recipient.referral),
        "form": form if may_write else None,
    }
    return render(request, "placements/portal/referral_messages.html", context)
