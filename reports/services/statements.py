"""Asking for a statement and keeping it."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from core import formats
from core.actor import Actor
from core.documents.store import store_document
from core.jobs import enqueue
from core.models import Document, Job
from core.policies import require
from reports.choices import StatementKind
from reports.figures import Figure, clerk_for
from reports.models import Statement
from sufficiency.policies import can_plan

STATEMENT_JOB = "statement"
# Providers read of the market; what the council weighs is its own until it decides to publish.
CLASSIFICATION = {
    StatementKind.SUFFICIENCY: Document.Classification.OFFICIAL,
    StatementKind.MARKET: Document.Classification.PUBLIC,
}


@transaction.atomic
def ask_for_statement(
    *, kind: StatementKind, introduction: str, commitments: str, by: Actor, at: datetime, on: date
) -> Job:
    """Ask for a statement of the records as they stand; the same words on the same day give one."""
    require(can_plan(by))
    words = sha256(repr((introduction, commitments)).encode()).hexdigest()[:24]
    return enqueue(
        STATEMENT_JOB,
        by=clerk_for(by),
        at=at,
        title=f"{kind.label}, figures as at {formats.day(on)}",
        params={
            "kind": kind.value,
            "on": on.isoformat(),
            "introduction": introduction,
            "commitments": commitments,
        },
        dedupe_key=f"{kind.value} {at:%Y-%m-%dT%H:%M} {words}",
    )


@transaction.atomic
def keep_statement(
    *,
    reference: str,
    kind: StatementKind,
    title: str,
    content: bytes,
    figures: list[Figure],
    job: Job,
    by: Actor,
    at: datetime,
    on: date,
) -> Statement:
    """Keep the document and what it cites. Called by the job that made it, once."""
    document = store_document(
        title=title,
        filename=f"{reference.lower()}.pdf",
        content_type="application/pdf",
        content=content,
        classification=CLASSIFICATION[kind],
        authority_id=by.council_id,
        job=job,
        at=at,
    )
    return Statement.objects.create(
        authority_id=by.council_id,
        reference=reference,
        kind=kind,
        title=title,
        as_at=on,
        document=document,
        figures=[
            {
                "key": figure.key,
                "label": figure.label,
                "definition": figure.definition,
                "shown": figure.shown,
                "source": figure.source,
                "as_at": figure.as_at.isoformat(),
            }
            for figure in figures
        ],
        made_at=at,
    )
