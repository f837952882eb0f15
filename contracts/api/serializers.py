"""Tools and block contracts as JSON. Money is pounds with two decimals, as text."""

from rest_framework import serializers

from authorities.api.serializers import AuthorityCode
from contracts.models import (
    BedNight,
    BlockContract,
    BlockShare,
    CommercialTool,
    ContractedBed,
    ContractOption,
    Lot,
    LotCriterion,
    Membership,
    PriceSchedule,
    ToolAccess,
)
from core.api.fields import NameOf, Reference
from providers.api.serializers import SettingUrn


class LotNumber(NameOf):
    slug = "number"


class BedLabel(NameOf):
    slug = "label"


class LotCriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = LotCriterion
        fields = ["kind", "weight"]


class LotSerializer(serializers.ModelSerializer):
    criteria = LotCriterionSerializer(many=True)

    class Meta:
        model = Lot
        fields = ["number", "name", "category", "criteria"]


class ToolAccessSerializer(serializers.ModelSerializer):
    authority = AuthorityCode()

    class Meta:
        model = ToolAccess
        fields = ["authority", "category", "starts_on", "ends_on"]


class CommercialToolSerializer(serializers.ModelSerializer):
    lead_authority = AuthorityCode()
    partnership = Reference()
    lots = LotSerializer(many=True)
    access = ToolAccessSerializer(many=True)

    class Meta:
        model = CommercialTool
        fields = [
            "reference",
            "name",
            "tool_type",
            "regime",
            "lead_authority",
            "partnership",
            "approved_value",
            "decision_reference",
            "starts_on",
            "ends_on",
            "lots",
            "access",
        ]


class PriceScheduleSerializer(serializers.ModelSerializer):
    class Meta:
        model = PriceSchedule
        fields = ["kind", "weekly_rate", "starts_on", "ends_on"]


class MembershipSerializer(serializers.ModelSerializer):
    tool = Reference()
    lot = LotNumber()
    provider = Reference()
    settings = serializers.SerializerMethodField()
    prices = PriceScheduleSerializer(many=True)

    class Meta:
        model = Membership
        fields = [
            "tool",
            "lot",
            "provider",
            "tier",
            "state",
            "starts_on",
            "ends_on",
            "settings",
            "prices",
        ]

    def get_settings(self, membership: Membership) -> list[str]:
        return [covered.setting.urn for covered in membership.covered.all()]


class ContractOptionSerializer(serializers.ModelSerializer):
    class Meta:
        model = ContractOption
        fields = ["position", "months", "notice_months", "exercised_on", "decision_reference"]


class BlockShareSerializer(serializers.ModelSerializer):
    authority = AuthorityCode()

    class Meta:
        model = BlockShare
        fields = ["authority", "percent", "starts_on", "ends_on"]


class ContractedBedSerializer(serializers.ModelSerializer):
    """``booked_by`` is the council that has the bed today, null when nobody has."""

    setting = SettingUrn()
    booked_by = serializers.SerializerMethodField()

    class Meta:
        model = ContractedBed
        fields = ["label", "setting", "live_from", "live_until", "booked_by"]

    def get_booked_by(self, bed: ContractedBed) -> str | None:
        bookings = bed.bookings_now  # type: ignore[attr-defined]
        return bookings[0].authority.code if bookings else None


class BlockContractSerializer(serializers.ModelSerializer):
    lead_authority = AuthorityCode()
    provider = Reference()
    tool = Reference()
    options = ContractOptionSerializer(many=True)
    shares = BlockShareSerializer(many=True)
    beds = ContractedBedSerializer(many=True)

    class Meta:
        model = BlockContract
        fields = [
            "reference",
            "name",
            "lead_authority",
            "provider",
            "tool",
            "category",
            "regime",
            "beds_agreed",
            "weekly_rate",
            "guaranteed_share",
            "indexation_percent",
            "annual_ceiling",
            "total_ceiling",
            "decision_reference",
            "starts_on",
            "ends_on",
            "options",
            "shares",
            "beds",
        ]


class BedNightSerializer(serializers.ModelSerializer):
    """``occupied_by`` is the council whose child slept there."""

    block_contract = Reference(source="contract")
    bed = BedLabel()
    occupied_by = AuthorityCode(source="authority")

    class Meta:
        model = BedNight
        fields = ["block_contract", "bed", "night", "state", "occupied_by"]
