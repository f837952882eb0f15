"""What a person may narrow the registers of this room by."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from contracts.choices import Route
from placements.choices import PlacementState, PlacementType
from placements.models import Placement


class PlacementFilter(filters.FilterSet):
    """By state, type, route, area and a reference or a home's name."""

    find = filters.CharFilter(
        label="Reference or home", method="having", widget=forms.TextInput({"type": "search"})
    )
    state = filters.MultipleChoiceFilter(
        label="Status", choices=PlacementState.choices, widget=forms.CheckboxSelectMultiple
    )
    placement_type = filters.MultipleChoiceFilter(
        label="Type", choices=PlacementType.choices, widget=forms.CheckboxSelectMultiple
    )
    route = filters.ChoiceFilter(label="Route", choices=Route.choices, empty_label="Any route")
    is_distant = filters.BooleanFilter(
        label="At a distance",
        widget=forms.Select(
            choices=[("", "Either"), ("true", "At a distance"), ("false", "Not at a distance")]
        ),
    )

    class Meta:
        model = Placement
        fields: list[str] = []

    def having(self, placements: QuerySet[Placement], name: str, text: str) -> QuerySet[Placement]:
        return placements.filter(
            Q(reference__icontains=text)
            | Q(child__reference__icontains=text)
            | Q(setting__name__icontains=text)
            | Q(provider__name__icontains=text)
        )
