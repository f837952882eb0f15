"""How the provider register is narrowed."""

from django_filters import rest_framework as filters

from providers.choices import Outcome, Sector
from providers.models import Inspection, Provider, Suspension


class ProviderFilter(filters.FilterSet):
    name = filters.CharFilter(lookup_expr="icontains")
    sector = filters.MultipleChoiceFilter(choices=Sector.choices)

    class Meta:
        model = Provider
        fields = ["name", "sector"]


class InspectionFilter(filters.FilterSet):
    setting = filters.CharFilter(field_name="setting__urn")
    outcome = filters.MultipleChoiceFilter(choices=Outcome.choices)
    inspected_from = filters.DateFilter(field_name="inspected_on", lookup_expr="gte")
    inspected_until = filters.DateFilter(field_name="inspected_on", lookup_expr="lt")

    class Meta:
        model = Inspection
        fields = ["setting", "outcome", "inspected_from", "inspected_until"]


class SuspensionFilter(filters.FilterSet):
    provider = filters.CharFilter(field_name="provider__reference")
    setting = filters.CharFilter(field_name="setting__urn")

    class Meta:
        model = Suspension
        fields = ["provider", "setting"]
