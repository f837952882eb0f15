"""How the provider register is narrowed."""

from django.db.models import F, Q, QuerySet
from django_filters import rest_framework as filters

from authorities.selectors.places import find_postcode, grid_reference
from core.errors import DomainError
from providers.choices import Accepts, Need, Outcome, RegistrationType, Sector
from providers.models import Inspection, Provider, Setting, Suspension
from providers.selectors.directory import with_distance


class ProviderFilter(filters.FilterSet):
    name = filters.CharFilter(lookup_expr="icontains")
    sector = filters.MultipleChoiceFilter(choices=Sector.choices)

    class Meta:
        model = Provider
        fields = ["name", "sector"]


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
