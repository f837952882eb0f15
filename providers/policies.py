"""Who may speak for a home, and who may stop placing with it."""

from authorities.choices import APPROVING_ROLES, CASE_ROLES, Role
from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.choices import ProviderRole
from providers.models import Setting, Suspension

# The reasons of a suspension may touch on safeguarding.
SUSPENSION_READERS = (*CASE_ROLES, *APPROVING_ROLES, Role.LEGAL, Role.AUDITOR)
SUSPENDING_ROLES = (Role.COMMISSIONER,)


def can_report_vacancy(actor: Actor, setting: Setting) -> Decision:
    if actor.is_provider and actor.provider_id == setting.provider_id:
        return allow()
    return deny("Only the provider that runs this home can say what is free there.")


def can_suspend(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(*SUSPENDING_ROLES):
        return allow()
    return deny("Only a commissioner can suspend placements with a home.")


def can_lift(actor: Actor, suspension: Suspension) -> Decision:
    if not can_suspend(actor):
        return can_suspend(actor)
    if suspension.authority_id != actor.authority_id:
        return deny("Only the council that suspended a home can lift its suspension.")
    return allow()


def can_keep_profile(actor: Actor) -> Decision:
    if actor.is_provider and actor.has_role(ProviderRole.PROVIDER):
        return allow()
    return deny("Only the provider itself keeps its profile.")


def can_manage_people(actor: Actor) -> Decision:
    if actor.is_provider and actor.has_role(ProviderRole.PROVIDER_ADMINISTRATOR):
        return allow()
    return deny("Only an administrator of the provider can change who works for it here.")
