"""Who looks after a council's own arrangements."""

from datetime import date

from authorities.choices import Role
from authorities.models import Partnership, RoleDelegation, StaffMember
from core.actor import Actor
from core.policies import Decision, allow, deny


def can_administer(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(Role.ADMINISTRATOR):
        return allow()
    return deny("Only an administrator of the council can change this.")


def can_lead(actor: Actor, partnership: Partnership) -> Decision:
    """What members tell each other is the lead council's to switch, as it keeps their agreement."""
    if not can_administer(actor):
        return can_administer(actor)
    if partnership.lead_authority_id != actor.authority_id:
        return deny("Only the council that leads a partnership can change this.")
    return allow()


def can_change_roles_of(actor: Actor, person: StaffMember) -> Decision:
    """Nobody gives themselves a way to children's records: it takes a second administrator."""
    if not can_administer(actor):
        return can_administer(actor)
    if person.pk == actor.person_id:
        return deny("You cannot change your own roles. Ask another administrator.")
    return allow()


def can_end_standing_in(actor: Actor, delegation: RoleDelegation) -> Decision:
    if actor.person_id in (delegation.holder_id, delegation.deputy_id) or actor.has_role(Role.ADMINISTRATOR):
        return allow()
    return deny("Whoever lent the role, their deputy or an administrator can end this.")


def has_ended(delegation: RoleDelegation, *, on: date) -> bool:
    assert delegation.ends_on is not None
    return delegation.ended_at is not None or delegation.ends_on <= on
