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
from placements.fees import changed
from placements.models import AgreementVariation, PlacementAgreement
from placements.selectors.agreements import (
    ISSUE,
    Terms,
    access_agreement,
    plan_of,
    request_of,
    terms_from,
    terms_of,
)
from placements.selectors.need import siblings_together
from placements.selectors.variations import ISSUE_CHANGE, access_variation, fees_of, new_fees_of
from placements.services.absences import begin_retainers
from placements.services.agreements import record_issue
from placements.services.nightly import post_nights
from placements.services.variations import record_variation_issue

NIGHTLY_ACCRUAL = "nightly_accrual"
IPA = "Individual placement agreement"


@job(NIGHTLY_ACCRUAL)
def nightly_accrual(context: JobContext) -> Publish:
    """Record block bed-nights and post charges up to ``through``, from the ledger's start, so that a fact
    typed in late is still caught."""
    through = date.fromisoformat(context.params["through"])

    def publish(job: Job) -> dict[str, Any]:
        at = timezone.now()
        # A retainer that begins tonight is part of what tonight costs.
        begin_retainers(by=context.actor, at=at)
        return asdict(post_nights(by=context.actor, through=through, at=at))

    return publish


@job(ISSUE)
def issue_document(context: JobContext) -> Publish:
    """Set an agreement as a document, and issue it to its provider as the document is kept."""
    context.progress(10, "Collecting the terms")
    with acting_as(context.actor) as actor:
        agreement = access_agreement(actor, context.params["agreement"])
        html, accent = _agreement_text(context, agreement, terms_of(agreement), agreement.version)
    context.progress(40, "Setting the document")
    content = render_pdf(html, title=f"{IPA} {agreement.reference}", accent=accent)

    def publish(job: Job) -> dict[str, Any]:
        document = record_issue(
            agreement=agreement, content=content, job=job, by=context.actor, at=timezone.now()
        )
        return {"document": document.reference}

    return publish


@job(ISSUE_CHANGE)
def issue_change_document(context: JobContext) -> Publish:
    """Set an agreement as it will be after a change, and issue it to its provider as the document is kept."""
    context.progress(10, "Collecting the terms")
    with acting_as(context.actor) as actor:
        variation = access_variation(actor, context.params["variation"])
        agreement = access_agreement(actor, variation.agreement.reference)
        after = changed(fees_of(agreement), new_fees_of(variation), variation.effective_on)
        html, accent = _agreement_text(
            context,
            agreement,
            terms_from(after, agreement, until=variation.new_end_on),
            variation.version,
            change=variation,
        )
    context.progress(40, "Setting the document")
    content = render_pdf(html, title=f"{IPA} {agreement.reference}", accent=accent)

    def publish(job: Job) -> dict[str, Any]:
        document = record_variation_issue(
            variation=variation, content=content, job=job, by=context.actor, at=timezone.now()
        )
        return {"document": document.reference}

    return publish


def _agreement_text(
    context: JobContext,
    agreement: PlacementAgreement,
    terms: Terms,
    version: int,
    change: AgreementVariation | None = None,
) -> tuple[str, str]:
    """The document's HTML and its colour; read as the job's actor."""
    request = request_of(agreement) if agreement.offer_id else None
    facts = {
        "organisation": agreement.authority.name,
        "kind": IPA,
        "title": f"Placement at {agreement.setting.name}",
        "author": agreement.authority.name,
        "marking": "Official: sensitive",
        "agreement": agreement,
        "version": version,
        "change": change,
        "plan": plan_of(agreement),
        "request": request,
        "terms": terms,
        "planned_end_on": (change and change.new_end_on) or agreement.planned_end_on,
        "together": [one.child.reference for one in siblings_together(request)] if request else [],
        "legal_basis": BROAD_LEGAL_STATUS[request.legal_status] if request else "",
        "at": context.job.queued_at,
    }
    on = timezone.localdate(context.job.queued_at)
    accent = setting_value(agreement.authority_id, SettingKey.PAPER_COLOUR, on=on)
    return render_to_string("pdf/agreement.html", facts), accent
