"""How tools, memberships and bed-nights are narrowed."""

from django_filters import rest_framework as filters

from authorities.choices import ServiceCategory
from contracts.choices import BedNightState, MembershipState, ToolType
from contracts.models import BedNight, BlockContract, CommercialTool, Membership


class CommercialToolFilter(filters.FilterSet):
    tool_type = filters.MultipleChoiceFilter(choices=ToolType.choices)

    class Meta:
        model = CommercialTool
        fields = ["tool_type"]


class MembershipFilter(filters.FilterSet):
    tool = filters.CharFilter(field_name="tool__reference")
    lot = filters.NumberFilter(field_name="lot__number")
    provider = filters.CharFilter(field_name="provider__reference")
    tier = filters.NumberFilter()
    state = filters.MultipleChoiceFilter(choices=MembershipState.choices)

    class Meta:
        model = Membership
        fields = ["tool", "lot", "provider", "tier", "state"]


class BlockContractFilter(filters.FilterSet):
    category = filters.MultipleChoiceFilter(choices=ServiceCategory.choices)
    provider = filters.CharFilter(field_name="provider__reference")

    class Meta:
        model = BlockContract
        fields = ["category", "provider"]


class BedNightFilter(filters.FilterSet):
    block_contract = filters.CharFilter(field_name="contract__reference")
    state = filters.MultipleChoiceFilter(choices=BedNightState.choices)
    night_from = filters.DateFilter(field_name="night", lookup_expr="gte")
    night_until = filters.DateFilter(field_name="night", lookup_expr="lt")

    class Meta:
        model = BedNight
        fields = ["block_contract", "state", "night_from", "night_until"]
