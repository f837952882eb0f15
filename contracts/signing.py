"""What every electronic signature keeps: who, in what post, when, and the hash of the very file signed."""

from datetime import datetime
from typing import Any

from authorities.models import StaffMember
from core.actor import Actor
from core.models import Document
from providers.models import ProviderUser


def signature_facts(*, document_id: int, by: Actor, at: datetime) -> dict[str, Any]:
    """Columns of a signature by ``by`` under a stored document."""
    people = ProviderUser.objects if by.is_provider else StaffMember.objects
    return {
        "signed_by": by.name,
        "job_title": people.values_list("job_title", flat=True).get(pk=by.member_id),
        "signed_at": at,
        "document_sha256": Document.objects.values_list("sha256", flat=True).get(pk=document_id),
    }
