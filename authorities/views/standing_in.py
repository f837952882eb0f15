"""Who stands in for whom, lending a role and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import APPROVING_ROLES
from authorities.forms import StandInForm
from authorities.selectors.standing_in import (
    STANDING_IN_READERS,
    access_delegation,
    delegations_visible_to,
    possible_deputies,
    roles_to_lend,
)
from authorities.services.standing_in import end_standing_in, stand_in
from authorities.tables import delegation_lines
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to

NEWEST = 100


@open_to(*STANDING_IN_READERS)
@require_safe
def delegations(request: ActorRequest) -> HttpResponse:
    """Delegations given to or by this person, or all of the council's for those who oversee them."""
    today, actor = timezone.localdate(), request.actor
    lines = delegation_lines(delegations_visible_to(actor)[:NEWEST], actor, on=today)
    may_lend = bool(roles_to_lend(actor, on=today))
    return render(request, "authorities/delegations.html", {"lines": lines, "may_lend": may_lend})


@open_to(*APPROVING_ROLES)
def delegation_new(request: ActorRequest) -> HttpResponse:
    """Lend a role of one's own for a dated absence."""
    today, actor = timezone.localdate(), request.actor
    form = StandInForm(
        request.POST or None,
        roles=roles_to_lend(actor, on=today),
        deputies=possible_deputies(actor, on=today),
    )
    if form.is_valid():
        with reporting_to(form):
            made = stand_in(**form.cleaned_data, by=actor, at=timezone.now())
            messages.success(request, f"{made.deputy.name} stands in for you.")
            return redirect("delegations")
    context = {
        "form": form,
        "title": "Ask somebody to stand in for you",
        "lead": "They decide in your role while you are away, and every decision says so.",
        "submit": "Lend the role",
        "back": reverse("delegations"),
    }
    return render(request, "layouts/form.html", context)


@open_to(*STANDING_IN_READERS)
@require_POST
def delegation_end(request: ActorRequest, reference: str) -> HttpResponse:
    """Take the role back at once."""
    delegation = access_delegation(request.actor, reference)
    try:
        end_standing_in(delegation=delegation, by=request.actor, at=timezone.now())
        messages.success(request, "Ended. The role is its holder’s alone again.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("delegations")
