"""Who reads and keeps contracts, and what is asked before a ceiling or a price may change."""

from authorities.choices import GRADES, Role
from contracts.models import BlockContract, CeilingEscalation, CommercialTool, UpliftAnswer
from contracts.uplift_rules import Outcome
from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.choices import ProviderRole

CONTRACT_READERS = (
    Role.PLACEMENTS_OFFICER,
    Role.COMMISSIONER,
    *GRADES,
    Role.CONTRACT_SIGNATORY,
    Role.FINANCE,
    Role.LEGAL,
    Role.PLANNER,
    Role.AUDITOR,
)


# Who may see what is spent: on children by reference only.
SPEND_READERS = (
    Role.FINANCE,
    Role.COMMISSIONER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.ASSISTANT_DIRECTOR,
    Role.DCS,
    Role.AUDITOR,
)


def can_keep_the_ledger(actor: Actor) -> Decision:
    if actor.has_role(Role.FINANCE):
        return allow()
    return deny("Only finance officers keep the ledger.")


def can_answer_statement(actor: Actor) -> Decision:
    if actor.is_provider and actor.has_role(ProviderRole.PROVIDER):
        return allow()
    return deny("Only the provider answers its statement.")


# Who runs the council's contracts day to day: owners, dates, uplifts, documents.
CONTRACT_KEEPERS = (Role.COMMISSIONER, Role.LEGAL, *GRADES)
CEILING_KEEPERS = (Role.COMMISSIONER, Role.FINANCE, *GRADES)


def can_keep_ceilings(actor: Actor) -> Decision:
    if not actor.has_role(*CEILING_KEEPERS):
        return deny("A commissioner, a finance officer or a graded manager records ceilings.")
    return allow()


def can_decide_escalation(actor: Actor, escalation: CeilingEscalation) -> Decision:
    """The approver the ceiling names, and never the person who raised it."""
    if actor.person_id is None or not actor.has_role(escalation.ceiling.escalate_to):
        return deny(f"This is for the {escalation.ceiling.get_escalate_to_display().lower()} to decide.")
    if escalation.raised_by_id == actor.person_id:
        return deny("You raised this, so somebody else must decide it.")
    return allow()


def can_open_window(actor: Actor, arrangement: CommercialTool | BlockContract) -> Decision:
    if not actor.has_role(*CONTRACT_KEEPERS):
        return deny("A commissioner, a legal officer or a graded manager opens a window.")
    if arrangement.lead_authority_id != actor.authority_id:
        return deny("The council that leads this contract opens its windows.")
    return allow()


def can_vote(actor: Actor) -> Decision:
    if actor.person_id is None or not actor.has_role(*CONTRACT_KEEPERS):
        return deny("A commissioner, a legal officer or a graded manager votes for the council.")
    return allow()


def can_answer_uplift(actor: Actor, verb: str, ballot: Outcome | None) -> Decision:
    """Each council answers for itself; where the agreement has a ballot, the answer is how that came out."""
    if actor.person_id is None:
        return deny("Only a person can answer.")
    if ballot is None or verb == "ask_evidence":
        return allow()
    allowed = {Outcome.CARRIED: "agree", Outcome.LOST: "refuse", Outcome.NO_QUORUM: "refuse"}
    if ballot == Outcome.OPEN:
        return deny("The councils' ballot is still open.")
    if allowed[ballot] != verb:
        return deny(f"The ballot binds every council. Its outcome: {ballot.value.lower()}.")
    return allow()


def can_decide_appeal(actor: Actor, answer: UpliftAnswer) -> Decision:
    if actor.person_id is None or not actor.has_role(*GRADES):
        return deny("A graded manager decides an appeal.")
    if answer.decided_by_id == actor.person_id:
        return deny("You gave the answer that is appealed against, so somebody else must decide.")
    return allow()


def can_keep_diary(actor: Actor) -> Decision:
    if not actor.has_role(*CONTRACT_KEEPERS):
        return deny("A commissioner, a legal officer or a graded manager keeps the dates of contracts.")
    return allow()


def can_issue_terms(actor: Actor, lead_authority_id: int) -> Decision:
    if not actor.has_role(*CONTRACT_KEEPERS):
        return deny("A commissioner, a legal officer or a graded manager issues terms.")
    if actor.authority_id != lead_authority_id:
        return deny("The council that leads this contract issues its terms.")
    return allow()
