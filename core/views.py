"""What every page shares: its roles, said where the view is defined."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def open_to(*roles: str) -> Callable[[View], View]:
    """Let only actors with one of ``roles`` in (``*`` is anyone signed in); to others it does not exist.

    The house test walks every address and fails on a view without this mark.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not ("*" in roles or actor.has_role(*roles)):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return mark


def open_to_all(view: View) -> View:
    """Let every signed-in person in, whatever their roles, and even with none."""
    view.roles = frozenset({"*"})  # type: ignore[attr-defined]
    return view


def open_to_anyone(reason: str) -> Callable[[View], View]:
    """Mark a page that needs no sign-in, and say why; the view itself is ``login_not_required``."""

    def mark(view: View) -> View:
        view.public_because = reason  # type: ignore[attr-defined]
        return view

    return mark
