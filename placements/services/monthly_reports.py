"""A provider sends the independent person's report of a month to the councils with a child in the home."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core import formats
from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.models import Document
from core.policies import require
from placements.selectors.monthly_reports import councils_there, months_open
from providers.choices import HOMES
from providers.models import Reg44Report, Setting
from providers.policies import can_report_vacancy


@transaction.atomic
def send_reg44(
    *,
    setting: Setting,
    month: date,
    visited_on: date,
    is_safeguarded: bool,
    upload: Upload,
    by: Actor,
    at: datetime,
) -> list[str]:
    """Send it to every council that had a child there in the month and has not been sent it; their names.

    Each gets a copy of its own. Raises Conflict when all have it, and DomainError when no council had a child
    there (Children's Homes Regulations 2015, regulation 44(7): a copy to each placing authority).
    """
    require(can_report_vacancy(by, setting))
    _check(setting, month, visited_on, on=timezone.localdate(at))
    councils: dict[int, str] = councils_there(by, [setting], months=[month]).get((setting.pk, month), {})
    if not councils:
        raise DomainError(f"No council had a child here in {formats.month(month)}", field="month")
    sent = Reg44Report.objects.filter(provider=by.provider_id, setting=setting, month=month)
    waiting = {
        pk: name for pk, name in councils.items() if pk not in set(sent.values_list("authority", flat=True))
    }
    if not waiting:
        raise Conflict(f"Every council has the report for {formats.month(month)} already", field="month")
    for authority_id in sorted(waiting):
        _send(authority_id, setting, month, visited_on, is_safeguarded, upload, by=by, at=at)
    return sorted(waiting.values())


def _check(setting: Setting, month: date, visited_on: date, *, on: date) -> None:
    if setting.registration_type not in HOMES:
        raise DomainError("Only children's homes have these reports.")
    if month not in months_open(on):
        raise DomainError("Select one of the last months", field="month")
    if (visited_on.year, visited_on.month) != (month.year, month.month):
        raise DomainError(f"The visit must be in {formats.month(month)}", field="visited_on")
    if visited_on > on:
        raise DomainError("The visit must be today or earlier", field="visited_on")


def _send(
    authority_id: int,
    setting: Setting,
    month: date,
    visited_on: date,
    is_safeguarded: bool,
    upload: Upload,
    *,
    by: Actor,
    at: datetime,
) -> None:
    document = store_upload(
        upload,
        title=f"Regulation 44 report, {setting.name}, {formats.month(month)}",
        classification=Document.Classification.CHILD,
        authority_id=authority_id,
        provider_id=by.provider_id,
        at=at,
    )
    Reg44Report.objects.create(
        authority_id=authority_id,
        provider_id=by.provider_id,
        setting=setting,
        month=month,
        visited_on=visited_on,
        received_on=timezone.localdate(at),
        is_safeguarded=is_safeguarded,
        document=document,
        recorded_by=f"{by.name}, {by.organisation}".strip(", ")[:120],
        recorded_at=at,
    )
