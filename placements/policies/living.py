"""Who keeps the record of a placement while it lasts."""

from authorities.choices import CASE_ROLES, GRADES
from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.choices import SigningSide
from placements.models import Placement, PlacementNotice
from placements.workflows import SIGNING_ROLES, SOURCING_ROLES

KEEPERS = (*CASE_ROLES, *GRADES)
NOVATING_ROLES = tuple(role for role in SOURCING_ROLES if role in SIGNING_ROLES)


def can_keep(actor: Actor) -> Decision:
    """Absences, goals, plans and evidence: the people of the case and their managers."""
    if actor.person_id is None or not actor.has_role(*KEEPERS):
        return deny("The child's worker, the placements team or a manager records this.")
    return allow()


def can_novate(actor: Actor) -> Decision:
    """Whoever both runs searches and may sign for the council."""
    if actor.person_id is None or not actor.has_role(*NOVATING_ROLES):
        return deny("A commissioner records that a home has a new registration or owner.")
    return allow()


def can_give_notice(actor: Actor, placement: Placement) -> Decision:
    """Each side gives its own notice: the home it is with, or the council's placements team."""
    if actor.is_provider and actor.provider_id == placement.provider_id:
        return allow()
    if actor.is_council and actor.person_id is not None and actor.has_role(*SOURCING_ROLES):
        return allow()
    return deny("A placements officer or commissioner gives notice for the council.")


def can_withdraw_notice(actor: Actor, notice: PlacementNotice) -> Decision:
    own = SigningSide.PROVIDER if actor.is_provider else SigningSide.AUTHORITY
    if notice.side != own:
        return deny(f"Only the {notice.get_side_display().lower()} can withdraw the notice it gave.")
    return can_give_notice(actor, notice.placement)
