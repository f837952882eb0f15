"""How forecasts are narrowed."""

from django_filters import rest_framework as filters

from sufficiency.models import ForecastRun


class ForecastRunFilter(filters.FilterSet):
    as_at_from = filters.DateFilter(field_name="as_at", lookup_expr="gte")
    as_at_until = filters.DateFilter(field_name="as_at", lookup_expr="lt")

    class Meta:
        model = ForecastRun
        fields = ["as_at_from", "as_at_until"]
