"""The lives of requests, referrals, offers, approvals, agreements and placements, as data.

``core.workflow.move`` reads these tables; guards that need records are in ``policies``.
"""

from authorities.choices import APPROVING_ROLES, CASE_ROLES, GRADES, Role
from core.workflow import TransitionTable, transition
from placements.choices import (
    AgreementState,
    ApprovalState,
    EscalatedTo,
    OfferState,
    PlacementState,
    RecipientState,
    ReferralState,
    RequestState,
    ReviewState,
)
from placements.life_choices import VariationState
from providers.choices import ProviderRole

SOURCING_ROLES = (Role.PLACEMENTS_OFFICER, Role.COMMISSIONER)
# The council's second signature starts the placement, so whoever gives it may do all that follows from it.
SIGNING_ROLES = (Role.COMMISSIONER, Role.CONTRACT_SIGNATORY, *GRADES)
AWARDING_ROLES = (Role.PLACEMENTS_OFFICER, *SIGNING_ROLES)
CLOSING_ROLES = (*CASE_ROLES, *SIGNING_ROLES)
# A case goes back to comparing when an approver says no, or when the person who chose thinks again.
RECONSIDERING_ROLES = (*SOURCING_ROLES, *APPROVING_ROLES)
PROVIDER = (ProviderRole.PROVIDER,)
R, F, V, X, A, G, P, W, C = (
    RequestState,
    ReferralState,
    RecipientState,
    OfferState,
    ApprovalState,
    AgreementState,
    PlacementState,
    ReviewState,
    VariationState,
)

OPEN_REQUEST = (
    R.DRAFT,
    R.SUBMITTED,
    R.RETURNED,
    R.NEED_AGREED,
    R.SOURCING,
    R.ESCALATED,
    R.EVALUATING,
    R.AWAITING_APPROVAL,
    R.APPROVED,
    R.AGREEMENT_ISSUED,
    R.ON_HOLD,
)
BEING_SIGNED = (G.ISSUED, G.PROVIDER_SIGNED)
UNSIGNED = (G.DRAFTED, *BEING_SIGNED)
AGREEMENT_OVER = (G.ENDED, G.CANCELLED)
LIVING = (P.ACTIVE, P.NOTICE)
NOT_OVER = (P.PLANNED, *LIVING)
# What is still being written needs no hold: nobody else waits for it.
MAY_WAIT = tuple(state for state in OPEN_REQUEST if state not in (R.DRAFT, R.RETURNED, R.ON_HOLD))
HOLDING_ROLES = (*CASE_ROLES, *GRADES)
ESCALATED_TO = tuple(Role(one) for one in EscalatedTo.values)

REQUEST = TransitionTable(
    name="request",
    initial=R.DRAFT,
    transitions=(
        transition("submit", (R.DRAFT, R.RETURNED), R.SUBMITTED, roles=CASE_ROLES, label="Submit"),
        transition("return", R.SUBMITTED, R.RETURNED, roles=GRADES, label="Return for more facts"),
        transition("agree_need", R.SUBMITTED, R.NEED_AGREED, roles=GRADES, label="Agree the need"),
        transition("start_sourcing", R.NEED_AGREED, R.SOURCING, roles=SOURCING_ROLES, label="Start sourcing"),
        transition(
            "search_at_once", R.DRAFT, R.SOURCING, roles=CASE_ROLES, label="Search at once: emergency"
        ),
        transition(
            "split_off",
            R.DRAFT,
            R.SOURCING,
            roles=SOURCING_ROLES,
            label="Search for a brother or sister apart",
        ),
        transition("escalate", R.SOURCING, R.ESCALATED, roles=SOURCING_ROLES, label="Escalate"),
        # Those who search go on by themselves when an offer has come meanwhile.
        transition(
            "go_on",
            R.ESCALATED,
            R.SOURCING,
            roles=(*SOURCING_ROLES, *ESCALATED_TO),
            label="Decide how the search goes on",
        ),
        transition("hold", MAY_WAIT, R.ON_HOLD, roles=HOLDING_ROLES, label="Put on hold"),
        *(
            transition(f"off_hold_to_{state}", R.ON_HOLD, state, roles=HOLDING_ROLES, label="Take off hold")
            for state in MAY_WAIT
        ),
        transition("compare", R.SOURCING, R.EVALUATING, roles=SOURCING_ROLES, label="Compare offers"),
        transition(
            "resume_search", R.EVALUATING, R.SOURCING, roles=SOURCING_ROLES, label="Go back to searching"
        ),
        transition(
            "choose", R.EVALUATING, R.AWAITING_APPROVAL, roles=SOURCING_ROLES, label="Choose an offer"
        ),
        transition(
            "reconsider",
            (R.AWAITING_APPROVAL, R.APPROVED, R.AGREEMENT_ISSUED),
            R.EVALUATING,
            roles=RECONSIDERING_ROLES,
            label="Return to comparing",
        ),
        transition(
            "approve",
            R.AWAITING_APPROVAL,
            R.APPROVED,
            roles=APPROVING_ROLES,
            label="All three approvals given",
        ),
        transition(
            "issue_agreement",
            R.APPROVED,
            R.AGREEMENT_ISSUED,
            roles=SOURCING_ROLES,
            label="Issue the agreement",
        ),
        transition("place", R.AGREEMENT_ISSUED, R.PLACED, roles=AWARDING_ROLES, label="Start the placement"),
        transition("withdraw", OPEN_REQUEST, R.WITHDRAWN, roles=CASE_ROLES, label="Withdraw"),
    ),
)

REFERRAL = TransitionTable(
    name="referral",
    initial=F.DRAFT,
    transitions=(
        transition("clear", F.DRAFT, F.CLEARED, roles=(*SOURCING_ROLES, *GRADES), label="Clear the text"),
        transition("send", F.CLEARED, F.SENT, roles=SOURCING_ROLES, label="Send to providers"),
        transition(
            "close",
            (F.DRAFT, F.CLEARED, F.SENT),
            F.CLOSED,
            roles=CLOSING_ROLES,
            label="Close the referral",
        ),
    ),
)

RECIPIENT = TransitionTable(
    name="referral",
    initial=V.SENT,
    transitions=(
        transition("read", V.SENT, V.READ, roles=PROVIDER, label="Open"),
        transition("offer", (V.SENT, V.READ, V.OFFERED), V.OFFERED, roles=PROVIDER, label="Make an offer"),
        transition("decline", (V.SENT, V.READ), V.DECLINED, roles=PROVIDER, label="Decline"),
        transition("take_back", V.OFFERED, V.READ, roles=PROVIDER, label="Withdraw the only offer"),
        transition("choose", V.OFFERED, V.CHOSEN, roles=AWARDING_ROLES, label="Choose"),
        transition("not_choose", V.OFFERED, V.NOT_CHOSEN, roles=CLOSING_ROLES, label="Tell of the outcome"),
        transition("lapse", (V.SENT, V.READ), V.NO_REPLY, roles=CLOSING_ROLES, label="Record no reply"),
        transition(
            "recall",
            (V.SENT, V.READ),
            V.RECALLED,
            roles=SOURCING_ROLES,
            label="Take back: the home is stopped",
        ),
        transition("close", V.DECLINED, V.CLOSED, roles=CLOSING_ROLES, label="Close"),
    ),
)

OFFER = TransitionTable(
    name="offer",
    initial=X.SUBMITTED,
    transitions=(
        transition("withdraw", X.SUBMITTED, X.WITHDRAWN, roles=PROVIDER, label="Withdraw"),
        transition("prefer", X.SUBMITTED, X.PREFERRED, roles=SOURCING_ROLES, label="Choose"),
        transition(
            "release",
            X.PREFERRED,
            X.SUBMITTED,
            roles=RECONSIDERING_ROLES,
            label="Put back among the offers",
        ),
        transition("accept", X.PREFERRED, X.ACCEPTED, roles=AWARDING_ROLES, label="Accept"),
        transition(
            "not_select",
            (X.SUBMITTED, X.PREFERRED),
            X.NOT_SELECTED,
            roles=CLOSING_ROLES,
            label="Do not select",
        ),
        transition("expire", X.SUBMITTED, X.EXPIRED, roles=SOURCING_ROLES, label="Mark as expired"),
    ),
)

APPROVAL = TransitionTable(
    name="approval",
    initial=A.AWAITING,
    transitions=(
        transition("approve", A.AWAITING, A.APPROVED, roles=APPROVING_ROLES, label="Approve"),
        transition("return", A.AWAITING, A.RETURNED, roles=APPROVING_ROLES, label="Return with questions"),
        transition("refuse", A.AWAITING, A.REFUSED, roles=APPROVING_ROLES, label="Refuse"),
        transition(
            "withdraw",
            (A.AWAITING, A.APPROVED),
            A.WITHDRAWN,
            roles=(*CASE_ROLES, *APPROVING_ROLES),
            label="Withdraw with the case",
        ),
    ),
)

AGREEMENT = TransitionTable(
    name="agreement",
    initial=G.DRAFTED,
    transitions=(
        transition("issue", G.DRAFTED, G.ISSUED, roles=SOURCING_ROLES, label="Issue"),
        transition("provider_sign", G.ISSUED, G.PROVIDER_SIGNED, roles=PROVIDER, label="Sign"),
        transition(
            "authority_sign",
            G.PROVIDER_SIGNED,
            G.ACTIVE,
            roles=SIGNING_ROLES,
            label="Sign for the council",
        ),
        transition("end", G.ACTIVE, G.ENDED, roles=AWARDING_ROLES, label="End"),
        transition(
            "cancel",
            (G.DRAFTED, G.ISSUED, G.PROVIDER_SIGNED),
            G.CANCELLED,
            roles=(*CASE_ROLES, *APPROVING_ROLES),
            label="Cancel with the case",
        ),
    ),
)

PLACEMENT = TransitionTable(
    name="placement",
    initial=P.PLANNED,
    transitions=(
        transition("start", P.PLANNED, P.ACTIVE, roles=AWARDING_ROLES, label="Start"),
        transition(
            "give_notice", P.ACTIVE, P.NOTICE, roles=(*SOURCING_ROLES, *PROVIDER), label="Give notice"
        ),
        transition(
            "withdraw_notice",
            P.NOTICE,
            P.ACTIVE,
            roles=(*SOURCING_ROLES, *PROVIDER),
            label="Withdraw the notice",
        ),
        transition("end", (P.ACTIVE, P.NOTICE), P.ENDED, roles=SOURCING_ROLES, label="End"),
        transition("cancel", P.PLANNED, P.CANCELLED, roles=SOURCING_ROLES, label="Cancel before it begins"),
    ),
)

VARIATION = TransitionTable(
    name="change to the agreement",
    initial=C.PROPOSED,
    transitions=(
        transition("approve", C.PROPOSED, C.APPROVED, roles=APPROVING_ROLES, label="Approvals given"),
        transition("refuse", C.PROPOSED, C.REFUSED, roles=APPROVING_ROLES, label="Do not approve"),
        transition("issue", C.APPROVED, C.ISSUED, roles=SOURCING_ROLES, label="Issue"),
        transition("provider_sign", C.ISSUED, C.PROVIDER_SIGNED, roles=PROVIDER, label="Sign"),
        transition(
            "authority_sign", C.PROVIDER_SIGNED, C.IN_FORCE, roles=SIGNING_ROLES, label="Sign for the council"
        ),
        transition(
            "withdraw",
            (C.PROPOSED, C.APPROVED, C.ISSUED, C.PROVIDER_SIGNED),
            C.WITHDRAWN,
            roles=SOURCING_ROLES,
            label="Withdraw",
        ),
    ),
)

REVIEW = TransitionTable(
    name="review",
    initial=W.OPEN,
    transitions=(
        transition("recommend", W.OPEN, W.RECOMMENDED, roles=CASE_ROLES, label="Record the review"),
        transition("return", W.RECOMMENDED, W.OPEN, roles=GRADES, label="Return with questions"),
        transition("decide", W.RECOMMENDED, W.DECIDED, roles=GRADES, label="Decide"),
        transition(
            "close",
            (W.OPEN, W.RECOMMENDED),
            W.CLOSED,
            roles=(*CASE_ROLES, *GRADES),
            label="Close: the child has left",
        ),
    ),
)

TABLES = (REQUEST, REFERRAL, RECIPIENT, OFFER, APPROVAL, AGREEMENT, PLACEMENT, REVIEW, VARIATION)
