"""Words of the placements room: requests, sourcing, referrals, offers, agreements, placements."""

from django.db import models


class LegalStatus(models.TextChoices):
    """Legal basis of care, by the codes of the statistical return."""

    C1 = "C1", "Interim care order"
    C2 = "C2", "Full care order"
    E1 = "E1", "Placement order"
    V2 = "V2", "Accommodated under section 20"
    V3 = "V3", "Short breaks, each recorded"
    V4 = "V4", "Short breaks under an agreement"
    L1 = "L1", "Police protection"
    L2 = "L2", "Emergency protection order"
    L3 = "L3", "Child assessment order"
    J1 = "J1", "Remand"
    J2 = "J2", "Detained under PACE"
    J3 = "J3", "Youth rehabilitation with residence"


# What a provider may read at level 1: the broad sense, not the order.
BROAD_LEGAL_STATUS = {
    "C1": "Care order",
    "C2": "Care order",
    "E1": "Care order",
    "V2": "By agreement with the family",
    "V3": "Short breaks",
    "V4": "Short breaks",
    "L1": "Emergency order",
    "L2": "Emergency order",
    "L3": "Emergency order",
    "J1": "Youth justice",
    "J2": "Youth justice",
    "J3": "Youth justice",
}


class Urgency(models.TextChoices):
    SAME_DAY = "same_day", "Same day"
    URGENT = "urgent", "Urgent: within a few days"
    PLANNED = "planned", "Planned"


class PlacementType(models.TextChoices):
    FOSTERING = "fostering", "Foster home"
    RESIDENTIAL = "residential", "Children's home"
    SUPPORTED = "supported", "Supported accommodation"


class RequestState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    NEED_AGREED = "need_agreed", "Need agreed"
    SOURCING = "sourcing", "Sourcing"
    ESCALATED = "escalated", "Escalated"
    EVALUATING = "evaluating", "Comparing offers"
    AWAITING_APPROVAL = "awaiting_approval", "Awaiting approval"
    APPROVED = "approved", "Approved"
    AGREEMENT_ISSUED = "agreement_issued", "Agreement issued"
    ON_HOLD = "on_hold", "On hold"
    PLACED = "placed", "Placed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EscalatedTo(models.TextChoices):
    """Who decides how a search without an offer goes on; the values are roles."""

    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    DCS = "dcs", "Director of children’s services"


class StepState(models.TextChoices):
    WAITING = "waiting", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class StepOutcome(models.TextChoices):
    OFFER_CHOSEN = "offer_chosen", "An offer here was chosen"
    NOT_FOUND = "not_found", "No suitable home found here"


class OutwardReason(models.TextChoices):
    """Why the search moved outward."""

    IN_HOUSE_UNAVAILABLE = "in_house_unavailable", "No in-house place"
    NO_VACANCY = "no_vacancy", "No vacancy"
    ALL_DECLINED = "all_declined", "All declined"
    MATCH_UNSUITABLE = "match_unsuitable", "Match not suitable"
    LOCATION_UNSUITABLE = "location_unsuitable", "Location not suitable"
    QUALITY_BAR = "quality_bar", "Below the quality bar"
    PRICE_ABOVE_CEILING = "price_above_ceiling", "Price above the ceiling"
    NO_REPLY_IN_TIME = "no_reply_in_time", "No reply in time"
    COURT_DIRECTED = "court_directed", "Directed by the court"
    SIBLING_TOGETHER = "sibling_together", "To keep siblings together"
    CONTINUITY = "continuity", "Continuity of care"
    SPECIALIST_NEED = "specialist_need", "Specialist need"
    EXPLOITATION_AREA = "exploitation_area", "Area of exploitation risk"
    NOT_AVAILABLE_TO_US = "not_available_to_us", "No such arrangement to use"


class ReferralState(models.TextChoices):
    DRAFT = "draft", "Draft"
    CLEARED = "cleared", "Text cleared"
    SENT = "sent", "Sent"
    CLOSED = "closed", "Closed"


class RecipientState(models.TextChoices):
    SENT = "sent", "Not read yet"
    READ = "read", "Read"
    OFFERED = "offered", "Offer made"
    DECLINED = "declined", "Declined"
    CHOSEN = "chosen", "Chosen"
    NOT_CHOSEN = "not_chosen", "Not chosen"
    NO_REPLY = "no_reply", "No reply"
    RECALLED = "recalled", "Taken back: home stopped"
    CLOSED = "closed", "Closed"


class ClaimState(models.TextChoices):
    """A council's claim on a free place of a home."""

    WAITING = "waiting", "In line for a place"
    HELD = "held", "Held"
    LEFT = "left", "Given up"


class WaveState(models.TextChoices):
    PLANNED = "planned", "Planned"
    SENT = "sent", "Sent"
    STOPPED = "stopped", "Stopped"


class Verdict(models.TextChoices):
    """Whether a home fits one child, with the children who live there."""

    FITS = "fits", "Fits"
    FITS_WITH_SAFEGUARDS = "with_safeguards", "Fits, with safeguards"
    AGAINST = "against", "Does not fit"


class DeclineReason(models.TextChoices):
    NO_VACANCY = "no_vacancy", "No vacancy"
    STAFFING = "staffing", "Not enough staff"
    MATCH = "match", "Match with children already here"
    NEEDS_NOT_MET = "needs_not_met", "We cannot meet these needs"
    AGE_OR_SEX = "age_or_sex", "Outside our age or sex range"
    LOCATION = "location", "Location"
    TOO_SOON = "too_soon", "Too soon for us"
    PRICE = "price", "Not possible at the price"


class OfferState(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    PREFERRED = "preferred", "Preferred"
    ACCEPTED = "accepted", "Accepted"
    NOT_SELECTED = "not_selected", "Not selected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"


class ApprovalKind(models.TextChoices):
    CARE = "care", "Care and statutory"
    FINANCIAL = "financial", "Financial"
    CONTRACT = "contract", "Contract"


class ApprovalState(models.TextChoices):
    AWAITING = "awaiting", "Awaiting decision"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AgreementState(models.TextChoices):
    DRAFTED = "drafted", "Drafted"
    ISSUED = "issued", "Issued"
    PROVIDER_SIGNED = "provider_signed", "Signed by the provider"
    ACTIVE = "active", "Signed by both sides"
    ENDED = "ended", "Ended"
    CANCELLED = "cancelled", "Cancelled before both signed"


class SigningSide(models.TextChoices):
    PROVIDER = "provider", "Provider"
    AUTHORITY = "authority", "Council"


class PlacementState(models.TextChoices):
    PLANNED = "planned", "Planned"
    ACTIVE = "active", "Active"
    NOTICE = "notice", "Notice given"
    ENDED = "ended", "Ended"
    CANCELLED = "cancelled", "Cancelled before it began"


class ReleaseReason(models.TextChoices):
    PREFERRED_OFFER = "preferred_offer", "Offer chosen and agreement signed"
    EMERGENCY = "emergency", "Emergency placement"


class ReviewState(models.TextChoices):
    """The life of a review of one child's placement because of what happened to the home."""

    OPEN = "open", "To be reviewed"
    RECOMMENDED = "recommended", "To be decided"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "No longer needed"


class ReviewOutcome(models.TextChoices):
    """Moving is itself harm, so none of these moves a child by itself."""

    STAY = "stay", "Stay"
    STAY_SAFEGUARDED = "stay_safeguarded", "Stay, with safeguards"
    PLAN_MOVE = "plan_move", "Plan a move"
    MOVE_NOW = "move_now", "Move now"


# Award weights where no lot has its own, by kind of criterion; they add to 100.
DEFAULT_WEIGHTS = {"quality": "60.00", "cost": "25.00", "location": "10.00", "social_value": "5.00"}
