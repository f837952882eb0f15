"""Who may call a view."""

from typing import Any

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class OpenToItsRoles(BasePermission):
    """Lets in actors with one of the view's ``roles``; to others it does not exist, as with pages."""

    def has_permission(self, request: Request, view: Any) -> bool:
        actor, roles = request._request.actor, view.roles  # type: ignore[attr-defined]
        if actor is None or not ("*" in roles or actor.has_role(*roles)):
            raise Http404
        return True
