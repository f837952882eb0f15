"""Keeping older papers to check, and putting findings aside."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.policies import require
from core.references import new_reference
from reports.checker import Finding
from reports.models import Dismissal, OlderPaper, Paper
from reports.policies import can_put_aside, can_write_papers
from reports.selectors.checking import Checked, dismissals_of


@transaction.atomic
def add_older_paper(*, title: str, text: str, filename: str, by: Actor, at: datetime) -> OlderPaper:
    require(can_write_papers(by))
    return OlderPaper.objects.create(
        authority_id=by.council_id,
        reference=new_reference("OLD"),
        title=title,
        text=text,
        filename=filename,
        added_by_id=by.member_id,
        added_at=at,
    )


@transaction.atomic
def dismiss_finding(*, checked: Checked, finding: Finding, reason: str, by: Actor, at: datetime) -> Dismissal:
    """Put a finding aside; twice is once. Raises DomainError on ``reason`` when it is empty."""
    require(can_put_aside(by, checked))
    if not reason.strip():
        raise DomainError("Say why this is no slip.", field="reason")
    made, _ = dismissals_of(checked).get_or_create(
        fingerprint=finding.fingerprint,
        defaults={
            "authority_id": by.council_id,
            "paper": checked if isinstance(checked, Paper) else None,
            "older_paper": checked if isinstance(checked, OlderPaper) else None,
            "quote": finding.quote,
            "says": finding.says,
            "reason": reason.strip(),
            "dismissed_by_id": by.member_id,
            "dismissed_at": at,
            "restored_at": None,
        },
    )
    return made


@transaction.atomic
def restore_finding(*, checked: Checked, fingerprint: str, by: Actor, at: datetime) -> None:
    """Let a finding stand again; nothing happens where it does already."""
    require(can_put_aside(by, checked))
    dismissals_of(checked).filter(fingerprint=fingerprint).update(restored_at=at)
