"""How the registers of homes and providers are narrowed: the same on the page, in files and in the API."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from django_filters import rest_framework as filters

from authorities.choices import SettingKey
from authorities.models import Authority
from authorities.selectors.places import adjoining_ids, find_postcode, grid_reference
from authorities.selectors.settings import setting_value
from core.errors import DomainError
from core.forms import Look
from providers.choices import TAKES_PLACEMENTS, Accepts, Need, Outcome, RegistrationType, Sector
from providers.grades import outcomes_below
from providers.models import Provider, Setting
from providers.selectors.directory import with_distance
from providers.selectors.register import newest_report_says

HAS_BED = Q(beds_free__gt=0, is_admitting=True)
SEARCH = forms.TextInput({"type": "search"})


class SettingFilter(filters.FilterSet):
    """With a postcode the nearest come first, and ``within_miles`` bounds them."""

    name = filters.CharFilter(lookup_expr="icontains")
    provider = filters.CharFilter(field_name="provider__reference")
    registration_type = filters.MultipleChoiceFilter(choices=RegistrationType.choices, distinct=False)
    area = filters.CharFilter(field_name="authority__code", label="ONS code of the council it lies in")
    outcome = filters.MultipleChoiceFilter(choices=Outcome.choices, distinct=False, label="Newest grade")
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
    free_by = filters.DateFilter(method="free_on", label="Newest report: a bed free by that day, admitting")
    solo = filters.BooleanFilter(method="for_one", label="For one child only")
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
            "free_by",
            "solo",
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
        has_one = newest_report_says(HAS_BED, on=timezone.localdate())
        return settings.filter(has_one) if value else settings.exclude(has_one)

    def free_on(self, settings: QuerySet[Setting], name: str, value: date) -> QuerySet[Setting]:
        """A report with no day says that the bed is free now."""
        in_time = Q(available_from=None) | Q(available_from__lte=value)
        return settings.filter(newest_report_says(HAS_BED & in_time, on=timezone.localdate()))

    def for_one(self, settings: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return settings.filter(places=1) if value else settings.exclude(places=1)


def own_area_first(request: HttpRequest | None) -> QuerySet[Authority]:
    """The councils of today by name, the reader's own before the others."""
    actor = getattr(request, "actor", None)
    today = Authority.objects.in_force_on(timezone.localdate())
    if actor is None:
        return today
    own_first = Case(When(pk=actor.authority_id, then=0), default=1, output_field=IntegerField())
    return today.order_by(own_first, Lower("name"))


class AreaFilter(filters.ModelChoiceFilter):
    """An area by the ONS code of its council."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            field_name="authority",
            label="Area",
            queryset=own_area_first,
            to_field_name="code",
            empty_label="Anywhere",
            **given,
        )


class TickField(forms.BooleanField):
    """A box that, left empty, asks for nothing rather than for the contrary."""

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]
        return super().to_python(value) or None


class TickFilter(filters.Filter):
    """A box: ticked narrows, empty leaves the list alone."""

    field_class = TickField


class HomeFilterForm(forms.Form):
    looks = {
        "within_miles": Look(suffix="miles", width=4),
        "fresh_within": Look(suffix="days", width=3),
        "age": Look(width=2),
    }


class HomeFilter(SettingFilter):
    """The filters of the page: those of the API as one searches for a child."""

    # Asked for otherwise on the page.
    provider = has_vacancy = is_active = is_suspended = None

    name = filters.CharFilter(method="called", label="Home, provider or URN", widget=SEARCH)
    registration_type = filters.ChoiceFilter(
        label="Type",
        choices=[c for c in RegistrationType.choices if c[0] in TAKES_PLACEMENTS],
        empty_label="Any type",
    )
    area = AreaFilter(method="in_area")
    adjoining = TickFilter(method="beside_area", label="And the areas that adjoin it")
    outcome = filters.MultipleChoiceFilter(
        label="Newest grade",
        choices=[c for c in Outcome.choices if c[0] != Outcome.NOT_JUDGED],
        distinct=False,
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
    free_now = TickFilter(method="free_today", label="A bed free now")
    free_by = filters.DateFilter(
        method="free_on", label="A bed free by", widget=forms.DateInput, help_text="The day it is wanted"
    )
    fresh_within = filters.NumberFilter(
        method="reported_within", min_value=1, max_value=365, label="Vacancy reported within"
    )
    solo = TickFilter(method="for_one", label="For one child only")
    postcode = filters.CharFilter(method="near", label="Measure from postcode", widget=SEARCH)
    within_miles = filters.NumberFilter(
        field_name="distance_miles", lookup_expr="lte", min_value=0, max_value=999, label="Within miles"
    )
    suspended_too = filters.BooleanFilter(
        method="with_suspended", label="Suspended and below our bar as well", widget=forms.CheckboxInput
    )
    closed_too = filters.BooleanFilter(
        method="with_closed", label="Closed homes as well", widget=forms.CheckboxInput
    )

    class Meta:
        model = Setting
        form = HomeFilterForm
        fields = [
            "name",
            "postcode",
            "within_miles",
            "area",
            "adjoining",
            "registration_type",
            "need",
            "age",
            "accepts",
            "outcome",
            "free_now",
            "free_by",
            "fresh_within",
            "solo",
            "suspended_too",
            "closed_too",
        ]

    def called(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        return settings.filter(
            Q(name__icontains=value) | Q(provider__name__icontains=value) | Q(urn__iexact=value)
        )

    def in_area(self, settings: QuerySet[Setting], name: str, value: Authority) -> QuerySet[Setting]:
        beside: frozenset[int] = frozenset()
        if self.form.cleaned_data["adjoining"]:
            beside = adjoining_ids(value.pk, on=timezone.localdate())
        return settings.filter(authority__in=beside | {value.pk})

    def beside_area(self, settings: QuerySet[Setting], name: str, value: bool) -> QuerySet[Setting]:
        """Done where the area is; alone it would say nothing."""
        if self.form.cleaned_data["area"] is None:
            raise DomainError("Choose the area whose neighbours you want.", field="area")
        return settings

    def for_need(self, settings: QuerySet[Setting], name: str, value: str) -> QuerySet[Setting]:
        return settings.filter(needs__contains=[value])

    def free_today(self, settings: QuerySet[Setting], name: str, value: bool) -> QuerySet[Setting]:
        return self.free_on(settings, name, timezone.localdate())

    def reported_within(self, settings: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return settings.filter(reported_at__gte=timezone.now() - timedelta(days=int(value)))

    def with_suspended(self, settings: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Unless asked for, a home may take a new child as far as councils go: nobody stopped it, and its
        grade is not below this council's bar. A grade that is asked for is shown, whatever the bar."""
        if value:
            return settings
        if self.form.cleaned_data["outcome"]:
            return settings.filter(is_suspended=False)
        council, today = self.request.actor.council_id, timezone.localdate()
        gateway = setting_value(council, SettingKey.QUALITY_GATEWAY, on=today)
        return settings.filter(is_suspended=False).exclude(outcome__in=outcomes_below(gateway))

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
