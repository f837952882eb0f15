"""What a provider shows councils of itself: put up, and taken down again. A new certificate is a new row."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.locking import lock
from core.models import Document
from core.policies import require
from providers.choices import INSURANCE, DocumentKind
from providers.models import ProviderDocument
from providers.policies import can_keep_profile


@transaction.atomic
def add_document(
    *, kind: DocumentKind, upload: Upload, expires_on: date | None, by: Actor, at: datetime
) -> ProviderDocument:
    """Show a document to every council. Insurance needs the last day of its cover, today or later."""
    require(can_keep_profile(by))
    assert by.provider_id is not None
    if kind in INSURANCE and expires_on is None:
        raise DomainError("Enter the last day of the cover", field="expires_on")
    if expires_on and expires_on < timezone.localdate(at):
        raise DomainError("The last day must be today or later: upload the one in force", field="expires_on")
    stored = store_upload(
        upload,
        title=kind.label,
        classification=Document.Classification.OFFICIAL,
        authority_id=None,
        provider_id=by.provider_id,
        at=at,
    )
    return ProviderDocument.objects.create(
        provider_id=by.provider_id,
        kind=kind,
        document=stored,
        expires_on=expires_on,
        added_at=at,
        added_by=by.name,
    )


@transaction.atomic
def take_down_document(*, document: ProviderDocument, by: Actor, at: datetime) -> ProviderDocument:
    """Show it to councils no longer. Raises Conflict when it was taken down before."""
    require(can_keep_profile(by))
    document = lock(document)
    if document.taken_down_at:
        raise Conflict("This document has been taken down already.")
    document.taken_down_at = at
    document.save(update_fields=["taken_down_at"])
    return document
