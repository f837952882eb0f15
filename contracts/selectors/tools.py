"""Doors to commercial tools and who is on them."""

from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contracts.choices import MembershipState
from contracts.models import (
    CommercialTool,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
)
from core.actor import Actor
from core.errors import NotFound


def tools_visible_to(actor: Actor, *, on: date) -> QuerySet[CommercialTool]:
    """Tools the actor's council leads or may use, with lots, criteria and who may use them on a day.

    Which ones those are is held by the wall.
    """
    criteria = Prefetch("criteria", LotCriterion.objects.order_by("kind"))
    lots = Prefetch("lots", Lot.objects.order_by("number").prefetch_related(criteria))
    users = (
        ToolAccess.objects.in_force_on(on).select_related("authority").order_by("authority__name", "category")
    )
    return CommercialTool.objects.select_related("lead_authority", "partnership").prefetch_related(
        lots, Prefetch("access", users)
    )


def tools_to_use(actor: Actor, *, on: date) -> QuerySet[CommercialTool]:
    """Tools in force that the actor's council may call off on a day, by name."""
    access = ToolAccess.objects.in_force_on(on).filter(authority=actor.authority_id)
    return CommercialTool.objects.in_force_on(on).filter(pk__in=access.values("tool")).order_by("name")


def tools_register(actor: Actor, *, on: date) -> QuerySet[CommercialTool]:
    """``tools_visible_to`` by name, with ``members``: how many providers are active on it on a day."""
    active = (
        Membership.objects.in_force_on(on)
        .filter(tool=OuterRef("pk"), state=MembershipState.ACTIVE)
        .order_by()
        .values("tool")
        .annotate(number=Count("provider", distinct=True))
        .values("number")
    )
    return tools_visible_to(actor, on=on).annotate(members=Coalesce(Subquery(active), 0)).order_by("name")


def access_tool(actor: Actor, reference: str, *, on: date) -> CommercialTool:
    found = tools_visible_to(actor, on=on).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def access_led_tool(actor: Actor, reference: str, *, on: date) -> CommercialTool:
    """A tool that the actor's own council leads, so that it may change it."""
    tool = access_tool(actor, reference, on=on)
    if tool.lead_authority_id != actor.authority_id:
        raise NotFound
    return tool


def memberships_in_force(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """``memberships_visible_to``, those of the day only."""
    return memberships_visible_to(actor, on=on).filter(pk__in=Membership.objects.in_force_on(on))


def memberships_visible_to(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Members of those tools' lots, with the homes covered and the prices that hold on a day."""
    covered = MembershipSetting.objects.in_force_on(on).select_related("setting").order_by("setting__urn")
    prices = PriceSchedule.objects.in_force_on(on).order_by("kind")
    return Membership.objects.select_related("tool", "lot", "provider").prefetch_related(
        Prefetch("covered", covered), Prefetch("prices", prices)
    )
