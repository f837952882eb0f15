"""Long work of this room."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.models import Authority
from authorities.selectors.settings import setting_value
from contracts.models import BlockContract, Membership
from contracts.selectors.terms import ISSUE_TERMS, block_facts, membership_facts
from contracts.services.terms import record_terms
from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from core.pdf import render_pdf


@job(ISSUE_TERMS)
def issue_terms_document(context: JobContext) -> Publish:
    """Set the terms of a block contract, or a provider's call-off terms, as a document to sign."""
    context.progress(10, "Collecting the terms")
    kind, _, key = context.params["about"].partition(":")
    on = timezone.localdate(context.job.queued_at)
    about: BlockContract | Membership
    with acting_as(context.actor) as actor:
        council = Authority.objects.get(pk=actor.council_id)
        facts: dict[str, Any] = {
            "organisation": council.name,
            "author": council.name,
            "marking": "Official",
            "at": context.job.queued_at,
        }
        if kind == "block":
            found = block_facts(key, on=on)
            about = found.contract
            facts |= {"kind": "Block contract", "title": about.name, "facts": found}
            html = render_to_string("pdf/block_terms.html", facts)
        else:
            of_member = membership_facts(int(key), on=on)
            about = member = of_member["member"]
            title = f"{member.tool.name}: {member.lot}"
            facts |= {"kind": "Call-off terms", "title": title, **of_member}
            html = render_to_string("pdf/call_off_terms.html", facts)
        accent = setting_value(actor.council_id, SettingKey.PAPER_COLOUR, on=on)
    context.progress(40, "Setting the document")
    title = f"{facts['kind']}: {facts['title']}"
    content = render_pdf(html, title=title, accent=accent)

    def publish(job: Job) -> dict[str, Any]:
        terms = record_terms(
            about=about, title=title[:200], content=content, job=job, by=context.actor, at=timezone.now()
        )
        return {"terms": terms.reference}

    return publish
