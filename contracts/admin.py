"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from contracts import models
from contracts.models import (
    ApprovedCeiling,
    BedBooking,
    BedNight,
    BlockContract,
    BlockShare,
    CeilingDraw,
    Charge,
    CommercialTool,
    ContractedBed,
    ContractOption,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
)
from core.admin import ReadOnlyAdmin

admin.site.register(
    [
        ApprovedCeiling,
        BedBooking,
        BedNight,
        BlockContract,
        BlockShare,
        CeilingDraw,
        Charge,
        CommercialTool,
        ContractedBed,
        ContractOption,
        Lot,
        LotCriterion,
        Membership,
        MembershipSetting,
        PriceSchedule,
        ToolAccess,
    ],
    ReadOnlyAdmin,
)
admin.site.register(
    [
        models.CostCentre,
        models.Creditor,
        models.Invoice,
        models.LedgerMonth,
        models.MonthLine,
        models.OneOff,
        models.PaymentBatch,
        models.PaymentLine,
        models.ProviderStatement,
        models.StatementLine,
    ],
    ReadOnlyAdmin,
)
