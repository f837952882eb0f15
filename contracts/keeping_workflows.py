"""The lives of escalations, uplifts and contract documents, as data; guards are policies."""

from authorities.choices import GRADES, Role
from contracts.keeping_choices import EscalationState, TermsState, UpliftState
from contracts.policies import CONTRACT_KEEPERS
from core.workflow import TransitionTable, transition
from providers.choices import ProviderRole

PROVIDER = (ProviderRole.PROVIDER,)
SIGNING_ROLES = (Role.CONTRACT_SIGNATORY, *GRADES)
E, U, T = EscalationState, UpliftState, TermsState

ESCALATION = TransitionTable(
    name="escalation",
    initial=E.AWAITING,
    transitions=(
        transition("agree", E.AWAITING, E.AGREED, roles=GRADES, label="Agree to pass the ceiling"),
        transition("refuse", E.AWAITING, E.REFUSED, roles=GRADES, label="Refuse"),
    ),
)

UPLIFT = TransitionTable(
    name="uplift",
    initial=U.WAITING,
    transitions=(
        transition(
            "ask_evidence", U.WAITING, U.EVIDENCE_ASKED, roles=CONTRACT_KEEPERS, label="Ask for evidence"
        ),
        transition("give_evidence", U.EVIDENCE_ASKED, U.WAITING, roles=PROVIDER, label="Give evidence"),
        transition(
            "agree", (U.WAITING, U.EVIDENCE_ASKED), U.AGREED, roles=CONTRACT_KEEPERS, label="Agree in full"
        ),
        transition(
            "counter",
            (U.WAITING, U.EVIDENCE_ASKED),
            U.COUNTERED,
            roles=CONTRACT_KEEPERS,
            label="Make a counter-offer",
        ),
        transition(
            "refuse", (U.WAITING, U.EVIDENCE_ASKED), U.REFUSED, roles=CONTRACT_KEEPERS, label="Refuse"
        ),
        transition("accept", U.COUNTERED, U.AGREED, roles=PROVIDER, label="Accept the counter-offer"),
        transition("appeal", (U.COUNTERED, U.REFUSED), U.APPEALED, roles=PROVIDER, label="Appeal"),
        transition("allow_appeal", U.APPEALED, U.AGREED, roles=GRADES, label="Allow the appeal"),
        transition("dismiss", U.APPEALED, U.FINAL, roles=GRADES, label="Dismiss the appeal"),
    ),
)

TERMS = TransitionTable(
    name="contract document",
    initial=T.ISSUED,
    transitions=(
        transition("provider_sign", T.ISSUED, T.PROVIDER_SIGNED, roles=PROVIDER, label="Sign"),
        transition(
            "authority_sign", T.PROVIDER_SIGNED, T.SIGNED, roles=SIGNING_ROLES, label="Sign for the council"
        ),
        transition(
            "replace",
            (T.ISSUED, T.PROVIDER_SIGNED, T.SIGNED),
            T.REPLACED,
            roles=CONTRACT_KEEPERS,
            label="Replace by a later version",
        ),
    ),
)

TABLES = (ESCALATION, UPLIFT, TERMS)
