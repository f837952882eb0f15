"""The forward plan as everybody reads it; the role before sign-in sees what its wall shows, and no more."""

from datetime import date

from django.db.models import QuerySet

from authorities.choices import SettingKey
from authorities.models import Authority, AuthoritySetting
from core.actor import Actor
from core.errors import NotFound
from reports.models import PublicNotice


def councils_with_plan(on: date) -> QuerySet[Authority]:
    """Councils whose forward plan the public reads here, by name."""
    open_ones = AuthoritySetting.objects.filter(key=SettingKey.FORWARD_PLAN_OPEN, value=True)
    return Authority.objects.filter(pk__in=open_ones.in_force_on(on).values("authority")).order_by("name")


def access_public_plan(code: str, on: date) -> tuple[Authority, list[PublicNotice]]:
    """A council and its decisions to come; NotFound where it does not publish them here."""
    council = councils_with_plan(on).filter(code=code).first()
    if council is None:
        raise NotFound
    return council, list(_to_come(council.pk, on))


def own_public_notices(actor: Actor, on: date) -> QuerySet[PublicNotice]:
    """What the council's plan holds, whether or not the public reads it here."""
    return _to_come(actor.council_id, on)


def own_plan_code(actor: Actor, on: date) -> str:
    """The code under which the public finds the actor's council's plan; empty where it is not published."""
    return councils_with_plan(on).filter(pk=actor.council_id).values_list("code", flat=True).first() or ""


def _to_come(authority_id: int, on: date) -> QuerySet[PublicNotice]:
    notices = PublicNotice.objects.filter(authority_id=authority_id, is_open=True, meeting_on__gte=on)
    return notices.order_by("meeting_on", "reference")
