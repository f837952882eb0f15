from contracts.models.billing import (
    Creditor,
    Invoice,
    PaymentBatch,
    PaymentLine,
    ProviderStatement,
    StatementLine,
)
from contracts.models.block import (
    BedBooking,
    BedNight,
    BlockContract,
    BlockShare,
    ContractedBed,
    ContractOption,
)
from contracts.models.ceiling import ApprovedCeiling, CeilingDraw
from contracts.models.entry import OneOff
from contracts.models.ledger import Accrued, Charge
from contracts.models.month import CostCentre, LedgerMonth, MonthLine
from contracts.models.search import SavedSearch
from contracts.models.tool import (
    CommercialTool,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
)

__all__ = [
    "Accrued",
    "ApprovedCeiling",
    "BedBooking",
    "BedNight",
    "BlockContract",
    "BlockShare",
    "CeilingDraw",
    "Charge",
    "CommercialTool",
    "ContractOption",
    "ContractedBed",
    "CostCentre",
    "Creditor",
    "Invoice",
    "LedgerMonth",
    "Lot",
    "LotCriterion",
    "Membership",
    "MembershipSetting",
    "MonthLine",
    "OneOff",
    "PaymentBatch",
    "PaymentLine",
    "PriceSchedule",
    "ProviderStatement",
    "SavedSearch",
    "StatementLine",
    "ToolAccess",
]
