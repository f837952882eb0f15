"""The provider register as JSON."""

from datetime import datetime
from decimal import ROUND_HALF_UP
from typing import Any

from rest_framework import serializers

from authorities.api.serializers import AuthorityCode
from core.api.fields import NameOf, Reference
from providers.choices import Need, NotAdmitting, Outcome
from providers.freshness import Freshness
from providers.models import Inspection, Provider, Setting, Suspension, VacancyReport
from providers.selectors.vacancies import HomeVacancy


class SettingUrn(NameOf):
    """A setting by Ofsted's number, for example ``SC123456``."""

    slug = "urn"


class ProviderSerializer(serializers.ModelSerializer):
    group = NameOf()

    class Meta:
        model = Provider
        fields = ["reference", "name", "group", "sector", "organisation_urn", "company_number"]


class IsoMoment(serializers.DateTimeField):
    """A moment that the database handed over as ISO text."""

    def to_representation(self, value: Any) -> str:
        return super().to_representation(datetime.fromisoformat(value))


class VacancySerializer(serializers.Serializer):
    """The newest word of a provider on one setting."""

    reported_at = IsoMoment()
    beds_free = serializers.IntegerField()
    available_from = serializers.DateField(allow_null=True)
    is_admitting = serializers.BooleanField()
    not_admitting_reason = serializers.ChoiceField(choices=NotAdmitting.choices, allow_blank=True)


class SettingSerializer(serializers.ModelSerializer):
    """A setting as known today. ``distance_miles`` is null unless a postcode was asked about.

    The postcode of a home for one child is left out: it would say where that child lives.
    """

    provider = Reference()
    area_authority = AuthorityCode(source="authority")
    postcode = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()
    capacity_registered = serializers.IntegerField(source="places", allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    is_suspended = serializers.BooleanField(
        help_text="Whether new placements of the one who asks are stopped"
    )
    suspended_by = serializers.CharField(help_text="Other councils that stopped their own, by name")
    vacancy = VacancySerializer(allow_null=True)
    distance_miles = serializers.DecimalField(
        max_digits=5, decimal_places=1, rounding=ROUND_HALF_UP, allow_null=True
    )

    class Meta:
        model = Setting
        fields = [
            "urn",
            "name",
            "provider",
            "registration_type",
            "sector",
            "area_authority",
            "postcode",
            "age_from",
            "age_to",
            "accepts",
            "needs",
            "is_active",
            "capacity_registered",
            "outcome",
            "is_suspended",
            "suspended_by",
            "vacancy",
            "distance_miles",
        ]

    def get_postcode(self, setting: Setting) -> str:
        is_solo = setting.places == 1  # type: ignore[attr-defined]
        return "" if is_solo else setting.postcode


class InspectionSerializer(serializers.ModelSerializer):
    setting = SettingUrn()

    class Meta:
        model = Inspection
        fields = ["setting", "inspected_on", "published_on", "known_on", "outcome"]


class SuspensionSerializer(serializers.ModelSerializer):
    """``setting`` is null when all of the provider's are suspended."""

    authority = AuthorityCode()
    provider = Reference()
    setting = SettingUrn()

    class Meta:
        model = Suspension
        fields = ["authority", "provider", "setting", "scope", "tools", "reason", "starts_on", "ends_on"]


class VacancyReportSerializer(serializers.ModelSerializer):
    """A provider's own report. ``reason`` is needed when the home cannot take a child."""

    reason = serializers.ChoiceField(
        choices=NotAdmitting.choices, source="not_admitting_reason", required=False, allow_blank=True
    )
    needs = serializers.ListField(child=serializers.ChoiceField(choices=Need.choices), required=False)

    class Meta:
        model = VacancyReport
        fields = [
            "beds_free",
            "available_from",
            "is_admitting",
            "reason",
            "needs",
            "reported_at",
            "reported_by",
            "channel",
        ]
        read_only_fields = ["reported_at", "reported_by", "channel"]


class HomeVacancySerializer(serializers.Serializer):
    """A provider's own home and what it last said; ``freshness`` tells whether to say it again."""

    setting = serializers.CharField(source="setting.urn")
    name = serializers.CharField(source="setting.name")
    freshness = serializers.ChoiceField(choices=[each.name.lower() for each in Freshness])
    doubt = serializers.CharField(help_text="Why it may not be right beside the children known to live there")
    report = VacancyReportSerializer(allow_null=True)

    def to_representation(self, vacancy: HomeVacancy) -> dict[str, Any]:
        return {**super().to_representation(vacancy), "freshness": vacancy.freshness.name.lower()}
