"""A provider's people, kept by its own administrator, and the page an invitation leads to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.actor import Actor
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to, open_to_anyone
from providers.choices import ProviderRole
from providers.forms.colleagues import ColleagueForm, InviteForm, PasswordForm
from providers.selectors.colleagues import (
    access_colleague,
    access_invitation,
    colleagues_visible_to,
    invitations_visible_to,
    open_invitation,
)
from providers.services.colleagues import (
    accept_invitation,
    change_colleague,
    end_colleague,
    invite_colleague,
    withdraw_invitation,
)

administrators = open_to(ProviderRole.PROVIDER_ADMINISTRATOR)
BECAUSE = "Whoever holds the secret in the address may make the one account it was sent for."


@administrators
@require_safe
def colleague_list(request: ActorRequest) -> HttpResponse:
    context = {
        "colleagues": list(colleagues_visible_to(request.actor)),
        "invitations": list(invitations_visible_to(request.actor)),
        "now": timezone.now(),
    }
    return render(request, "providers/colleagues.html", context)


@administrators
def colleague_invite(request: ActorRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            made = invite_colleague(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"We have written to {made.email}.")
            return redirect("colleague_list")
    lead = "We send them a link to set a password. It works once, for seven days."
    return _form(request, form, "Invite a colleague", submit="Send the invitation", lead=lead)


@administrators
def colleague_change(request: ActorRequest, reference: str) -> HttpResponse:
    colleague = access_colleague(request.actor, reference)
    facts = {name: getattr(colleague, name) for name in ColleagueForm.base_fields}
    form = ColleagueForm(request.POST or None, initial=facts)
    if form.is_valid():
        with reporting_to(form):
            change_colleague(colleague=colleague, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"{form.cleaned_data['name']}: saved.")
            return redirect("home" if colleague.pk == request.actor.person_id else "colleague_list")
    return _form(request, form, "Change a colleague", caption=colleague.name)


@administrators
def colleague_end(request: ActorRequest, reference: str) -> HttpResponse:
    """Asked once more before they lose their way in."""
    colleague, problem = access_colleague(request.actor, reference), ""
    if request.method == "POST":
        try:
            end_colleague(colleague=colleague, by=request.actor, at=timezone.now())
            messages.success(request, f"{colleague.name} no longer acts for you here.")
            return redirect("home" if colleague.pk == request.actor.person_id else "colleague_list")
        except DomainError as error:
            problem = error.message
    context = {
        "title": f"End {colleague.name}’s access?",
        "caption": colleague.job_title,
        "text": "They can do nothing here any more, from this moment. What they did stays under their name.",
        "problem": problem,
        "submit": "End their access",
        "back": reverse("colleague_list"),
    }
    return render(request, "layouts/confirm.html", context)


@administrators
@require_POST
def invitation_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    invitation = access_invitation(request.actor, reference)
    withdraw_invitation(invitation=invitation, by=request.actor, at=timezone.now())
    messages.success(request, f"The invitation to {invitation.email} no longer works.")
    return redirect("colleague_list")


@login_not_required
@open_to_anyone(BECAUSE)
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password. Opening the page changes nothing, because mail scanners open links too."""
    now = timezone.now()
    invitation = open_invitation(secret, at=now)
    if invitation is None:
        return render(request, "providers/invitation_closed.html", status=410)
    form = PasswordForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        by = Actor.provider(invitation.provider_id, name=invitation.name)
        with reporting_to(form):
            accept_invitation(invitation=invitation, password=form.cleaned_data["password"], by=by, at=now)
            messages.success(request, "Your account is ready. Sign in with your new password.")
            return redirect("account_login")
    return render(request, "providers/invitation.html", {"form": form, "invitation": invitation})


def _form(request: ActorRequest, form: object, title: str, **more: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse("colleague_list"), **more}
    return render(request, "layouts/form.html", context)
