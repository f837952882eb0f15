"""Downloading a stored file. The wall decides who finds it."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.http import ActorRequest
from core.models import Document
from core.viewlog import note_view
from core.views import open_to

CHILD_LEVEL = 2


@open_to("*")
def document_download(request: ActorRequest, reference: str) -> HttpResponse:
    """The file as an attachment, never shown in the page; a child's record leaves a line in the view log."""
    document = Document.objects.filter(reference=reference).first()
    if document is None:
        raise Http404
    if document.classification == Document.Classification.CHILD and document.authority_id is not None:
        note_view(
            request.actor,
            authority_id=document.authority_id,
            subject=document.reference,
            level=CHILD_LEVEL,
            page=request.path,
            at=timezone.now(),
        )
    return HttpResponse(
        bytes(document.content),
        content_type=document.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, document.filename),
            "X-Content-Type-Options": "nosniff",
        },
    )
