"""Long work of this room."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from core.pdf import render_pdf
from placements.choices import BROAD_LEGAL_STATUS
from placements.selectors.agreements import ISSUE, access_agreement, request_of, terms_of
from placements.selectors.need import siblings_together
from placements.services.agreements import record_issue
from placements.services.nightly import post_nights

NIGHTLY_ACCRUAL = "nightly_accrual"


@job(NIGHTLY_ACCRUAL)
def nightly_accrual(context: JobContext) -> Publish:
    """Record block bed-nights and post charges up to ``through``, from the ledger's start, so that a fact
    typed in late is still caught."""
    through = date.fromisoformat(context.params["through"])

    def publish(job: Job) -> dict[str, Any]:
        return asdict(post_nights(by=context.actor, through=through, at=timezone.now()))

    return publish


@job(ISSUE)
def issue_document(context: JobContext) -> Publish:
    """Set an agreement as a document, and issue it to its provider as the document is kept."""
    context.progress(10, "Collecting the terms")
    with acting_as(context.actor) as actor:
        agreement = access_agreement(actor, context.params["agreement"])
        request = request_of(agreement)
        facts = {
            "organisation": agreement.authority.name,
            "kind": "Individual placement agreement",
            "title": f"Placement at {agreement.setting.name}",
            "author": agreement.authority.name,
            "marking": "Official: sensitive",
            "agreement": agreement,
            "request": request,
            "terms": terms_of(agreement),
            "together": [one.child.reference for one in siblings_together(request)],
            "legal_basis": BROAD_LEGAL_STATUS[request.legal_status],
            "at": context.job.queued_at,
        }
        html = render_to_string("pdf/agreement.html", facts)
        accent = setting_value(
            agreement.authority_id,
            SettingKey.PAPER_COLOUR,
            on=timezone.localdate(context.job.queued_at),
        )
    context.progress(40, "Setting the document")
    content = render_pdf(html, title=f"{facts['kind']} {agreement.reference}", accent=accent)

    def publish(job: Job) -> dict[str, Any]:
        document = record_issue(
            agreement=agreement, content=content, job=job, by=context.actor, at=timezone.now()
        )
        return {"document": document.reference}

    return publish
