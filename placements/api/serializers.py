"""A council's cases as JSON: children by reference only, and none of the case's narrative."""

from rest_framework import serializers

from authorities.api.serializers import AuthorityCode
from core.api.fields import NameOf, Reference
from placements.models import (
    AgreementFee,
    AgreementSignature,
    ApprovalRequest,
    Offer,
    OfferFee,
    OfferScore,
    Placement,
    PlacementAgreement,
    PlacementRequest,
    Referral,
    ReferralRecipient,
)
from providers.api.serializers import SettingUrn

LEVEL_ONE = [
    "age",
    "sex",
    "placement_type",
    "urgency",
    "home_area",
    "needed_on",
    "planned_end_on",
    "broad_legal_status",
    "needs",
    "radius_miles",
    "summary",
]


class PlacementRequestSerializer(serializers.ModelSerializer):
    child = Reference()

    class Meta:
        model = PlacementRequest
        fields = [
            "reference",
            "child",
            "state",
            "state_at",
            "raised_at",
            "age",
            "placement_type",
            "urgency",
            "needed_on",
            "planned_end_on",
            "legal_status",
            "needs",
            "home_area",
            "radius_miles",
            "wants_solo",
        ]


class ReferralRecipientSerializer(serializers.ModelSerializer):
    provider = Reference()

    class Meta:
        model = ReferralRecipient
        fields = [
            "provider",
            "state",
            "read_at",
            "answered_at",
            "decline_reason",
            "outcome_told_at",
            "revoked_at",
        ]


class ReferralSerializer(serializers.ModelSerializer):
    request = Reference()
    route = serializers.CharField(source="step.route")
    recipients = ReferralRecipientSerializer(many=True)

    class Meta:
        model = Referral
        fields = [
            "reference",
            "request",
            "route",
            "state",
            *LEVEL_ONE,
            "weights",
            "sent_at",
            "respond_by",
            "recipients",
        ]


class OfferFeeSerializer(serializers.ModelSerializer):
    class Meta:
        model = OfferFee
        fields = ["kind", "weekly_rate", "starts_on", "ends_on"]


class OfferScoreSerializer(serializers.ModelSerializer):
    class Meta:
        model = OfferScore
        fields = ["criterion", "mark", "points"]


class OfferSerializer(serializers.ModelSerializer):
    request = Reference(source="recipient.referral.request")
    referral = Reference(source="recipient.referral")
    provider = Reference()
    setting = SettingUrn()
    fees = OfferFeeSerializer(many=True)
    scores = OfferScoreSerializer(many=True)

    class Meta:
        model = Offer
        fields = [
            "reference",
            "request",
            "referral",
            "provider",
            "setting",
            "state",
            "earliest_start_on",
            "valid_until",
            "match_statement",
            "weekly_total",
            "submitted_at",
            "fees",
            "scores",
        ]


class ApprovalRequestSerializer(serializers.ModelSerializer):
    request = Reference()
    offer = Reference()
    raised_by = NameOf()
    decided_by = NameOf()

    class Meta:
        model = ApprovalRequest
        fields = [
            "reference",
            "request",
            "offer",
            "kind",
            "state",
            "roles_able",
            "grounds",
            "weekly_value",
            "annual_value",
            "whole_life_value",
            "raised_by",
            "raised_at",
            "decided_by",
            "decided_at",
        ]


class AgreementFeeSerializer(serializers.ModelSerializer):
    class Meta:
        model = AgreementFee
        fields = ["kind", "weekly_rate", "starts_on", "ends_on"]


class AgreementSignatureSerializer(serializers.ModelSerializer):
    class Meta:
        model = AgreementSignature
        fields = ["side", "signed_by", "job_title", "signed_at", "document_sha256"]


class PlacementAgreementSerializer(serializers.ModelSerializer):
    child = Reference()
    offer = Reference()
    provider = Reference()
    setting = SettingUrn()
    tool = Reference()
    fees = AgreementFeeSerializer(many=True)
    signatures = AgreementSignatureSerializer(many=True)

    class Meta:
        model = PlacementAgreement
        fields = [
            "reference",
            "version",
            "child",
            "offer",
            "provider",
            "setting",
            "state",
            "placement_type",
            "route",
            "purchase_basis",
            "is_on_contract",
            "tool",
            "starts_on",
            "planned_end_on",
            "notice_days",
            "fees",
            "signatures",
        ]


class PlacementSerializer(serializers.ModelSerializer):
    """``weekly_fee`` is £ a week, the sum of the agreement's fee components."""

    child = Reference()
    agreement = Reference()
    provider = Reference()
    setting = SettingUrn()
    area_authority = AuthorityCode()
    weekly_fee = serializers.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        model = Placement
        fields = [
            "reference",
            "child",
            "agreement",
            "provider",
            "setting",
            "state",
            "placement_type",
            "category",
            "route",
            "purchase_basis",
            "is_on_contract",
            "area_authority",
            "distance_miles",
            "is_distant",
            "starts_on",
            "ends_on",
            "weekly_fee",
        ]
