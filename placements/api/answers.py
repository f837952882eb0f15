"""Referrals and offers as the provider sees them: level 1 facts, and its own answers, nobody else's."""

from typing import Any

from rest_framework import serializers

from authorities.api.serializers import AuthorityCode
from contracts.choices import FeeKind
from placements.api.serializers import LEVEL_ONE, OfferFeeSerializer
from placements.choices import DeclineReason, Urgency
from placements.models import Offer, Referral, ReferralRecipient
from placements.offering import OfferedFee
from providers.api.serializers import SettingUrn


class SentReferralSerializer(serializers.ModelSerializer):
    """A referral in the inbox; ``respond_by`` is when answers close."""

    reference = serializers.CharField(source="referral.reference")
    authority = AuthorityCode()
    urgency = serializers.ChoiceField(choices=Urgency.choices, source="referral.urgency")
    sent_at = serializers.DateTimeField(source="referral.sent_at")
    respond_by = serializers.DateTimeField(source="referral.respond_by")

    class Meta:
        model = ReferralRecipient
        fields = [
            "reference",
            "authority",
            "state",
            "urgency",
            "sent_at",
            "respond_by",
            "read_at",
            "answered_at",
        ]


class ReferralFactsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Referral
        fields = LEVEL_ONE


class OpenedReferralSerializer(SentReferralSerializer):
    """A referral with what may be known of the child, the homes asked for, and the answer given."""

    facts = ReferralFactsSerializer(source="referral")
    settings_asked = serializers.SerializerMethodField()

    class Meta(SentReferralSerializer.Meta):
        fields = [
            *SentReferralSerializer.Meta.fields,
            "facts",
            "settings_asked",
            "decline_reason",
            "decline_note",
        ]

    def get_settings_asked(self, recipient: ReferralRecipient) -> list[str]:
        return [home.urn for home in self.context["homes_asked"]]


class DeclineSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=DeclineReason.choices)
    note = serializers.CharField(required=False, default="", allow_blank=True)


class OfferedFeeSerializer(serializers.Serializer):
    """One component of the price, pounds a week; without dates it runs for the whole placement."""

    kind = serializers.ChoiceField(choices=FeeKind.choices)
    weekly_rate = serializers.DecimalField(max_digits=12, decimal_places=2)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> OfferedFee:
        return OfferedFee(**{**attrs, "kind": FeeKind(attrs["kind"])})


class NewOfferSerializer(serializers.Serializer):
    referral = serializers.CharField(help_text="Reference of a referral sent to you")
    setting = serializers.CharField(help_text="URN of one of your homes")
    earliest_start_on = serializers.DateField()
    valid_until = serializers.DateField()
    match_statement = serializers.CharField()
    fees = OfferedFeeSerializer(many=True, allow_empty=False)


class WithdrawalSerializer(serializers.Serializer):
    reason = serializers.CharField()


class OwnOfferSerializer(serializers.ModelSerializer):
    authority = AuthorityCode()
    setting = SettingUrn()
    fees = OfferFeeSerializer(many=True)

    class Meta:
        model = Offer
        fields = [
            "reference",
            "authority",
            "setting",
            "state",
            "earliest_start_on",
            "valid_until",
            "match_statement",
            "weekly_total",
            "submitted_at",
            "submitted_by",
            "fees",
        ]
