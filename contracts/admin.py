"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from contracts.models import (
    ApprovedCeiling,
    BedBooking,
    BedNight,
    BedNightCorrection,
    BedStep,
    BlockContract,
    BlockEvent,
    BlockNotice,
    BlockShare,
    BlockStop,
    BlockVariation,
    CeilingDraw,
    Charge,
    CommercialTool,
    ContractedBed,
    ContractOption,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PartnerRecharge,
    PriceSchedule,
    ToolAccess,
)
from core.admin import ReadOnlyAdmin

admin.site.register(
    [
        ApprovedCeiling,
        BedBooking,
        BedNight,
        BedNightCorrection,
        BedStep,
        BlockContract,
        BlockEvent,
        BlockNotice,
        BlockShare,
        BlockStop,
        BlockVariation,
        CeilingDraw,
        Charge,
        CommercialTool,
        ContractedBed,
        ContractOption,
        Lot,
        LotCriterion,
        Membership,
        MembershipSetting,
        PartnerRecharge,
        PriceSchedule,
        ToolAccess,
    ],
    ReadOnlyAdmin,
)
