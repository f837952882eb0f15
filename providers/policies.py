"""Who may speak for a home, and who may stop placing with it or watch over it."""

from authorities.choices import APPROVING_ROLES, CASE_ROLES, GRADES, Role
from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.choices import ProviderRole
from providers.models import Concern, QualityVisit, Setting, Suspension
from providers.workflows import CONCERN

# The reasons of a suspension or a concern may touch on safeguarding.
SUSPENSION_READERS = (*CASE_ROLES, *APPROVING_ROLES, Role.LEGAL, Role.AUDITOR)
SUSPENDING_ROLES = (Role.COMMISSIONER,)
RATIFYING_ROLES = GRADES[1:]
# Who follows homes as well as children.
OVERSEERS = (Role.PLACEMENTS_OFFICER, Role.COMMISSIONER, *GRADES, Role.NOMINATED_OFFICER, Role.AUDITOR)
LIFTING_ROLES = (*SUSPENDING_ROLES, *RATIFYING_ROLES)
# Whoever may take a step in the life of a concern.
CONCERN_ROLES = tuple(role for role in Role.values if any(role in step.roles for step in CONCERN.transitions))


def can_report_vacancy(actor: Actor, setting: Setting) -> Decision:
    if actor.is_provider and actor.provider_id == setting.provider_id:
        return allow()
    return deny("Only the provider that runs this home can say what is free there.")


def can_keep_register(actor: Actor) -> Decision:
    if actor.has_role(Role.REGISTER_KEEPER):
        return allow()
    return deny("Only the register's keeper can change what it holds.")


def can_suspend(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(*SUSPENDING_ROLES):
        return allow()
    return deny("Only a commissioner can suspend placements with a home.")


def can_lift(actor: Actor, suspension: Suspension) -> Decision:
    if not actor.is_council or not actor.has_role(*LIFTING_ROLES):
        return deny("Only a commissioner, or a head of service or above, can lift a suspension.")
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


def can_ratify(actor: Actor, suspension: Suspension) -> Decision:
    """A head of service or above of the same council, and not whoever made it."""
    if suspension.authority_id != actor.authority_id or not actor.has_role(*RATIFYING_ROLES):
        return deny("A head of service or above of the council that suspended it ratifies a suspension.")
    if suspension.made_by_person == actor.person_id:
        return deny("You made this suspension, so somebody else must ratify it.")
    return allow()


def can_record_inspection(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(*SUSPENDING_ROLES):
        return allow()
    return deny("Only a commissioner can record an inspection.")


def can_watch_quality(actor: Actor, concern: Concern | None = None) -> Decision:
    """Raise a concern, record a visit or a report; or take a concern of the own council further."""
    if not actor.is_council or not actor.has_role(*(CONCERN_ROLES if concern else SUSPENDING_ROLES)):
        return deny("Only a commissioner can record this.")
    if concern is not None and concern.authority_id != actor.authority_id:
        return deny("Only the council that raised a concern can take it further.")
    return allow()


def can_write_note(actor: Actor, about: Concern | QualityVisit) -> Decision:
    if about.authority_id != actor.authority_id or not actor.has_role(*CONCERN_ROLES):
        return deny("Only the council whose concern or visit it is can write beneath it.")
    return allow()
