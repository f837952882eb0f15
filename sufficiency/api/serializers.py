"""Forecasts as JSON, with what is needed to make them again and to grade them."""

from rest_framework import serializers

from sufficiency.models import ForecastRun


class ForecastRunSerializer(serializers.ModelSerializer):
    class Meta:
        model = ForecastRun
        fields = [
            "reference",
            "as_at",
            "horizon_months",
            "method",
            "paths",
            "seed",
            "input_hash",
            "made_at",
            "notes",
        ]


class ForecastRunDetailSerializer(ForecastRunSerializer):
    """``history`` holds counts by month end; ``points`` the median and the 50, 80 and 95 % bands."""

    class Meta(ForecastRunSerializer.Meta):
        fields = [*ForecastRunSerializer.Meta.fields, "grade", "history", "points"]
