"""Long work of this room."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.models import Authority
from authorities.selectors.settings import setting_value
from core import formats
from core.actor import acting_as
from core.errors import DomainError
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Document, Job
from core.pdf import render_pdf
from core.periods import month_of
from core.references import new_reference
from reports.charts import spend_chart
from reports.choices import StatementKind
from reports.copies import Copy
from reports.figures import Facts, gather
from reports.paper_html import paper_html
from reports.reading import contents_of
from reports.selectors.logos import logo_of
from reports.selectors.month_report import month_report
from reports.selectors.papers import access_paper
from reports.services.papers import PAPER_JOB
from reports.services.spend_reports import SPEND_REPORT, keep_spend_report
from reports.services.statements import CLASSIFICATION, STATEMENT_JOB, keep_statement
from reports.services.versions import keep_version
from reports.spend_document import spend_document
from reports.statements.document import statement_document, statement_keys
from reports.statements.pictures import DRAWINGS, Gallery


@job(PAPER_JOB)
def make_paper(context: JobContext) -> Publish:
    """Read the figures of one day, set the paper from them with no transaction open, keep it once."""
    on, publishing = date.fromisoformat(context.params["on"]), context.params["publish"]
    context.progress(10, "Reading figures and drawing charts")
    with acting_as(context.actor) as actor:
        paper = access_paper(actor, context.params["paper"])
        made_of = contents_of(actor, paper, on)
        if publishing and made_of.missing:
            raise DomainError(f"A figure is missing. {made_of.missing[0]}")
        digest = made_of.figures.digest
        if publishing and digest != context.params.get("figures", digest):
            raise DomainError("A figure moved after publication was asked for. See which, and publish again.")
        accent = setting_value(paper.authority_id, SettingKey.PAPER_COLOUR, on=on)
        logo = logo_of(actor)
    context.progress(45, "Putting the paper together")
    copies = [Copy.PUBLIC if publishing else Copy.DRAFT]
    if publishing and made_of.words.has_exempt:
        copies.append(Copy.FULL)
    htmls = [paper_html(paper, made_of, on=on, copy=copy, logo=logo) for copy in copies]
    context.progress(55, "Setting the pages")
    content, *full = (render_pdf(html, title=paper.title, accent=accent) for html in htmls)
    context.progress(90, "Keeping the document")

    def publish(job: Job) -> dict[str, Any]:
        version = keep_version(
            paper=paper,
            content=content,
            full_content=full[0] if full else None,
            made_of=made_of,
            job=job,
            publish=publishing,
            by=context.actor,
            at=timezone.now(),
            on=on,
        )
        return {"paper": paper.reference, "version": version.number}

    return publish


@job(STATEMENT_JOB)
def make_statement(context: JobContext) -> Publish:
    """Read the records of one day, set the statement with no transaction open, keep it once."""
    kind, on = StatementKind(context.params["kind"]), date.fromisoformat(context.params["on"])
    context.progress(10, "Reading figures")
    with acting_as(context.actor) as actor:
        council = Authority.objects.get(pk=actor.council_id).name
        figures = gather(None, actor, on, statement_keys(kind))
        level = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=on)
        accent = setting_value(actor.council_id, SettingKey.PAPER_COLOUR, on=on)
        logo = logo_of(actor)
        context.progress(35, "Drawing charts")
        gallery = Gallery(Facts(None, actor, on), hidden_under=level)
        drawn = {name: found for name in DRAWINGS if (found := gallery.draw(name)) is not None}
    reference, title = new_reference("STM"), f"{kind.label} of {council}"
    document = statement_document(
        kind,
        reference=reference,
        on=on,
        figures=figures.found,
        missing=figures.missing,
        drawn=drawn,
        own_words={name: context.params[name] for name in ("introduction", "commitments")},
    )
    context.progress(55, "Setting the pages")
    html = render_to_string(
        "reports/statement_pdf.html",
        {
            "title": title,
            "organisation": council,
            "logo": logo,
            "kind": kind.label,
            "marking": "Public" if CLASSIFICATION[kind] == Document.Classification.PUBLIC else "Official",
            "document": document,
            "on": on,
        },
    )
    content = render_pdf(html, title=title, accent=accent)
    context.progress(90, "Keeping the document")

    def publish(job: Job) -> dict[str, Any]:
        made = keep_statement(
            reference=reference,
            kind=kind,
            title=title,
            content=content,
            figures=list(figures.found.values()),
            job=job,
            by=context.actor,
            at=timezone.now(),
            on=on,
        )
        return {"statement": made.reference, "document": made.document.reference}

    return publish


@job(SPEND_REPORT)
def make_spend_report(context: JobContext) -> Publish:
    """Read a month of the ledger, set its report with no transaction open, keep it and tell who asked."""
    period = month_of(date.fromisoformat(context.params["month"]))
    context.progress(10, "Reading the ledger")
    with acting_as(context.actor) as actor:
        council = Authority.objects.get(pk=actor.council_id).name
        report = month_report(actor, period)
        accent = setting_value(actor.council_id, SettingKey.PAPER_COLOUR, on=period.start)
        logo = logo_of(actor)
        chart = spend_chart(actor, period)
    context.progress(50, "Setting the pages")
    html = render_to_string(
        "reports/spend_pdf.html",
        {
            "organisation": council,
            "logo": logo,
            "marking": "Official",
            "chart": chart,
            **spend_document(report),
        },
    )
    content = render_pdf(html, title=f"Spend in {formats.month(period.start)}", accent=accent)
    context.progress(90, "Keeping the document")

    def publish(job: Job) -> dict[str, Any]:
        kept = keep_spend_report(
            report=report,
            content=content,
            tell=context.params["tell"],
            job=job,
            by=context.actor,
            at=timezone.now(),
        )
        return {"document": kept.document.reference}

    return publish
