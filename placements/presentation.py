"""What each state of a search means on screen (``core.components.STATUS_TONES``)."""

from placements.choices import RecipientState, ReferralState, RequestState, StepState, Urgency

REQUEST_KINDS: dict[str, str] = {
    RequestState.DRAFT: "draft",
    RequestState.SUBMITTED: "waiting",
    RequestState.RETURNED: "attention",
    RequestState.NEED_AGREED: "waiting",
    RequestState.SOURCING: "active",
    RequestState.EVALUATING: "active",
    RequestState.AWAITING_APPROVAL: "waiting",
    RequestState.APPROVED: "good",
    RequestState.AGREEMENT_ISSUED: "good",
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
    RecipientState.CLOSED: "ended",
}
STEP_KINDS: dict[str, str] = {StepState.WAITING: "draft", StepState.OPEN: "active", StepState.CLOSED: "ended"}
URGENCY_TONES: dict[str, str] = {Urgency.SAME_DAY: "red", Urgency.URGENT: "orange", Urgency.PLANNED: "grey"}
