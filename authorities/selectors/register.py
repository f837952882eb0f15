"""Doors to councils and the partnerships between them."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from authorities.models import Authority, Partnership, PartnershipMember
from authorities.selectors.places import adjoining_ids
from core.actor import Actor


def authorities_visible_to(actor: Actor) -> QuerySet[Authority]:
    """Every council: a public fact to both sides."""
    return Authority.objects.select_related("successor")


def authorities_adjoining(authority: Authority, *, on: date) -> QuerySet[Authority]:
    """The councils whose areas adjoin one on a day."""
    return Authority.objects.select_related("successor").filter(pk__in=adjoining_ids(authority.pk, on=on))


def partnerships_visible_to(actor: Actor, *, on: date) -> QuerySet[Partnership]:
    """Every partnership in force on a day, with the members it has then. The wall keeps providers out."""
    members = PartnershipMember.objects.in_force_on(on).select_related("authority")
    return (
        Partnership.objects.in_force_on(on)
        .select_related("lead_authority")
        .prefetch_related(Prefetch("members", members.order_by("authority__name", "category")))
    )
