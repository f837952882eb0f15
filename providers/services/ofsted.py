"""Loading the regulator's lists into the register and taking them back: what each says is kept, and the dated
facts of every setting follow from all that is kept."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from core.actor import Actor
from core.errors import Conflict
from core.models import Import
from providers.models import OfstedImport, OfstedListing
from providers.ofsted import OfstedFile, OfstedRow
from providers.ofsted.facts import ListDay, Seen
from providers.selectors.listed_facts import Plan, plan_for
from providers.selectors.standing import standing_of
from providers.services.alerts import alert_of_falls
from providers.services.listed_facts import BATCH, carry_out
from providers.services.reregistrations import suggest_again


def refuse_if_loaded(content: bytes, as_at: date | None = None) -> None:
    """Raise Conflict when this very file, or another list of its day, is loaded and not undone."""
    digest = hashlib.sha256(content).hexdigest()
    if held := OfstedImport.objects.filter(sha256=digest).first():
        when = f"{held.imported_at:%-d %B %Y}"
        raise Conflict(f"This file was loaded on {when}, as at {held.as_at:%-d %B %Y}. Nothing changes.")
    if as_at and (held := OfstedImport.objects.filter(as_at=as_at).first()):
        raise Conflict(
            f"Another list as at {as_at:%-d %B %Y} is loaded already ({held.filename}). Undo it first."
        )


def plan_of(found: OfstedFile, ids: dict[str, int]) -> Plan:
    """What loading ``found`` would do; ``ids`` are authorities by code."""
    day = ListDay(found.as_at, frozenset(found.kinds))
    coming = {row.urn: seen_of(row, found.as_at, ids) for row in found.rows}
    return plan_for({*coming, *_silent(day, coming)}, coming=coming, of=day)


def load_list(
    *,
    source: Import,
    filename: str,
    content: bytes,
    found: OfstedFile,
    ids: dict[str, int],
    by: Actor,
    at: datetime,
) -> OfstedImport:
    """Keep what the list says, carry out what follows and tell of homes that stand worse for it.

    Raises Conflict when its day is loaded already.
    """
    refuse_if_loaded(content, found.as_at)
    plan = plan_of(found, ids)
    before = standing_of([setting.pk for setting in plan.held.values()], on=timezone.localdate(at))
    made = OfstedImport.objects.create(
        source=source,
        as_at=found.as_at,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        imported_at=at,
        kinds=sorted(found.kinds),
    )
    OfstedListing.objects.bulk_create(
        (OfstedListing(ofsted_import=made, **seen_of(row, found.as_at, ids)._asdict()) for row in found.rows),
        batch_size=BATCH,
    )
    carry_out(plan)
    suggest_again(by=by, at=at)
    alert_of_falls(before=before, by=by, at=at)
    return made


def unload_list(*, made: OfstedImport, by: Actor, at: datetime) -> None:
    """Forget what the list said and carry out what follows from the others. Raises ``DomainError`` when a
    home that only it names is in use."""
    day = ListDay(made.as_at, frozenset(made.kinds))
    named = set(made.listings.values_list("urn", flat=True))
    urns = named | _silent(day, named)
    made.listings.all().delete()
    made.delete()
    carry_out(plan_for(urns, coming={}))
    suggest_again(by=by, at=at)


def seen_of(row: OfstedRow, as_at: date, ids: dict[str, int]) -> Seen:
    visit = row.inspection
    return Seen(
        as_at=as_at,
        urn=row.urn,
        name=(row.name or "")[:200],
        registration_type=row.registration_type.value,
        status=row.status.value,
        registered_on=row.registered_on,
        sector=row.sector.value,
        authority_id=ids.get(row.authority or ""),
        owner_name=(row.owner_name or "")[:200],
        places=row.places,
        postcode=(row.postcode or "")[:8],
        has_several_buildings=row.has_several_buildings,
        is_short_break_only=row.is_short_break_only,
        inspected_on=visit.inspected_on if visit else None,
        published_on=visit.published_on if visit else None,
        outcome=row.outcome.value,
    )


def _silent(day: ListDay, named: Collection[str]) -> set[str]:
    """Settings of other lists, of the kinds this one covers, that it does not name: silence tells too."""
    listed = OfstedListing.objects.filter(registration_type__in=day.kinds)
    return set(listed.values_list("urn", flat=True)) - set(named)
