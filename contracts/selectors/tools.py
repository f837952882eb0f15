"""Doors to commercial tools and who is on them."""

from datetime import date

from django.db.models import Prefetch, QuerySet

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


def memberships_visible_to(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Members of those tools' lots, with the homes covered and the prices that hold on a day."""
    covered = MembershipSetting.objects.in_force_on(on).select_related("setting").order_by("setting__urn")
    prices = PriceSchedule.objects.in_force_on(on).order_by("kind")
    return Membership.objects.select_related("tool", "lot", "provider").prefetch_related(
        Prefetch("covered", covered), Prefetch("prices", prices)
    )
