"""How ceilings and uplifts are narrowed."""

import django_filters as filters
from django import forms
from django.db.models import F, Q, QuerySet

from authorities.choices import ServiceCategory
from contracts.headroom import NEAR
from contracts.keeping_choices import UpliftState
from contracts.models import ApprovedCeiling, UpliftRequest


class CeilingFilter(filters.FilterSet):
    text = filters.CharFilter(label="Approved for, or decision", method="called")
    category = filters.MultipleChoiceFilter(
        label="Service line", choices=ServiceCategory.choices, widget=forms.CheckboxSelectMultiple
    )
    near = filters.BooleanFilter(
        label="Nearly reached or passed only", method="only_near", widget=forms.CheckboxInput
    )

    class Meta:
        model = ApprovedCeiling
        fields = ["text", "category", "near"]

    def called(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(scope__icontains=value) | Q(decision_reference__icontains=value) | Q(reference__iexact=value)
        )

    def only_near(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(remaining__lte=F("amount") * (1 - NEAR)) if value else rows


class UpliftFilter(filters.FilterSet):
    provider = filters.CharFilter(
        label="Provider", field_name="provider__name", lookup_expr="icontains", max_length=120
    )
    answer_state = filters.MultipleChoiceFilter(
        label="Our answer", choices=UpliftState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = UpliftRequest
        fields = ["provider", "answer_state"]
