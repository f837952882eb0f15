"""How the ledger and the papers are narrowed."""

from django_filters import rest_framework as filters

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, FeeKind, Funder, Route
from contracts.models import Charge
from reports.choices import PaperState
from reports.models import Paper


class ChargeFilter(filters.FilterSet):
    kind = filters.MultipleChoiceFilter(choices=ChargeKind.choices)
    source = filters.CharFilter(field_name="source_reference")
    fee_kind = filters.MultipleChoiceFilter(choices=FeeKind.choices)
    category = filters.MultipleChoiceFilter(choices=ServiceCategory.choices)
    route = filters.MultipleChoiceFilter(choices=Route.choices)
    provider = filters.CharFilter(field_name="provider__reference")
    funder = filters.MultipleChoiceFilter(choices=Funder.choices)
    month = filters.DateFilter()
    night_from = filters.DateFilter(field_name="night", lookup_expr="gte")
    night_until = filters.DateFilter(field_name="night", lookup_expr="lt")

    class Meta:
        model = Charge
        fields = [
            "kind",
            "source",
            "fee_kind",
            "category",
            "route",
            "provider",
            "funder",
            "month",
            "night_from",
            "night_until",
        ]


class PaperFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=PaperState.choices)
    block_contract = filters.CharFilter(field_name="block_contract__reference")

    class Meta:
        model = Paper
        fields = ["state", "block_contract"]
