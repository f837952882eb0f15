"""A council's people: who they are, and giving and ending their roles."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.models import RoleAssignment, StaffMember, User
from authorities.policies import can_change_roles_of
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.policies import require


@transaction.atomic
def add_person(
    *,
    account: User,
    name: str,
    job_title: str,
    team: str,
    roles: Iterable[Role],
    by: Actor,
    at: datetime,
) -> StaffMember:
    """Record whose account it is at ``by``'s council, with the roles they hold from today.

    For whoever keeps the server: a council without an administrator has nobody to ask.
    """
    if not name.strip() or not job_title.strip():
        raise DomainError("A person needs a name and a job title.", field="name")
    facts = {"name": name.strip(), "job_title": job_title.strip(), "team": team.strip()}
    person = StaffMember.objects.create(authority_id=by.council_id, user=account, **facts)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            authority_id=by.council_id, staff_member=person, role=role, starts_on=timezone.localdate(at)
        )
        for role in dict.fromkeys(roles)
    )
    return person


@transaction.atomic
def give_role(*, person: StaffMember, role: Role, starts_on: date, by: Actor, at: datetime) -> RoleAssignment:
    """Let ``person`` act in ``role`` from a day. Raises Conflict when they hold it then or later."""
    person = lock(person)
    require(can_change_roles_of(by, person))
    _not_past(starts_on, at, field="starts_on")
    if person.role_assignments.filter(role=role).exclude(ends_on__lte=starts_on).exists():
        raise Conflict(f"{person.name} holds this role already, or will.", field="role")
    return RoleAssignment.objects.create(
        authority_id=by.council_id, staff_member=person, role=role, starts_on=starts_on
    )


@transaction.atomic
def end_role(*, assignment: RoleAssignment, ends_on: date, by: Actor, at: datetime) -> RoleAssignment:
    """End a role: ``ends_on`` is the first day without it."""
    assignment = lock(assignment)
    require(can_change_roles_of(by, assignment.staff_member))
    _not_past(ends_on, at, field="ends_on")
    if assignment.ends_on:
        raise Conflict("This role already has an end.", field="assignment")
    if ends_on <= assignment.starts_on:
        raise DomainError("The role must end after it starts", field="ends_on")
    if assignment.role == Role.ADMINISTRATOR:
        _keep_one_administrator(assignment, ends_on)
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
    return assignment


def _keep_one_administrator(leaving: RoleAssignment, ends_on: date) -> None:
    """Somebody must be able to give roles on the day this one ends and after. Every administrator is locked,
    so that two cannot end each other at once."""
    held = RoleAssignment.objects.filter(authority=leaving.authority_id, role=Role.ADMINISTRATOR)
    lasting = [each for each in lock_all(held) if each.ends_on is None and each.starts_on <= ends_on]
    if not [each for each in lasting if each.pk != leaving.pk]:
        raise DomainError(
            f"{leaving.staff_member.name} is your last administrator. Give somebody else the role first.",
            field="assignment",
        )


def _not_past(on: date, at: datetime, *, field: str) -> None:
    if on < timezone.localdate(at):
        raise DomainError("The day must be today or later", field=field)
