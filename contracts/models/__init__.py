from contracts.models.block import (
    BedBooking,
    BedNight,
    BlockContract,
    BlockShare,
    ContractedBed,
    ContractOption,
)
from contracts.models.ceiling import ApprovedCeiling, CeilingDraw, CeilingEscalation
from contracts.models.diary import CalendarFeed, ContractAlarm, ContractDate, ContractKeeping
from contracts.models.ledger import Charge
from contracts.models.search import SavedSearch
from contracts.models.terms import ContractTerms, TermsSignature
from contracts.models.tool import (
    CommercialTool,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
)
from contracts.models.uplift import (
    UpliftAnswer,
    UpliftEffect,
    UpliftEvidence,
    UpliftRequest,
    UpliftStep,
    UpliftVote,
    UpliftWindow,
)

__all__ = [
    "ApprovedCeiling",
    "BedBooking",
    "BedNight",
    "BlockContract",
    "BlockShare",
    "CalendarFeed",
    "CeilingDraw",
    "CeilingEscalation",
    "Charge",
    "CommercialTool",
    "ContractAlarm",
    "ContractDate",
    "ContractKeeping",
    "ContractOption",
    "ContractTerms",
    "ContractedBed",
    "Lot",
    "LotCriterion",
    "Membership",
    "MembershipSetting",
    "PriceSchedule",
    "SavedSearch",
    "TermsSignature",
    "ToolAccess",
    "UpliftAnswer",
    "UpliftEffect",
    "UpliftEvidence",
    "UpliftRequest",
    "UpliftStep",
    "UpliftVote",
    "UpliftWindow",
]
