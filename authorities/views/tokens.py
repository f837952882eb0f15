"""A person's own API tokens. Under ``/account/``: these pages run as the login role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from authorities.forms import TokenForm
from authorities.models import User
from authorities.selectors.tokens import tokens_of
from authorities.services.tokens import make_token, revoke_token
from core.views import open_to_all


@open_to_all
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens that work today; a new one is shown once, on the page that answers its making."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        secret = make_token(owner=_owner(request), days=form.cleaned_data["days"])
        form = TokenForm()
    tokens = list(tokens_of(_owner(request), at=timezone.now()))
    return render(request, "authorities/tokens.html", {"form": form, "secret": secret, "tokens": tokens})


@open_to_all
@require_POST
def token_revoke(request: HttpRequest, digest: str) -> HttpResponse:
    revoke_token(owner=_owner(request), digest=digest)
    messages.success(request, "The token no longer works.")
    return redirect("token_list")


def _owner(request: HttpRequest) -> User:
    """Whoever is signed in; nobody else reaches these pages."""
    assert isinstance(request.user, User)
    return request.user
