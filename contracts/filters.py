"""How the registers of tools and block contracts are narrowed."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from authorities.choices import ServiceCategory
from contracts.choices import ToolType
from contracts.models import BlockContract, CommercialTool

SEARCH = forms.TextInput({"type": "search"})


class ToolFilter(filters.FilterSet):
    name = filters.CharFilter(lookup_expr="icontains", label="Name", widget=SEARCH)
    tool_type = filters.MultipleChoiceFilter(
        label="Kind of tool", choices=ToolType.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CommercialTool
        fields = ["name", "tool_type"]


class BlockFilter(filters.FilterSet):
    name = filters.CharFilter(method="called", label="Contract or provider", widget=SEARCH)
    category = filters.MultipleChoiceFilter(
        label="Kind of care", choices=ServiceCategory.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = BlockContract
        fields = ["name", "category"]

    def called(self, blocks: QuerySet[BlockContract], name: str, value: str) -> QuerySet[BlockContract]:
        return blocks.filter(Q(name__icontains=value) | Q(provider__name__icontains=value))
