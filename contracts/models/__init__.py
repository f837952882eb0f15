from contracts.models.block import (
    BedBooking,
    BedNight,
    BlockContract,
    BlockShare,
    ContractedBed,
    ContractOption,
)
from contracts.models.block_facts import (
    BedNightCorrection,
    BedStep,
    BlockEvent,
    BlockNotice,
    BlockStop,
    BlockVariation,
    PartnerRecharge,
)
from contracts.models.ceiling import ApprovedCeiling, CeilingDraw
from contracts.models.ledger import Charge
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
    "ApprovedCeiling",
    "BedBooking",
    "BedNight",
    "BedNightCorrection",
    "BedStep",
    "BlockContract",
    "BlockEvent",
    "BlockNotice",
    "BlockShare",
    "BlockStop",
    "BlockVariation",
    "CeilingDraw",
    "Charge",
    "CommercialTool",
    "ContractOption",
    "ContractedBed",
    "Lot",
    "LotCriterion",
    "Membership",
    "MembershipSetting",
    "PartnerRecharge",
    "PriceSchedule",
    "SavedSearch",
    "ToolAccess",
]
