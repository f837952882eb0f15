"""How broken rules are said to a program."""

from typing import Any

from django.db import DatabaseError
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core.errors import Conflict, DomainError, NotFound, NotPermitted

STATUS_OF_ERROR = {
    NotFound: status.HTTP_404_NOT_FOUND,
    NotPermitted: status.HTTP_403_FORBIDDEN,
    Conflict: status.HTTP_409_CONFLICT,
}

# What the database itself refused, by SQLSTATE.
REFUSALS = {
    "23P01": (status.HTTP_409_CONFLICT, "Something else already takes that place or time."),
    "23505": (status.HTTP_409_CONFLICT, "That is already recorded."),
    "42501": (status.HTTP_403_FORBIDDEN, "You may not do that."),
}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Broken rules and the database's refusals as JSON: ``{"detail": message}`` or ``{field: [message]}``."""
    if isinstance(error, DomainError | NotFound):
        context["request"]._request.must_roll_back = True
        code = STATUS_OF_ERROR.get(type(error), status.HTTP_400_BAD_REQUEST)
        if isinstance(error, DomainError) and error.field:
            return Response({error.field: [error.message]}, status=code)
        return Response({"detail": getattr(error, "message", "Not found.")}, status=code)
    if isinstance(error, DatabaseError):
        refusal = REFUSALS.get(getattr(error.__cause__, "pgcode", ""))
        if refusal is None:
            return None
        context["request"]._request.must_roll_back = True
        return Response({"detail": refusal[1]}, status=refusal[0])
    return drf_exception_handler(error, context)
