"""How the registers of homes and providers are narrowed: the same on the page, in files and in the API."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from authorities.selectors.places import adjoining_ids, find_postcode, grid_reference
from core.errors import DomainError
from core.forms import Look
from providers.choices import TAKES_PLACEMENTS, Accepts, Need, Outcome, RegistrationType, Sector
from providers.models import Provider, Setting
from providers.selectors.directory import with_distance

SEARCH = forms.TextInput({"type": "search"})


class SettingFilter(filters.FilterSet):
    """With a postcode the nearest come first, and ``within_miles`` bounds them."""

    name = filters.CharFilter(lookup_expr="icontains")
    provider = filters.CharFilter(field_name="provider__reference")
    registration_type = filters.MultipleChoiceFilter(choices=RegistrationType.choices)
    area = filters.CharFilter(field_name="authority__code", label="ONS code of the council it lies in")
    outcome = filters.MultipleChoiceFilter(choices=Outcome.choices, label="Newest grade")
    age = filters.NumberFilter(method="for_age", min_value=0, max_value=17, label="An age it is for")
    accepts = filters.ChoiceFilter(
        choices=[c for c in Accepts.choices if c[0] != Accepts.ANY],
        method="for_sex",
        label="Takes girls (F) or boys (M)",
    )
    need = filters.MultipleChoiceFilter(
        choices=Need.choices, field_name="needs", method="for_needs", label="All of these needs"
    )
    has_vacancy = filters.BooleanFilter(method="with_vacancy", label="Newest report: beds free, admitting")
    is_active = filters.BooleanFilter()
    is_suspended = filters.BooleanFilter()
    postcode = filters.CharFilter(method="near", label="Where to measure distance from")
    within_miles = filters.NumberFilter(
        field_name="distance_miles", lookup_expr="lte", min_value=0, label="Needs a postcode"
    )

    class Meta:
        model = Setting
        fields = [
            "name",
            "provider",
            "registration_type",
            "area",
            "outcome",
            "age",
            "accepts",
            "need",
            "has_vacancy",
            "is_active",
            "is_suspended",
            "postcode",
            "within_miles",
        ]

    def filter_queryset(self, queryset: QuerySet[Setting]) -> QuerySet[Setting]:
        if self.form.cleaned_data["within_miles"] is not None and not self.form.cleaned_data["postcode"]:
            raise DomainError("Give the postcode to measure from.", field="postcode")
        return super().filter_queryset(queryset)

    def near(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        nearest = with_distance(settings, grid_reference(find_postcode(value)))
        return nearest.order_by(F("distance_miles").asc(nulls_last=True), "urn")

    def for_age(self, settings: QuerySet[Setting], name: str, value: int) -> QuerySet[Setting]:
        return settings.filter(age_from__lte=value, age_to__gte=value)

    def for_sex(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        return settings.filter(accepts__in=[Accepts.ANY, value])

    def for_needs(self, settings: QuerySet[Setting], name: str, value: list[str]) -> QuerySet[Setting]:
        return settings.filter(needs__contains=value)

    def with_vacancy(self, settings: QuerySet[Setting], name: str, value: bool) -> QuerySet[Setting]:
        has_one = Q(vacancy__beds_free__gt=0, vacancy__is_admitting=True)
        return settings.filter(has_one if value else Q(vacancy__isnull=True) | ~has_one)


class HomeFilterForm(forms.Form):
    looks = {
        "within_miles": Look(suffix="miles", width=4),
        "free_within": Look(suffix="days", width=3),
        "age": Look(width=2),
    }


class HomeFilter(SettingFilter):
    """The filters of the page: those of the API in fewer choices, and the council's own area."""

    # Asked for otherwise on the page.
    provider = area = has_vacancy = is_active = is_suspended = None

    name = filters.CharFilter(method="called", label="Home, provider or URN", widget=SEARCH)
    registration_type = filters.ChoiceFilter(
        label="Type",
        choices=[c for c in RegistrationType.choices if c[0] in TAKES_PLACEMENTS],
        empty_label="Any type",
    )
    where = filters.ChoiceFilter(
        label="Area",
        method="in_area",
        choices=[("own", "Our own area"), ("adjoining", "Our own or an adjoining area")],
        empty_label="Anywhere",
    )
    outcome = filters.MultipleChoiceFilter(
        label="Newest grade",
        choices=[c for c in Outcome.choices if c[0] != Outcome.NOT_JUDGED],
        widget=forms.CheckboxSelectMultiple,
    )
    accepts = filters.ChoiceFilter(
        label="Takes",
        method="for_sex",
        choices=[(Accepts.FEMALE, "Girls"), (Accepts.MALE, "Boys")],
        empty_label="Either",
    )
    age = filters.NumberFilter(method="for_age", min_value=0, max_value=17, label="Age of the child")
    need = filters.ChoiceFilter(
        label="Meets the need", choices=Need.choices, method="for_need", empty_label="Any need"
    )
    free_within = filters.NumberFilter(
        method="reported_free", min_value=1, max_value=365, label="Free bed reported within"
    )
    postcode = filters.CharFilter(method="near", label="Measure from postcode")
    within_miles = filters.NumberFilter(
        field_name="distance_miles", lookup_expr="lte", min_value=0, label="Within miles"
    )
    closed_too = filters.BooleanFilter(
        method="with_closed", label="Closed homes as well", widget=forms.CheckboxInput
    )

    class Meta:
        model = Setting
        form = HomeFilterForm
        fields = [
            "name",
            "where",
            "postcode",
            "within_miles",
            "registration_type",
            "outcome",
            "free_within",
            "age",
            "accepts",
            "need",
            "closed_too",
        ]

    def called(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        return settings.filter(
            Q(name__icontains=value) | Q(provider__name__icontains=value) | Q(urn__iexact=value)
        )

    def in_area(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        own = self.request.actor.authority_id
        adjoining = adjoining_ids(own, on=timezone.localdate()) if value == "adjoining" else frozenset()
        return settings.filter(authority__in=adjoining | {own})

    def for_need(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        return settings.filter(needs__contains=[value])

    def reported_free(self, settings: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        since = timezone.now() - timedelta(days=int(value))
        free: QuerySet[Any] = self.with_vacancy(settings, name, True)
        return free.filter(reported_at__gte=since)

    def with_closed(self, settings: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return settings if value else settings.filter(is_active=True)


class ProviderRegisterFilter(filters.FilterSet):
    name = filters.CharFilter(lookup_expr="icontains", label="Name", widget=SEARCH)
    sector = filters.MultipleChoiceFilter(
        label="Sector", choices=Sector.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Provider
        fields = ["name", "sector"]
