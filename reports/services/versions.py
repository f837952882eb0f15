"""Keeping a made paper: document, version, figures and (when it is published) the state, all or nothing."""

from datetime import date, datetime

from django.db import transaction

from core.actor import Actor
from core.documents.store import store_document
from core.errors import Conflict
from core.locking import lock
from core.models import Document, Job
from core.policies import require
from core.workflow import move
from reports.copies import Copy
from reports.formats import kept_layout
from reports.models import Paper, PaperFigure, PaperVersion
from reports.pictures.keeping import kept_pictures
from reports.policies import can_edit_paper
from reports.reading import Contents
from reports.selectors.papers import last_number
from reports.workflows import PAPER


@transaction.atomic
def keep_version(
    *,
    paper: Paper,
    content: bytes,
    full_content: bytes | None,
    made_of: Contents,
    job: Job,
    publish: bool,
    by: Actor,
    at: datetime,
    on: date,
) -> PaperVersion:
    """Keep ``content`` as the paper's next version, with what it was made of: its figures are frozen under
    their hash. Called by the job that made it, once.

    ``full_content`` is the paper with its exempt part, for those who may read it; None where it has none.
    Raises Conflict when what is to be published was changed while it was made: a part may have become exempt.
    """
    figures = made_of.figures
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    if publish and not made_of.is_still(paper):
        raise Conflict("The paper was changed while it was being made. Look at it again, then publish it.")
    number = last_number(paper) + 1
    kind = Document.Classification.PUBLIC if publish else Document.Classification.OFFICIAL
    document = _document(paper, content, f"v{number}", kind, job, at)
    full = None
    if full_content:
        exempt = Document.Classification.EXEMPT
        full = _document(paper, full_content, f"v{number}{Copy.FULL.ending(made_of.words)}", exempt, None, at)
    version = PaperVersion.objects.create(
        authority_id=paper.authority_id,
        paper=paper,
        number=number,
        document=document,
        full_document=full,
        is_published=publish,
        words=made_of.words.as_json(),
        figures_hash=figures.digest,
        layout=kept_layout(made_of.layout) | {"head": made_of.head, "on": on.isoformat()},
        pictures=kept_pictures(made_of.drawn.found),
        made_at=at,
    )
    PaperFigure.objects.bulk_create(
        PaperFigure(
            authority_id=paper.authority_id,
            version=version,
            key=figure.key,
            label=figure.label[:300],
            definition=figure.definition,
            value=figure.exact,
            shown=figure.shown,
            unit=figure.unit.label,
            rounding=figure.rounding,
            base=figure.base[:300],
            source=figure.source,
            as_at=figure.as_at,
        )
        for figure in figures.found.values()
    )
    if publish:
        paper.published_on = on
        move(paper, PAPER, "publish", by=by, at=at, save_fields=("published_on",))
    return version


def _document(
    paper: Paper, content: bytes, name: str, kind: Document.Classification, job: Job | None, at: datetime
) -> Document:
    return store_document(
        title=paper.title,
        filename=f"{paper.reference.lower()}-{name}.pdf",
        content_type="application/pdf",
        content=content,
        classification=kind,
        authority_id=paper.authority_id,
        job=job,
        at=at,
    )
