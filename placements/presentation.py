"""What each state means on screen (``core.components.STATUS_TONES``)."""

from pathlib import PurePosixPath

from core.documents.uploads import NAMES
from core.models import Document
from placements.choices import (
    AgreementState,
    ApprovalKind,
    ApprovalState,
    OfferState,
    PlacementState,
    RecipientState,
    ReferralState,
    RequestState,
    ReviewState,
    StepState,
    Urgency,
)
from placements.life_choices import VariationState

REQUEST_KINDS: dict[str, str] = {
    RequestState.DRAFT: "draft",
    RequestState.SUBMITTED: "waiting",
    RequestState.RETURNED: "attention",
    RequestState.NEED_AGREED: "waiting",
    RequestState.SOURCING: "active",
    RequestState.ESCALATED: "attention",
    RequestState.EVALUATING: "active",
    RequestState.AWAITING_APPROVAL: "waiting",
    RequestState.APPROVED: "good",
    RequestState.AGREEMENT_ISSUED: "good",
    RequestState.ON_HOLD: "waiting",
    RequestState.PLACED: "good",
    RequestState.WITHDRAWN: "ended",
}
REFERRAL_KINDS: dict[str, str] = {
    ReferralState.DRAFT: "draft",
    ReferralState.CLEARED: "waiting",
    ReferralState.SENT: "active",
    ReferralState.CLOSED: "ended",
}
RECIPIENT_KINDS: dict[str, str] = {
    RecipientState.SENT: "waiting",
    RecipientState.READ: "active",
    RecipientState.OFFERED: "good",
    RecipientState.DECLINED: "bad",
    RecipientState.CHOSEN: "good",
    RecipientState.NOT_CHOSEN: "ended",
    RecipientState.NO_REPLY: "ended",
    RecipientState.RECALLED: "ended",
    RecipientState.CLOSED: "ended",
}
STEP_KINDS: dict[str, str] = {StepState.WAITING: "draft", StepState.OPEN: "active", StepState.CLOSED: "ended"}
URGENCY_TONES: dict[str, str] = {Urgency.SAME_DAY: "red", Urgency.URGENT: "orange", Urgency.PLANNED: "grey"}
OFFER_KINDS = {
    OfferState.SUBMITTED: "active",
    OfferState.PREFERRED: "good",
    OfferState.ACCEPTED: "good",
    OfferState.NOT_SELECTED: "ended",
    OfferState.WITHDRAWN: "ended",
    OfferState.EXPIRED: "ended",
}
APPROVAL_KINDS = {
    ApprovalState.AWAITING: "waiting",
    ApprovalState.APPROVED: "good",
    ApprovalState.RETURNED: "attention",
    ApprovalState.REFUSED: "bad",
    ApprovalState.WITHDRAWN: "ended",
}
APPROVAL_TITLES = {
    ApprovalKind.CARE: "Care and statutory approval",
    ApprovalKind.FINANCIAL: "Financial approval",
    ApprovalKind.CONTRACT: "Contract approval",
}
AGREEMENT_KINDS = {
    AgreementState.DRAFTED: "draft",
    AgreementState.ISSUED: "waiting",
    AgreementState.PROVIDER_SIGNED: "waiting",
    AgreementState.ACTIVE: "good",
    AgreementState.ENDED: "ended",
    AgreementState.CANCELLED: "ended",
}
PLACEMENT_KINDS: dict[str, str] = {
    PlacementState.PLANNED: "waiting",
    PlacementState.ACTIVE: "active",
    PlacementState.NOTICE: "attention",
    PlacementState.ENDED: "ended",
    PlacementState.CANCELLED: "ended",
}
VARIATION_KINDS: dict[str, str] = {
    VariationState.PROPOSED: "waiting",
    VariationState.APPROVED: "good",
    VariationState.ISSUED: "waiting",
    VariationState.PROVIDER_SIGNED: "waiting",
    VariationState.IN_FORCE: "good",
    VariationState.REFUSED: "bad",
    VariationState.WITHDRAWN: "ended",
}
REVIEW_KINDS: dict[str, str] = {
    ReviewState.OPEN: "attention",
    ReviewState.RECOMMENDED: "waiting",
    ReviewState.DECIDED: "good",
    ReviewState.CLOSED: "ended",
}


def document_facts(document: Document | None) -> dict[str, str]:
    """How a page names a stored document: its title and kind of file."""
    if document is None:
        return {}
    return {
        "document_title": document.title,
        "document_format": NAMES.get(PurePosixPath(document.filename).suffix.lower(), "file"),
    }
