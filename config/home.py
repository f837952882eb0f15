"""The front page: a welcome to strangers, and where each person's day starts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from authorities.choices import APPROVING_ROLES, CASE_ROLES, Role
from core.http import ActorRequest
from core.navigation import places_open_to
from core.views import open_to_anyone
from providers.choices import ProviderRole

# Whoever holds several roles starts where the first of them works.
STARTS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((ProviderRole.PROVIDER,), "portal_home"),
    (CASE_ROLES, "request_queue"),
    (APPROVING_ROLES, "approval_queue"),
    ((Role.FINANCE,), "spend"),
    ((Role.PLANNER,), "sufficiency"),
    ((Role.CABINET_MEMBER, Role.LEGAL, Role.DEMOCRATIC_SERVICES), "papers"),
    ((Role.AUDITOR,), "audit"),
    ((Role.ADMINISTRATOR,), "own_settings"),
)


@open_to_anyone("It says what Hearth is and leads to sign-in.")
@login_not_required
def home(request: ActorRequest) -> HttpResponse:
    """Welcome a stranger; send a person to where their role starts, or else the first place open to them."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html")
    actor = request.actor
    if actor is None:
        return render(request, "home/no_role.html")
    open_routes = [place.route for place in places_open_to(actor)]
    starts = [route for roles, route in STARTS if actor.has_role(*roles) and route in open_routes]
    if not (starts or open_routes):
        return render(request, "home/no_role.html")
    return redirect((starts or open_routes)[0])
