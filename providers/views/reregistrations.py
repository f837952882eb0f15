"""Homes that may go on under a new number, for the register's keeper to decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from core.errors import DomainError
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ReregistrationClue
from providers.selectors.history import history_under
from providers.selectors.reregistrations import access_reregistration, reregistrations_visible_to
from providers.services.reregistrations import decide_reregistration
from providers.tables import reregistration_facts, reregistration_rows


@open_to(Role.REGISTER_KEEPER)
@require_safe
def reregistration_list(request: ActorRequest) -> HttpResponse:
    columns, rows = reregistration_rows(reregistrations_visible_to(request.actor))
    return render(request, "providers/reregistrations.html", {"columns": columns, "rows": rows})


@open_to(Role.REGISTER_KEEPER)
def reregistration_decide(request: ActorRequest, reference: str) -> HttpResponse:
    """Both numbers side by side; a POST says whether they are one home."""
    suggestion = access_reregistration(request.actor, reference)
    answer = request.POST.get("is_same")
    if request.method == "POST" and answer in ("yes", "no"):
        try:
            decide_reregistration(
                suggestion=suggestion, is_same=answer == "yes", by=request.actor, at=timezone.now()
            )
            messages.success(request, "Your decision is recorded.")
            return redirect("reregistration_list")
        except DomainError as error:
            messages.error(request, error.message)
    history = history_under([suggestion.earlier, suggestion.later])
    context = {
        "suggestion": suggestion,
        "columns": [suggestion.earlier.urn, suggestion.later.urn],
        "facts": reregistration_facts(suggestion, history),
        "clues": [ReregistrationClue(clue).label for clue in suggestion.clues],
    }
    return render(request, "providers/reregistration.html", context)
