"""How the registers of tools and block contracts are narrowed."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.choices import ToolType
from contracts.models import Application, BlockContract, CommercialTool, ProtocolTask
from contracts.selectors.reach import covers_in_force
from contracts.selectors.tools import tools_to_use
from contracts.tool_choices import ApplicationState, TaskState
from core.forms import Look
from providers.filters import SEARCH, HomeFilter, HomeFilterForm
from providers.models import Setting


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


def tools_of_reader(request: HttpRequest | None) -> QuerySet[CommercialTool]:
    actor = getattr(request, "actor", None)
    return tools_to_use(actor, on=timezone.localdate()) if actor else CommercialTool.objects.none()


class FindHomeForm(HomeFilterForm):
    looks = {**HomeFilterForm.looks, "tier": Look(width=2)}


class FindHomeFilter(HomeFilter):
    """What the register knows of homes, and how the council reaches them."""

    tool = filters.ModelChoiceFilter(
        label="On the tool",
        queryset=tools_of_reader,
        to_field_name="reference",
        method="as_covered",
        empty_label="Any or none",
    )
    tier = filters.NumberFilter(label="In tier", method="as_covered", min_value=1, max_value=99)
    show = filters.ChoiceFilter(choices=[("map", "Map")], method="as_is", widget=forms.HiddenInput)

    class Meta(HomeFilter.Meta):
        form = FindHomeForm
        fields = [*HomeFilter.Meta.fields, "tool", "tier", "show"]

    def as_covered(self, homes: QuerySet[Setting], name: str, value: object) -> QuerySet[Setting]:
        """By one membership: of the tool, and in the tier, where both are asked for."""
        tool, tier = self.form.cleaned_data["tool"], self.form.cleaned_data["tier"]
        if tool is not None and name == "tier":
            return homes  # the tool's turn has seen to both
        covers = covers_in_force(self.request.actor.council_id, on=timezone.localdate())
        covers = covers.filter(membership__tool=tool) if tool else covers
        covers = covers.filter(membership__tier=tier) if tier else covers
        return homes.filter(pk__in=covers.values("setting"))

    def as_is(self, homes: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        """How to show them, which leaves none out."""
        return homes


class ApplicationFilter(filters.FilterSet):
    provider = filters.CharFilter(
        field_name="provider__name", lookup_expr="icontains", label="Provider", widget=SEARCH
    )
    state = filters.MultipleChoiceFilter(
        choices=[each for each in ApplicationState.choices if each[0] != ApplicationState.DRAFT],
        label="Status",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Application
        fields = ("provider", "state")


class TaskFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(
        choices=TaskState.choices, label="Status", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ProtocolTask
        fields = ("state",)
