"""The regulator's notices that stop new children in a home that stays registered.

They are facts of the shared register, which no council may write: what a commissioner types is written by the
register's keeper in their name, as with inspections.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from providers.choices import AlertKind, NoticeKind
from providers.models import RegulatorNotice, Setting
from providers.policies import can_record_inspection
from providers.selectors.stops import notices_of
from providers.services.alerts import raise_alert


@transaction.atomic
def record_notice(
    *, setting: Setting, kind: NoticeKind, starts_on: date, by: Actor, at: datetime
) -> RegulatorNotice:
    """Record a notice, which binds every council from ``starts_on``; all are told today.

    Raises Conflict when the register holds one of the kind that has not ended.
    """
    require(can_record_inspection(by))
    on = timezone.localdate(at)
    if starts_on > on:
        raise DomainError("The notice must hold from today or earlier", field="starts_on")
    if notices_of(setting, on=on).filter(kind=kind, ends_on=None).exists():
        raise Conflict("The register has this notice already.")
    with acting_as(_keeper(by)) as keeper:
        made = RegulatorNotice.objects.create(
            reference=new_reference("RNO"),
            setting=setting,
            kind=kind,
            starts_on=starts_on,
            typed_by=_who(by),
            typed_at=at,
        )
        raise_alert(
            provider_id=setting.provider_id,
            setting=setting,
            kind=AlertKind.NOTICE,
            what=f"Ofsted: {NoticeKind(kind).label.lower()}",
            is_urgent=True,
            happened_on=on,
            by=keeper,
            at=at,
        )
    return made


@transaction.atomic
def end_notice(*, notice: RegulatorNotice, ends_on: date, by: Actor, at: datetime) -> RegulatorNotice:
    """Ofsted has lifted it, or let it run out: places may be filled again from ``ends_on``."""
    require(can_record_inspection(by))
    if not notice.starts_on < ends_on <= timezone.localdate(at):
        raise DomainError("The day must be after the notice began, and today or earlier", field="ends_on")
    with acting_as(_keeper(by)):
        notice = lock(notice)
        if notice.ends_on is not None:
            raise Conflict("This notice has ended already.")
        notice.ends_on, notice.ended_by = ends_on, _who(by)
        notice.save(update_fields=["ends_on", "ended_by"])
    return notice


def _keeper(by: Actor) -> Actor:
    return replace(Actor.system(by.name), user_id=by.user_id, roles=by.roles)


def _who(by: Actor) -> str:
    return f"{by.name}, {by.organisation}".strip(", ")[:200]
