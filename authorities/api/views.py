"""Councils and partnerships."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from authorities.api.filters import AuthorityFilter
from authorities.api.serializers import AuthoritySerializer, PartnershipSerializer
from authorities.choices import Role
from authorities.selectors.register import (
    authorities_adjoining,
    authorities_visible_to,
    partnerships_visible_to,
)
from core.api.views import Register


class AuthorityViewSet(Register):
    """Councils with children's services duties."""

    roles = frozenset({"*"})
    serializer_class = AuthoritySerializer
    filterset_class = AuthorityFilter
    lookup_field = "code"
    order = ("code",)

    def visible(self) -> QuerySet:
        return authorities_visible_to(self.actor)

    @extend_schema(responses=AuthoritySerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def adjoining(self, request: Request, code: str) -> Response:
        """The councils whose areas adjoin this one today."""
        neighbours = authorities_adjoining(self.get_object(), on=timezone.localdate()).order_by("code")
        return Response(self.get_serializer(neighbours, many=True).data)


class PartnershipViewSet(Register):
    """Partnerships in force today, with who takes part for which category of care."""

    roles = frozenset(Role.values)
    serializer_class = PartnershipSerializer

    def visible(self) -> QuerySet:
        return partnerships_visible_to(self.actor, on=timezone.localdate())
