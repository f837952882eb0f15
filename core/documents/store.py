"""Keeping a file: hashed as it comes in, and never changed after."""

from datetime import datetime
from hashlib import sha256

from core.documents.uploads import Upload
from core.models import Document, Job
from core.references import new_reference


def store_document(
    *,
    title: str,
    filename: str,
    content_type: str,
    content: bytes,
    classification: Document.Classification,
    authority_id: int | None,
    provider_id: int | None = None,
    job: Job | None = None,
    at: datetime,
) -> Document:
    """Store ``content``; ``provider_id`` names the one provider that may open it beside the council."""
    return Document.objects.create(
        reference=new_reference("DOC"),
        authority_id=authority_id,
        provider_id=provider_id,
        job=job,
        classification=classification,
        title=title,
        filename=filename,
        content_type=content_type,
        content=content,
        sha256=sha256(content).hexdigest(),
        made_at=at,
    )


def store_upload(
    upload: Upload,
    *,
    title: str,
    classification: Document.Classification,
    authority_id: int | None,
    provider_id: int | None = None,
    at: datetime,
) -> Document:
    """Store a file as somebody gave it to us."""
    return store_document(
        title=title,
        filename=upload.filename,
        content_type=upload.content_type,
        content=upload.content,
        classification=classification,
        authority_id=authority_id,
        provider_id=provider_id,
        at=at,
    )
