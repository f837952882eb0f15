"""Seeing for oneself, and what the independent person saw: visits and regulation 44 reports."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import formats
from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.models import Document
from core.policies import require
from core.references import new_reference
from providers.choices import HOMES, VisitFinding, VisitKind
from providers.models import QualityVisit, Reg44Report, Setting
from providers.policies import can_watch_quality
from providers.services.concerns import add_note


@transaction.atomic
def record_visit(
    *,
    setting: Setting,
    kind: VisitKind,
    visited_on: date,
    visited_by: str,
    finding: VisitFinding,
    summary: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> QualityVisit:
    """Record a visit. ``summary`` is read by every council; ``note`` stays with this one."""
    require(can_watch_quality(by))
    if visited_on > timezone.localdate(at):
        raise DomainError("The visit must be today or earlier", field="visited_on")
    visit = QualityVisit.objects.create(
        reference=new_reference("VIS"),
        authority_id=by.council_id,
        setting=setting,
        kind=kind,
        visited_on=visited_on,
        visited_by=visited_by.strip(),
        finding=finding,
        summary=summary.strip(),
        recorded_at=at,
    )
    if note.strip():
        add_note(visit=visit, body=note, by=by, at=at)
    return visit


@transaction.atomic
def receive_reg44(
    *,
    setting: Setting,
    month: date,
    visited_on: date,
    received_on: date,
    is_safeguarded: bool,
    upload: Upload,
    by: Actor,
    at: datetime,
) -> Reg44Report:
    """Keep a month's report as this council received it. Raises Conflict when it has that month's already."""
    require(can_watch_quality(by))
    if setting.registration_type not in HOMES:
        raise DomainError("Only children's homes have these reports.")
    if month > timezone.localdate(at):
        raise DomainError("The month must have begun", field="month")
    if (visited_on.year, visited_on.month) != (month.year, month.month):
        raise DomainError(f"The visit must be in {formats.month(month)}", field="visited_on")
    if not visited_on <= received_on <= timezone.localdate(at):
        raise DomainError("It must have come between the visit and today", field="received_on")
    document = store_upload(
        upload,
        title=f"Regulation 44 report, {setting.name}, {formats.month(month)}",
        classification=Document.Classification.CHILD,
        authority_id=by.council_id,
        at=at,
    )
    try:
        with transaction.atomic():
            return Reg44Report.objects.create(
                authority_id=by.council_id,
                setting=setting,
                month=month.replace(day=1),
                visited_on=visited_on,
                received_on=received_on,
                is_safeguarded=is_safeguarded,
                document=document,
                recorded_by=by.name,
                recorded_at=at,
            )
    except IntegrityError as error:
        raise Conflict(f"You have the report for {formats.month(month)} already.", field="month") from error
