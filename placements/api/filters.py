"""How a council's cases are narrowed."""

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from contracts.choices import Route
from placements import models
from placements.choices import (
    AgreementState,
    ApprovalKind,
    ApprovalState,
    OfferState,
    PlacementState,
    ReferralState,
    RequestState,
    Urgency,
)


class PlacementRequestFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=RequestState.choices)
    urgency = filters.MultipleChoiceFilter(choices=Urgency.choices)
    child = filters.CharFilter(field_name="child__reference")

    class Meta:
        model = models.PlacementRequest
        fields = ["state", "urgency", "child"]


class ReferralFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=ReferralState.choices)
    request = filters.CharFilter(field_name="request__reference", label="Reference of a request")

    class Meta:
        model = models.Referral
        fields = ["state", "request"]


class OfferFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=OfferState.choices)
    request = filters.CharFilter(
        field_name="recipient__referral__request__reference", label="Reference of a request"
    )
    provider = filters.CharFilter(field_name="provider__reference")

    class Meta:
        model = models.Offer
        fields = ["state", "request", "provider"]


class ApprovalRequestFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=ApprovalState.choices)
    kind = filters.MultipleChoiceFilter(choices=ApprovalKind.choices)
    request = filters.CharFilter(field_name="request__reference", label="Reference of a request")

    class Meta:
        model = models.ApprovalRequest
        fields = ["state", "kind", "request"]


class PlacementAgreementFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=AgreementState.choices)
    provider = filters.CharFilter(field_name="provider__reference")
    child = filters.CharFilter(field_name="child__reference")

    class Meta:
        model = models.PlacementAgreement
        fields = ["state", "provider", "child"]


class PlacementFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=PlacementState.choices)
    route = filters.MultipleChoiceFilter(choices=Route.choices)
    provider = filters.CharFilter(field_name="provider__reference")
    setting = filters.CharFilter(field_name="setting__urn")
    child = filters.CharFilter(field_name="child__reference")
    live_on = filters.DateFilter(method="on_a_day", label="Lived there on this night")

    class Meta:
        model = models.Placement
        fields = ["state", "route", "provider", "setting", "child", "live_on"]

    def on_a_day(self, placements: QuerySet, name: str, value: object) -> QuerySet:
        still_there = Q(ends_on__isnull=True) | Q(ends_on__gt=value)
        return placements.filter(still_there, starts_on__lte=value)
