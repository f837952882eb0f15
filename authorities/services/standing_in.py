"""Lending a role for a dated absence, and taking it back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.models import RoleDelegation, StaffMember
from authorities.policies import can_end_standing_in, has_ended
from authorities.selectors.standing_in import possible_deputies, roles_to_lend
from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.errors import Conflict, DomainError, NotPermitted
from core.formats import day
from core.locking import lock
from core.policies import require
from core.references import new_reference

LONGEST = timedelta(days=183)


@transaction.atomic
def stand_in(
    *,
    role: Role,
    deputy: StaffMember,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> RoleDelegation:
    """Let ``deputy`` act in ``by``'s own ``role`` from a day up to, not including, another; both are told.

    Raises NotPermitted for a role that is not one's own, DomainError for days that do not hold together or a
    deputy without an approving role, Conflict when somebody stands in on those days already.
    """
    on = timezone.localdate(at)
    if role not in roles_to_lend(by, on=on):
        raise NotPermitted("You can lend only a role of your own.", field="role")
    if not possible_deputies(by, on=on).filter(pk=deputy.pk).exists():
        raise DomainError("Choose a colleague who has an approving role of their own", field="deputy")
    if starts_on < on:
        raise DomainError("The first day must be today or later", field="starts_on")
    if not starts_on < ends_on <= starts_on + LONGEST:
        raise DomainError("The day you are back must be after the first, within half a year", field="ends_on")
    if not reason.strip():
        raise DomainError("Say why you are away", field="reason")
    lock(StaffMember.objects.get(pk=by.member_id))
    clash = RoleDelegation.objects.filter(
        holder=by.member_id, role=role, ended_at=None, starts_on__lt=ends_on, ends_on__gt=starts_on
    ).select_related("deputy")
    if found := clash.first():
        raise Conflict(f"{found.deputy.name} stands in for you then, from {day(found.starts_on)}.")
    made = RoleDelegation.objects.create(
        authority_id=by.council_id,
        reference=new_reference("DEL"),
        holder_id=by.member_id,
        deputy=deputy,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        granted_by_id=by.member_id,
        granted_at=at,
    )
    write_to_staff(
        roles=(),
        people=[deputy.pk, by.member_id],
        template="standing_in",
        subject=f"{deputy.name} stands in for {by.name}",
        context={"deputy": deputy.name, "holder": by.name, "role": role.label, "delegation": made},
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def end_standing_in(*, delegation: RoleDelegation, by: Actor, at: datetime) -> RoleDelegation:
    """Take the role back at once. The holder, the deputy or an administrator may."""
    delegation = lock(delegation)
    require(can_end_standing_in(by, delegation))
    if has_ended(delegation, on=timezone.localdate(at)):
        raise Conflict("This has ended already.")
    delegation.ended_at, delegation.ended_by_id = at, by.person_id
    delegation.save(update_fields=["ended_at", "ended_by"])
    return delegation
