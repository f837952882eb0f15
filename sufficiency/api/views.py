"""The forecasts a council has kept."""

from django.db.models import QuerySet

from core.api.views import Register
from sufficiency.api.filters import ForecastRunFilter
from sufficiency.api.serializers import ForecastRunDetailSerializer, ForecastRunSerializer
from sufficiency.choices import PLAN_READERS
from sufficiency.selectors.forecasts import runs_visible_to


class ForecastRunViewSet(Register):
    """Forecasts of children in care, newest first; one by one with every number."""

    roles = frozenset(PLAN_READERS)
    filterset_class = ForecastRunFilter
    order = ("-made_at", "reference")

    def visible(self) -> QuerySet:
        return runs_visible_to(self.actor)

    def get_serializer_class(self) -> type[ForecastRunSerializer]:
        return ForecastRunSerializer if self.action == "list" else ForecastRunDetailSerializer
