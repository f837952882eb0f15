"""Concerns about homes: raised, taken through their life, and written about."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move
from providers.choices import LIVE_CONCERNS, AlertKind, ConcernCategory
from providers.models import Concern, QualityNote, QualityVisit, Setting
from providers.policies import can_watch_quality, can_write_note
from providers.services.alerts import raise_alert
from providers.workflows import CONCERN

# What is looked at as a concern from the first day; the others are watched first.
SERIOUS = (
    ConcernCategory.INADEQUATE,
    ConcernCategory.SAFEGUARDING,
    ConcernCategory.RESTRICTION,
    ConcernCategory.FINANCE,
)
# Each child is looked at at once.
AT_ONCE = (ConcernCategory.INADEQUATE, ConcernCategory.SAFEGUARDING, ConcernCategory.RESTRICTION)


@transaction.atomic
def raise_concern(
    *,
    setting: Setting,
    whole_provider: bool,
    category: ConcernCategory,
    noticed_on: date,
    summary: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Concern:
    """Raise a concern about a home, or about its provider as a whole.

    ``summary`` is read by every council; ``note`` stays with this one. A serious one is told to every council
    with a child there, which then reviews each.
    """
    require(can_watch_quality(by))
    if noticed_on > timezone.localdate(at):
        raise DomainError("The day must be today or earlier", field="noticed_on")
    about = {"provider_id": setting.provider_id, "setting": None if whole_provider else setting}
    same = Concern.objects.filter(authority=by.authority_id, category=category, state__in=LIVE_CONCERNS)
    if earlier := same.filter(**about).first():
        raise Conflict(f"Your council has this concern already: {earlier.reference}. Add to it instead.")
    concern = Concern.objects.create(
        **about,
        reference=new_reference("CON"),
        authority_id=by.council_id,
        category=category,
        state_at=at,
        noticed_on=noticed_on,
        summary=summary.strip(),
        raised_by=by.name,
        raised_at=at,
    )
    if note.strip():
        _note(by, at, note, concern=concern)
    if category in SERIOUS:
        _escalate(concern, "", by=by, at=at)
    return concern


@transaction.atomic
def move_concern(*, concern: Concern, verb: str, reason: str, by: Actor, at: datetime) -> Concern:
    """Take a concern of the own council to its next state; ``reason`` is read by every council."""
    concern = lock(concern)
    require(can_watch_quality(by, concern))
    if not reason.strip():
        raise DomainError("Say why", field="reason")
    if verb == "escalate":
        _escalate(concern, reason.strip(), by=by, at=at)
    else:
        move(concern, CONCERN, verb, by=by, at=at, reason=reason.strip())
    return concern


@transaction.atomic
def add_note(
    *, concern: Concern | None = None, visit: QualityVisit | None = None, body: str, by: Actor, at: datetime
) -> QualityNote:
    """Write something only the own council reads, beneath its concern or its visit."""
    about = concern or visit
    assert about is not None
    require(can_write_note(by, about))
    if not body.strip():
        raise DomainError("Enter the note", field="body")
    return _note(by, at, body, concern=concern, visit=visit)


def _escalate(concern: Concern, reason: str, *, by: Actor, at: datetime) -> None:
    move(concern, CONCERN, "escalate", by=by, at=at, reason=reason)
    raise_alert(
        provider_id=concern.provider_id,
        setting=concern.setting,
        kind=AlertKind.CONCERN,
        what=f"Concern: {concern.get_category_display()}",
        is_urgent=concern.category in AT_ONCE,
        happened_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def _note(by: Actor, at: datetime, body: str, **about: Concern | QualityVisit | None) -> QualityNote:
    return QualityNote.objects.create(
        authority_id=by.council_id, body=body.strip(), written_by=by.name, written_at=at, **about
    )
