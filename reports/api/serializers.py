"""Spend and papers as JSON. Money is pounds with two decimals, as text."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.models import Charge
from core.api.fields import Reference
from providers.api.serializers import SettingUrn
from reports.models import Paper, PaperFigure, PaperVersion
from reports.selectors.papers import figures_told
from reports.selectors.spend import By


class ChargeSerializer(serializers.ModelSerializer):
    """One night of one fee component; ``source_reference`` names the placement or block contract.

    ``month`` is the first day of the month it was posted in.
    """

    provider = Reference()
    setting = SettingUrn()

    class Meta:
        model = Charge
        fields = [
            "kind",
            "source_reference",
            "component_key",
            "fee_kind",
            "funder",
            "night",
            "month",
            "nights",
            "amount",
            "category",
            "route",
            "provider",
            "setting",
            "cost_centre",
            "posted_at",
            "note",
        ]


class SpendQuerySerializer(serializers.Serializer):
    by = serializers.ChoiceField(choices=By.choices, default=By.CATEGORY)


class MonthSerializer(serializers.Serializer):
    """A calendar month with charges, by its first day."""

    month = serializers.DateField(source="start")


class SpendLineSerializer(serializers.Serializer):
    """Spend of one group: placements and blocks charged, nights of care, pounds, and pounds a week."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sources = serializers.IntegerField()
    nights = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    weekly = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class SpendSerializer(serializers.Serializer):
    """A month's spend taken apart one way; the lines add to the total."""

    month = serializers.DateField()
    by = serializers.ChoiceField(choices=By.choices)
    lines = SpendLineSerializer(many=True)
    total = SpendLineSerializer()


class PaperSerializer(serializers.ModelSerializer):
    block_contract = Reference()

    class Meta:
        model = Paper
        fields = [
            "reference",
            "paper_format",
            "title",
            "state",
            "state_at",
            "block_contract",
            "body",
            "meeting_on",
            "is_key",
            "key_grounds",
        ]


class PaperFigureSerializer(serializers.ModelSerializer):
    class Meta:
        model = PaperFigure
        fields = [
            "key",
            "label",
            "definition",
            "value",
            "shown",
            "unit",
            "rounding",
            "source",
            "as_at",
        ]


class PaperVersionSerializer(serializers.ModelSerializer):
    """A generated document of a paper, and every figure in it with where it came from."""

    paper = Reference()
    document = Reference()
    figures = serializers.SerializerMethodField()

    @extend_schema_field(PaperFigureSerializer(many=True))
    def get_figures(self, version: PaperVersion) -> Any:
        """Those of ``document``: of a published paper, what the public copy prints."""
        return PaperFigureSerializer(figures_told(version), many=True).data

    class Meta:
        model = PaperVersion
        fields = ["paper", "number", "document", "figures_hash", "made_at", "figures"]
