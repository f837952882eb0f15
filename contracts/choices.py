"""Words of the contracts room: tools, routes, fees, beds, money lines."""

from django.db import models


class ToolType(models.TextChoices):
    FRAMEWORK = "framework", "Framework"
    DPS = "dps", "Dynamic purchasing system"
    PSEUDO_DPS = "pseudo_dps", "Pseudo-DPS"
    DYNAMIC_MARKET = "dynamic_market", "Dynamic market"
    OPEN_FRAMEWORK = "open_framework", "Open framework"
    APPROVED_LIST = "approved_list", "Approved provider list"


class Regime(models.TextChoices):
    PCR_2015 = "pcr_2015", "Public Contracts Regulations 2015"
    PA_2023 = "pa_2023", "Procurement Act 2023"


class Route(models.TextChoices):
    """Steps outward, in the usual order; each council may order its own."""

    IN_HOUSE = "in_house", "In-house"
    BLOCK = "block", "Block contract"
    FRAMEWORK_TIER_1 = "framework_tier_1", "Framework tier 1"
    FRAMEWORK_TIER_2 = "framework_tier_2", "Framework tier 2"
    DPS = "dps", "DPS mini-competition"
    PARTNERSHIP = "partnership", "Wider partnership"
    SPOT = "spot", "Spot purchase"
    EXCEPTION = "exception", "Exception: unregistered"


class PurchaseBasis(models.TextChoices):
    IN_HOUSE = "in_house", "In-house"
    BLOCK = "block", "Block"
    CALL_OFF = "call_off", "Call-off"
    SPOT = "spot", "Spot"


class FeeKind(models.TextChoices):
    CORE = "core", "Core accommodation and care"
    EDUCATION = "education", "Education"
    THERAPY = "therapy", "Therapy"
    ADDITIONAL_STAFFING = "additional_staffing", "Additional staffing"
    OTHER = "other", "Other weekly fee"


class CriterionKind(models.TextChoices):
    QUALITY = "quality", "Quality"
    COST = "cost", "Cost"
    LOCATION = "location", "Location"
    SOCIAL_VALUE = "social_value", "Social value"


class MembershipState(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"


class BedNightState(models.TextChoices):
    OCCUPIED = "occupied", "Occupied"
    VOID_AVAILABLE = "void_available", "Empty and available"
    VOID_MATCHING = "void_matching", "Empty: matching"
    VOID_PROVIDER = "void_provider", "Empty: provider's cause"
    VOID_AUTHORITY = "void_authority", "Empty: council's cause"
    VOID_BELOW_GOOD = "void_below_good", "Empty: home below good"
    REGULATOR_STOP = "regulator_stop", "Empty: regulator"
    NOT_LIVE = "not_live", "Not live"


class OverCeiling(models.TextChoices):
    REFUSE = "refuse", "Refuse"
    ESCALATE = "escalate", "Escalate"


class ChargeKind(models.TextChoices):
    PLACEMENT = "placement", "Placement"
    BLOCK_GUARANTEE = "block_guarantee", "Block guarantee"
    VOID = "void", "Void"
    RECHARGE = "recharge", "Recharge between councils"
    ADJUSTMENT = "adjustment", "Adjustment"


# Empty bed-nights that a block usually owes the guarantee for; the provider's own causes are not paid. What
# is payable is in each contract's terms.
PAYABLE_VOIDS = (BedNightState.VOID_AVAILABLE, BedNightState.VOID_MATCHING, BedNightState.VOID_AUTHORITY)
