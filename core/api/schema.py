"""The OpenAPI description of the API, and how it says that a token is needed."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.views import SpectacularAPIView
from rest_framework.settings import api_settings

from core.api.views import ForRoles


class TokenScheme(OpenApiAuthenticationExtension):
    """``Authorization: Token hearth_…``."""

    target_class = "core.api.authentication.ActorTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return build_bearer_security_scheme_object("Authorization", "Token")


class Schema(ForRoles, SpectacularAPIView):
    """The OpenAPI description of everything here."""

    roles = frozenset({"*"})
    permission_classes = api_settings.DEFAULT_PERMISSION_CLASSES
