"""The charge ledger, monthly spend and decision papers."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from authorities.choices import Role
from contracts.policies import SPEND_READERS
from contracts.selectors.ledger import charges_visible_to
from core.api.views import ForRoles, Listing, Register
from reports.api.filters import ChargeFilter, PaperFilter
from reports.api.serializers import (
    ChargeSerializer,
    MonthSerializer,
    PaperSerializer,
    PaperVersionSerializer,
    SpendQuerySerializer,
    SpendSerializer,
)
from reports.choices import PAPER_READERS
from reports.selectors.papers import newest_version, papers_visible_to
from reports.selectors.spend import By, month_named, months_with_spend, spend_by, total_of


class ChargeViewSet(Listing):
    """The ledger, night by night."""

    roles = frozenset(SPEND_READERS)
    serializer_class = ChargeSerializer
    filterset_class = ChargeFilter
    order = ("night", "pk")

    def visible(self) -> QuerySet:
        return charges_visible_to(self.actor).select_related("provider", "setting")


class SpendViewSet(ForRoles, GenericViewSet):
    """Spend by month; the sums of the ledger that finance sees on its page."""

    roles = frozenset(SPEND_READERS)
    serializer_class = SpendSerializer
    lookup_field = "month"
    lookup_value_regex = r"\d{4}-\d{2}"
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=MonthSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Months that have charges, newest first."""
        return Response(MonthSerializer(months_with_spend(self.actor), many=True).data)

    @extend_schema(parameters=[SpendQuerySerializer])
    def retrieve(self, request: Request, month: str) -> Response:
        """One month (``2026-10``) by category, route or provider, dearest first."""
        query = SpendQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        period, by = month_named(month), By(query.validated_data["by"])
        lines = spend_by(self.actor, period, by)
        spend = {"month": period.start, "by": by, "lines": lines, "total": total_of(lines)}
        return Response(self.get_serializer(spend).data)


class PaperViewSet(Register):
    """Decision papers; to a cabinet member those published."""

    roles = frozenset({*PAPER_READERS, Role.CABINET_MEMBER})
    serializer_class = PaperSerializer
    filterset_class = PaperFilter
    order = ("-meeting_on", "reference")

    def visible(self) -> QuerySet:
        return papers_visible_to(self.actor)

    @extend_schema(responses=PaperVersionSerializer, filters=False)
    @action(detail=True)
    def version(self, request: Request, reference: str) -> Response:
        """The newest document of the paper with its figures and their sources."""
        return Response(PaperVersionSerializer(newest_version(self.actor, reference)).data)
