"""Long work of this room."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from core.pdf import render_pdf
from core.periods import financial_year_of
from placements.choices import BROAD_LEGAL_STATUS
from placements.selectors.agreements import ISSUE, access_agreement, request_of, terms_of
from placements.selectors.need import siblings_together
from placements.services.accrual import accrue_placements
from placements.services.agreements import record_issue

NIGHTLY_ACCRUAL = "nightly_accrual"


@job(NIGHTLY_ACCRUAL)
def nightly_accrual(context: JobContext) -> Publish:
    """Record block bed-nights and post charges up to ``through``, from the start of the last financial year,
    so that a fact typed in late is still caught."""
    through = date.fromisoformat(context.params["through"])
    this_year = financial_year_of(through).start
    since = this_year.replace(year=this_year.year - 1)

    def publish(job: Job) -> dict[str, Any]:
        at = timezone.now()
        return {
            "bed_nights": record_bed_nights(by=context.actor, since=since, through=through),
            "block_charges": post_block_shares(by=context.actor, since=since, through=through, at=at),
            "placement_charges": accrue_placements(by=context.actor, since=since, through=through, at=at),
        }

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
