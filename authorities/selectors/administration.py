"""What a council's administrator looks after: dated settings, ladder, people and borders."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from authorities.choices import SettingKey
from authorities.models import (
    AdjoiningAuthority,
    Authority,
    AuthoritySetting,
    DelegationRule,
    RoleAssignment,
    StaffMember,
)
from authorities.selectors.places import adjoining_ids
from authorities.selectors.settings import DEFAULTS
from core.actor import Actor
from core.errors import NotFound


@dataclass(frozen=True)
class DatedSetting:
    """The value in force, since when (None while it is the product's own), and the one to come."""

    key: SettingKey
    value: Any
    since: date | None
    coming: AuthoritySetting | None


def dated_settings(actor: Actor, *, on: date) -> list[DatedSetting]:
    """Every setting of the actor's council, in one query."""
    rows = AuthoritySetting.objects.filter(authority=actor.authority_id).filter(_not_over(on))
    now: dict[str, AuthoritySetting] = {}
    coming: dict[str, AuthoritySetting] = {}
    for row in rows.order_by("-starts_on"):
        (now if row.starts_on <= on else coming)[row.key] = row
    return [
        DatedSetting(
            key,
            now[key].value if key in now else DEFAULTS[key],
            now[key].starts_on if key in now else None,
            coming.get(key),
        )
        for key in SettingKey
    ]


def access_setting(actor: Actor, key: str, *, on: date) -> DatedSetting:
    found = next((each for each in dated_settings(actor, on=on) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def rules_visible_to(actor: Actor, *, on: date) -> QuerySet[DelegationRule]:
    """The ladder of the actor's council: rules in force and to come."""
    return DelegationRule.objects.filter(authority=actor.authority_id).filter(_not_over(on))


def people_visible_to(actor: Actor, *, on: date) -> QuerySet[StaffMember]:
    """The council's people by name, each with ``roles_now``: roles held or to come."""
    held = RoleAssignment.objects.filter(_not_over(on)).order_by("starts_on", "role")
    return (
        StaffMember.objects.filter(authority=actor.authority_id)
        .prefetch_related(Prefetch("role_assignments", held, to_attr="roles_now"))
        .order_by("name", "pk")
    )


def assignments_to_end(actor: Actor, *, on: date) -> QuerySet[RoleAssignment]:
    """Roles of the council's other people that have no end yet."""
    return (
        RoleAssignment.objects.filter(authority=actor.authority_id, ends_on=None)
        .exclude(staff_member=actor.person_id)
        .select_related("staff_member")
        .order_by("staff_member__name", "role")
    )


@dataclass(frozen=True)
class Border:
    """What the register says of one council beside the actor's own, and on whose word."""

    neighbour: Authority
    adjoins: bool
    source: str
    since: date


def borders_of(actor: Actor, *, on: date) -> list[Border]:
    """Adjoining areas of a day, and those that a correction says do not adjoin, by name."""
    adjoining = adjoining_ids(actor.council_id, on=on)
    rows = (
        AdjoiningAuthority.objects.filter(authority=actor.authority_id)
        .in_force_on(on)
        .select_related("neighbour")
        # A correction comes first, and stands for the pair.
        .order_by("neighbour__name", "source")
    )
    borders: dict[int, Border] = {}
    for row in rows:
        says = Border(row.neighbour, row.neighbour_id in adjoining, row.get_source_display(), row.starts_on)
        borders.setdefault(row.neighbour_id, says)
    return list(borders.values())


def _not_over(on: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=on)
