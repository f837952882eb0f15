"""Doors to members of tools, from both sides, and to the homes they ask to add."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from authorities.models import RoleAssignment, StaffMember
from contracts.light_check import Finding, light_check
from contracts.models import (
    HomeAddition,
    Membership,
    MembershipChange,
    MembershipSetting,
    PriceSchedule,
)
from contracts.tool_choices import AdditionState
from contracts.tool_workflows import EVALUATORS
from core.actor import Actor
from core.errors import NotFound
from providers.models import Setting
from providers.selectors.register import with_register_facts


def members_visible_to(actor: Actor) -> QuerySet[Membership]:
    """A provider's own, or those of the tools the actor's council leads or may use."""
    return Membership.objects.select_related("tool__lead_authority", "lot", "provider")


def access_member(actor: Actor, reference: str) -> Membership:
    """A member with all its prices and homes, whenever they held, and what became of it."""
    covered = MembershipSetting.objects.select_related("setting").order_by("-starts_on", "setting__name")
    found = (
        members_visible_to(actor)
        .filter(reference=reference)
        .prefetch_related(
            Prefetch("covered", covered),
            Prefetch("prices", PriceSchedule.objects.order_by("kind", "band", "-starts_on")),
            Prefetch("changes", MembershipChange.objects.order_by("-recorded_at", "-pk")),
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def own_memberships(actor: Actor) -> QuerySet[Membership]:
    """The provider's memberships, by tool."""
    return members_visible_to(actor).filter(provider=actor.provider_id).order_by("tool__name", "lot__number")


def additions_visible_to(actor: Actor) -> QuerySet[HomeAddition]:
    return HomeAddition.objects.select_related("setting", "provider", "membership__lot", "membership__tool")


def additions_waiting(actor: Actor) -> QuerySet[HomeAddition]:
    waiting = additions_visible_to(actor).filter(authority=actor.authority_id, state=AdditionState.ASKED)
    return waiting.order_by("asked_at", "pk")


def additions_of(actor: Actor, member: Membership) -> QuerySet[HomeAddition]:
    """What was asked for one membership, newest first."""
    return additions_visible_to(actor).filter(membership=member).order_by("-asked_at", "-pk")


def access_addition(actor: Actor, reference: str) -> HomeAddition:
    found = additions_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def findings_of(addition: HomeAddition, *, on: date) -> list[Finding]:
    tool = addition.membership.tool
    homes = Setting.objects.filter(pk=addition.setting_id)
    home = with_register_facts(homes, authority_id=tool.lead_authority_id, on=on).get()
    return light_check(home, tool)


def staff_to_score(actor: Actor, *, on: date) -> QuerySet[StaffMember]:
    """The council's people who may score, by name."""
    held = RoleAssignment.objects.in_force_on(on).filter(authority=actor.authority_id, role__in=EVALUATORS)
    return StaffMember.objects.filter(
        authority=actor.authority_id, pk__in=held.values("staff_member")
    ).order_by("name", "pk")


def homes_to_add(member: Membership, *, on: date) -> QuerySet[Setting]:
    covered = MembershipSetting.objects.in_force_on(on).filter(membership=member)
    return (
        Setting.objects.filter(provider=member.provider_id)
        .exclude(pk__in=covered.values("setting"))
        .order_by("name")
    )
