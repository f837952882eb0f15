"""The monthly report as a document: asked for, kept, told of to those who asked."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from contracts.policies import SPEND_READERS
from core import formats
from core.actor import Actor
from core.documents.store import store_document
from core.errors import NotPermitted
from core.jobs import enqueue
from core.letters import letter_text
from core.models import Document, Job
from reports.models import SpendReport, SpendSubscriber
from reports.selectors.month_report import MonthReport
from reports.services.letters import STAFF_LETTER

SPEND_REPORT = "spend_report"


@transaction.atomic
def ask_for_spend_report(*, month: date, by: Actor, at: datetime, dedupe_key: str = "") -> Job:
    """Ask for a month's report as it stands; with a key, once for that key."""
    clerk = Actor.council(by.council_id, name=by.name, clearance=1)
    return enqueue(
        SPEND_REPORT,
        by=clerk,
        at=at,
        title=f"Spend report of {formats.month(month)}",
        params={"month": month.isoformat(), "tell": bool(dedupe_key)},
        dedupe_key=dedupe_key,
    )


@transaction.atomic
def keep_spend_report(
    *, report: MonthReport, content: bytes, tell: bool, job: Job, by: Actor, at: datetime
) -> SpendReport:
    """Keep the made report, and write to those who asked. Called by the job that made it, once."""
    month = report.period.start
    document = store_document(
        title=f"Spend in {formats.month(month)}",
        filename=f"spend-{month:%Y-%m}.pdf",
        content_type="application/pdf",
        content=content,
        classification=Document.Classification.OFFICIAL,
        authority_id=by.council_id,
        job=job,
        at=at,
    )
    kept = SpendReport.objects.create(
        authority_id=by.council_id, month=month, total=report.total.amount, document=document, made_at=at
    )
    people = list(
        SpendSubscriber.objects.filter(authority_id=by.council_id).values_list("staff_member", flat=True)
    )
    if tell and people:
        subject = f"Spend in {formats.month(month)}"
        told = {
            "month": formats.month(month),
            "total": formats.money(report.total.amount),
            "document": document.reference,
            "address": f"{month:%Y-%m}",
            "site": settings.SITE_URL,
        }
        body = letter_text("spend_report", told)
        enqueue(
            STAFF_LETTER,
            by=by,
            at=at,
            title=subject,
            params={"roles": [], "people": people, "subject": subject, "body": body},
        )
    return kept


@transaction.atomic
def subscribe(*, wants: bool, by: Actor, at: datetime) -> None:
    """Write to ``by`` when a month's report is made, or no longer."""
    if not by.has_role(*SPEND_READERS):
        raise NotPermitted("Only people who read what is spent can have the report.")
    if wants:
        SpendSubscriber.objects.get_or_create(
            authority_id=by.council_id, staff_member_id=by.member_id, defaults={"asked_at": at}
        )
    else:
        SpendSubscriber.objects.filter(staff_member_id=by.member_id).delete()
