"""One-click sign-in. Only in demo mode, where nobody real has an account."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.demo.personas import persona_groups, user_of_persona
from core.views import open_to_anyone

PUBLIC = "Demo mode only: the page on which a visitor chooses whom to be"


@open_to_anyone(PUBLIC)
@login_not_required
@require_safe
def choose_persona(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    return render(request, "demo/personas.html", {"groups": persona_groups()})


@open_to_anyone(PUBLIC)
@login_not_required
@require_POST
def become_persona(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the persona ``key``."""
    _only_in_demo()
    user = user_of_persona(key)
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
