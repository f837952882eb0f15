"""Reading staff and what they may do."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from authorities.choices import CLEARANCE, Role
from authorities.models import RoleAssignment, StaffMember
from authorities.selectors.standing_in import roles_stood_in_for
from core.actor import Actor


def council_actor(user_id: int, *, on: date) -> Actor | None:
    """The actor a council's member of staff is on a day; None for anyone else or without a role."""
    person = (
        StaffMember.objects.select_related("authority").filter(user_id=user_id, user__is_active=True).first()
    )
    if person is None:
        return None
    own = RoleAssignment.objects.filter(staff_member=person).in_force_on(on).values_list("role", flat=True)
    roles = frozenset(own) | roles_stood_in_for(person, on=on)
    return Actor.council(
        person.authority_id,
        user_id=user_id,
        person_id=person.pk,
        roles=roles,
        clearance=max((CLEARANCE[Role(role)] for role in roles), default=0),
        name=person.name,
        organisation=person.authority.name,
    )


def staff_with(authority_id: int, roles: Iterable[str], *, on: date) -> list[StaffMember]:
    """A council's people who hold one of ``roles`` on a day, by name."""
    holding = RoleAssignment.objects.filter(authority=authority_id, role__in=roles).in_force_on(on)
    return list(
        StaffMember.objects.filter(authority=authority_id, pk__in=holding.values("staff_member")).order_by(
            "name", "pk"
        )
    )


def authorities_in_use() -> list[int]:
    """Ids of the councils with staff here. Runs as the login role, before anybody acts."""
    return list(
        StaffMember.objects.order_by("authority_id").values_list("authority_id", flat=True).distinct()
    )


def staff_addresses(authority_id: int, *, roles: Iterable[str], people: Iterable[int], on: date) -> list[str]:
    """E-mail addresses of a council's active people who hold one of ``roles`` on a day, or are among
    ``people``. Runs as the login role."""
    holding = RoleAssignment.objects.filter(authority=authority_id, role__in=roles).in_force_on(on)
    wanted = Q(pk__in=holding.values("staff_member")) | Q(pk__in=people)
    staff = StaffMember.objects.filter(wanted, authority=authority_id, user__is_active=True)
    return list(staff.order_by("user__email").values_list("user__email", flat=True))
