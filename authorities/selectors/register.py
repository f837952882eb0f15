"""Doors to councils and the partnerships between them."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from authorities.models import AdjoiningAuthority, Authority, CountSharing, Partnership, PartnershipMember
from authorities.selectors.places import adjoining_ids
from core.actor import Actor
from core.errors import NotFound


def authorities_visible_to(actor: Actor) -> QuerySet[Authority]:
    """Every council: a public fact to both sides."""
    return Authority.objects.select_related("successor")


def authorities_register(actor: Actor, *, on: date) -> QuerySet[Authority]:
    """Those of a day, by name, with ``borders``: how many adjoin. A correction is never counted twice."""
    in_force = AdjoiningAuthority.objects.in_force_on(on)
    corrected = in_force.filter(source=AdjoiningAuthority.Source.CORRECTION)
    refused = corrected.filter(
        adjoins=False, authority=OuterRef("authority"), neighbour=OuterRef("neighbour")
    )
    neighbours = (
        in_force.filter(~Exists(refused), authority=OuterRef("pk"), adjoins=True)
        .order_by()
        .values("authority")
        .annotate(number=Count("neighbour", distinct=True))
        .values("number")
    )
    return (
        authorities_visible_to(actor)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .annotate(borders=Coalesce(Subquery(neighbours), 0))
        .order_by("name")
    )


def access_authority(actor: Actor, code: str) -> Authority:
    found = authorities_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def authorities_adjoining(authority: Authority, *, on: date) -> QuerySet[Authority]:
    """The councils whose areas adjoin one on a day."""
    return Authority.objects.select_related("successor").filter(pk__in=adjoining_ids(authority.pk, on=on))


def partnerships_visible_to(actor: Actor, *, on: date) -> QuerySet[Partnership]:
    """Every partnership in force on a day, with the members it has then, ``shares_counts``, whether they tell
    each other their numbers that day, and since when (``sharing``). The wall keeps providers out."""
    members = PartnershipMember.objects.in_force_on(on).select_related("authority")
    return (
        Partnership.objects.in_force_on(on)
        .select_related("lead_authority")
        .annotate(
            shares_counts=Exists(CountSharing.objects.in_force_on(on).filter(partnership=OuterRef("pk")))
        )
        .prefetch_related(
            Prefetch("members", members.order_by("authority__name", "category")),
            Prefetch("sharing", CountSharing.objects.order_by("-starts_on")),
        )
    )


def access_led_partnership(actor: Actor, reference: str, *, on: date) -> Partnership:
    """One that the actor's council leads on a day."""
    led = partnerships_visible_to(actor, on=on).filter(lead_authority=actor.authority_id)
    found = led.filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def partnerships_of(authority: Authority, actor: Actor, *, on: date) -> QuerySet[Partnership]:
    """Those that a council leads or takes part in on a day."""
    taking_part = PartnershipMember.objects.in_force_on(on).filter(authority=authority)
    mine = Q(lead_authority=authority) | Q(pk__in=taking_part.values("partnership"))
    return partnerships_visible_to(actor, on=on).filter(mine).order_by("name")
