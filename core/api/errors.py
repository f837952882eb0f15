"""How broken rules are said to a program."""

from typing import Any

from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core.errors import Conflict, DomainError, NotFound, NotPermitted

STATUS_OF_ERROR = {
    NotFound: status.HTTP_404_NOT_FOUND,
    NotPermitted: status.HTTP_403_FORBIDDEN,
    Conflict: status.HTTP_409_CONFLICT,
}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Domain errors as JSON: ``{"detail": message}`` or ``{field: [message]}``."""
    if isinstance(error, DomainError | NotFound):
        context["request"]._request.must_roll_back = True
        code = STATUS_OF_ERROR.get(type(error), status.HTTP_400_BAD_REQUEST)
        if isinstance(error, DomainError) and error.field:
            return Response({error.field: [error.message]}, status=code)
        return Response({"detail": getattr(error, "message", "Not found.")}, status=code)
    return drf_exception_handler(error, context)
