"""Each request is one transaction of one actor; nothing of it may be kept by a cache or an idle screen."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.actor import Actor, Side, acting_as
from core.api.authentication import user_of_token
from core.errors import Conflict, NotFound, NotPermitted
from core.people import actor_of
from core.viewlog import note_refusal

GetResponse = Callable[[HttpRequest], HttpResponse]

# Sign-in, passwords, second factors and tokens belong to a person, not to a council or provider: these pages
# run as the login role, the only one that may touch accounts and sessions. So does a link sent by e-mail: it
# works for whoever holds it, signed in or not. And what everybody may read, everybody reads alike.
WITHOUT_A_SIDE = ("/account/", "/v/", "/forward-plans/")


class NoStoreMiddleware:
    """Keep every page but static files out of shared caches and the back button."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ReadableAddressMiddleware:
    """Refuse an address with a null character in it: PostgreSQL holds none, so it names nothing. Forms say
    so themselves, beside the field."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if any("\0" in text for text in (request.path_info, *asked)):
            raise BadRequest("A null character in the address.")
        return self.get_response(request)


class IdleSessionMiddleware:
    """Sign a person out after ``SESSION_IDLE_SECONDS`` without a request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, last = int(time.time()), request.session.get("last_seen", 0)
            if last and now - last > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - last > 60:
                request.session["last_seen"] = now
        return self.get_response(request)


class ActorTransactionMiddleware:
    """Run view and template in one transaction as the signed-in actor; a failed response is rolled back.

    Not ``ATOMIC_REQUESTS``, which commits before a template response is rendered.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            vars(request)["user"] = user_of_token(request) or request.user
        # Who is signed in, for the header of every page; the actor is who the page works as.
        person = actor_of(request.user) if request.user.is_authenticated else None
        actor = None if request.path.startswith(WITHOUT_A_SIDE) else person
        vars(request).update(person=person, actor=actor, must_roll_back=False)
        if actor is None:
            return self.get_response(request)
        response = self._respond_as(actor, request)
        named = request.resolver_match and request.resolver_match.kwargs
        if response.status_code == 404 and named and actor.side is not Side.SYSTEM:
            # The work of the page was rolled back; that somebody asked is kept in a transaction of its own.
            with acting_as(actor):
                note_refusal(actor, page=request.path, at=timezone.now())
        return response

    def _respond_as(self, actor: Actor, request: HttpRequest) -> HttpResponse:
        with acting_as(actor):
            self._note_request_id(request)
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "must_roll_back", False):
                transaction.set_rollback(True)
        return response

    def _note_request_id(self, request: HttpRequest) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.request_id', %s, true)", [getattr(request, "request_id", "") or ""]
            )

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Domain errors that no form caught become a plain page; either way nothing was written."""
        vars(request)["must_roll_back"] = True
        if isinstance(error, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(error, NotPermitted):
            return render(request, "403.html", {"message": error.message}, status=403)
        if isinstance(error, Conflict):
            return render(request, "409.html", {"message": error.message}, status=409)
        return None
