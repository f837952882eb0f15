"""What was changed and what was looked at, for the council's own auditors."""

from datetime import datetime

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from authorities.models import StaffMember
from core.actor import Actor
from core.models import AuditEvent, AuditSeal, RefusedLook, ViewEvent


def audit_events_visible_to(actor: Actor) -> QuerySet[AuditEvent]:
    """Changes to the council's rows, newest first, with ``person``: the name of its own member of staff."""
    name = StaffMember.objects.filter(user_id=OuterRef("user_id")).values("name")
    return (
        AuditEvent.objects.filter(authority_id=actor.authority_id)
        .annotate(person=Coalesce(Subquery(name), F("roles"), output_field=CharField()))
        .order_by("-id")
    )


def view_events_visible_to(actor: Actor) -> QuerySet[ViewEvent]:
    """Looks at the council's children's records, newest first."""
    return ViewEvent.objects.filter(authority_id=actor.council_id).order_by("-id")


def refusals_visible_to(actor: Actor) -> QuerySet[RefusedLook]:
    """What the council's own people and any provider asked for in vain, newest first."""
    return RefusedLook.objects.order_by("-id")


def sealed_until() -> datetime | None:
    """The moment of the newest seal; everything audited before it can be checked."""
    return AuditSeal.objects.order_by("-last_event_id").values_list("sealed_at", flat=True).first()
