"""Doors to who stands in for whom."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from authorities.choices import APPROVING_ROLES, Role
from authorities.models import RoleAssignment, RoleDelegation, StaffMember
from core.actor import Actor
from core.errors import NotFound

# Who reads every delegation of the council; an approver reads those given or held.
READS_ALL = (Role.ADMINISTRATOR, Role.AUDITOR)
STANDING_IN_READERS = (*APPROVING_ROLES, *READS_ALL)


def delegations_visible_to(actor: Actor) -> QuerySet[RoleDelegation]:
    """Newest first."""
    delegations = RoleDelegation.objects.select_related("holder", "deputy", "granted_by", "ended_by")
    if not actor.has_role(*READS_ALL):
        delegations = delegations.filter(holder=actor.person_id) | delegations.filter(deputy=actor.person_id)
    return delegations.order_by("-starts_on", "-pk")


def access_delegation(actor: Actor, reference: str) -> RoleDelegation:
    found = delegations_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def in_force(delegations: QuerySet[RoleDelegation], on: date) -> QuerySet[RoleDelegation]:
    """Those that count on a day."""
    return delegations.filter(starts_on__lte=on, ends_on__gt=on, ended_at=None)


def roles_stood_in_for(person: StaffMember, *, on: date) -> frozenset[str]:
    """Roles a person may act in today for somebody who is away and still holds the role."""
    still = RoleAssignment.objects.filter(staff_member=OuterRef("holder"), role=OuterRef("role"))
    held = in_force(RoleDelegation.objects.filter(deputy=person), on)
    return frozenset(held.filter(Exists(still.in_force_on(on))).values_list("role", flat=True))


def standing_in(person_id: int, *, roles: Collection[str], on: date) -> RoleDelegation | None:
    """The delegation a person needs to act in one of ``roles``; None where one of them is their own."""
    if RoleAssignment.objects.filter(staff_member=person_id, role__in=roles).in_force_on(on).exists():
        return None
    held = RoleDelegation.objects.filter(deputy=person_id, role__in=roles)
    return in_force(held, on).select_related("holder").order_by("pk").first()


def roles_to_lend(actor: Actor, *, on: date) -> list[Role]:
    """The approving roles that are the actor's own: what was lent cannot be lent on."""
    own = RoleAssignment.objects.filter(staff_member=actor.person_id).in_force_on(on)
    held = set(own.values_list("role", flat=True))
    return [role for role in APPROVING_ROLES if role in held]


def possible_deputies(actor: Actor, *, on: date) -> QuerySet[StaffMember]:
    """Colleagues who hold an approving role of their own."""
    approving = RoleAssignment.objects.filter(role__in=APPROVING_ROLES).in_force_on(on)
    return (
        StaffMember.objects.filter(pk__in=approving.values("staff_member"))
        .exclude(pk=actor.member_id)
        .order_by("name", "pk")
    )
