"""Who reads contracts."""

from authorities.choices import GRADES, Role
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
