"""Loading the regulator's lists into the register: each file's observations are kept, and the dated facts of
every setting they name are made again from all of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from authorities.geography import name_key
from authorities.selectors.places import authorities_by_name
from core.actor import Actor
from core.errors import Conflict
from core.references import new_reference
from providers.choices import Outcome, RegistrationType
from providers.histories import Held, periods_of
from providers.models import (
    CapacityPeriod,
    Inspection,
    OfstedImport,
    OfstedImportProblem,
    OfstedListing,
    Provider,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
)
from providers.ofsted import OfstedFile, OfstedRow, read_ofsted
from providers.selectors.standing import standing_of
from providers.services.alerts import alert_of_falls

BATCH = 2_000


@transaction.atomic
def import_ofsted(*, path: Path, as_at: date | None, by: Actor, at: datetime) -> OfstedImport:
    """Load one of Ofsted's lists; returns the import with its counts, the unused rows beneath it.

    The same file is loaded once: a second time returns the first import and changes nothing. Raises
    ``OfstedFileError`` where the file is no such list, and ``Conflict`` where another file of that day is
    loaded already; nothing is half-loaded.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if (earlier := OfstedImport.objects.filter(sha256=digest).first()) is not None:
        return earlier
    authorities = authorities_by_name()
    known = {authority.code: authority for authority in authorities.values()}
    found = read_ofsted(path, authority_of=lambda name: _code_of(authorities, name), as_at=as_at)
    if OfstedImport.objects.filter(as_at=found.as_at).exists():
        raise Conflict(f"Another list as at {found.as_at:%-d %B %Y} is loaded already.")
    made = OfstedImport.objects.create(
        as_at=found.as_at,
        filename=path.name,
        sha256=digest,
        imported_at=at,
        rows_read=len(found.rows) + len(found.problems),
    )
    _keep(made, found, known)
    urns = {row.urn for row in found.rows}
    held = Setting.objects.filter(urn__in=urns).values_list("pk", flat=True)
    before = standing_of(list(held), on=timezone.localdate(at))
    made.settings_added, made.settings_changed = _rebuild(urns)
    made.save(update_fields=["settings_added", "settings_changed"])
    alert_of_falls(before=before, by=by, at=at)
    return made


def _code_of(authorities: dict[str, Any], name: str) -> str | None:
    authority = authorities.get(name_key(name))
    return authority.code if authority else None


def _keep(made: OfstedImport, found: OfstedFile, known: dict[str, Any]) -> None:
    OfstedImportProblem.objects.bulk_create(
        OfstedImportProblem(
            ofsted_import=made,
            sheet=problem.sheet,
            row=problem.row,
            column=problem.column,
            message=problem.message,
        )
        for problem in found.problems
    )
    OfstedListing.objects.bulk_create((_listing(made, row, known) for row in found.rows), batch_size=BATCH)


def _listing(made: OfstedImport, row: OfstedRow, known: dict[str, Any]) -> OfstedListing:
    return OfstedListing(
        ofsted_import=made,
        as_at=made.as_at,
        urn=row.urn,
        name=row.name or "",
        registration_type=row.registration_type,
        status=row.status,
        registered_on=row.registered_on,
        sector=row.sector,
        authority=known.get(row.authority),
        owner_name=row.owner_name or "",
        places=row.places,
        postcode=row.postcode or "",
        has_several_buildings=row.has_several_buildings,
        inspected_on=row.inspection.inspected_on if row.inspection else None,
        published_on=row.inspection.published_on if row.inspection else None,
        outcome=row.outcome,
    )


def _rebuild(urns: set[str]) -> tuple[int, int]:
    """Make settings and their dated facts follow from every listing of ``urns``; (added, changed)."""
    listings: dict[str, list[OfstedListing]] = defaultdict(list)
    for listing in OfstedListing.objects.filter(urn__in=urns).order_by("as_at"):
        listings[listing.urn].append(listing)
    providers = _providers_for(listings)
    settings, added, changed = _settings_for(listings, providers)
    ids = [setting.pk for setting in settings.values()]
    typed = _typed(ids)
    moved = set()
    for model, facts in (
        (RegistrationPeriod, {s.pk: _registrations(listings[u]) for u, s in settings.items()}),
        (CapacityPeriod, {s.pk: _capacities(listings[u]) for u, s in settings.items()}),
        (SettingOwnership, {s.pk: _owners(listings[u], providers) for u, s in settings.items()}),
        (Inspection, {s.pk: _inspections(listings[u], s.pk, typed) for u, s in settings.items()}),
    ):
        moved |= _replace(model, ids, facts)
    return len(added), len((changed | moved) - added)


def _providers_for(listings: dict[str, list[OfstedListing]]) -> dict[str, Provider]:
    """The owner of each listing by name, made where new; Ofsted gives owners no number."""
    wanted = {_owner_of(x): x.sector for rows in listings.values() for x in rows}
    held = {p.name: p for p in Provider.objects.filter(name__in=wanted, organisation_urn="")}
    made = Provider.objects.bulk_create(
        Provider(reference=new_reference("PRV"), name=name, sector=sector)
        for name, sector in wanted.items()
        if name not in held
    )
    return {**held, **{provider.name: provider for provider in made}}


def _owner_of(listing: OfstedListing) -> str:
    return listing.owner_name or f"Owner of {listing.urn} (not published)"


def _settings_for(
    listings: dict[str, list[OfstedListing]], providers: dict[str, Provider]
) -> tuple[dict[str, Setting], set[int], set[int]]:
    held = {s.urn: s for s in Setting.objects.filter(urn__in=listings)}
    fresh, stale = [], []
    for urn, rows in listings.items():
        latest = rows[-1]
        facts = {
            "name": latest.name or f"{RegistrationType(latest.registration_type).label} {urn}",
            "provider_id": providers[_owner_of(latest)].pk,
            "registration_type": latest.registration_type,
            "sector": latest.sector,
            "authority_id": latest.authority_id,
            "has_several_buildings": latest.has_several_buildings,
        }
        setting = held.get(urn)
        if setting is None:
            fresh.append(Setting(urn=urn, postcode=latest.postcode, **facts))
        elif any(getattr(setting, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(setting, name, value)
            stale.append(setting)
    Setting.objects.bulk_create(fresh, batch_size=BATCH)
    if stale:
        Setting.objects.bulk_update(stale, list(facts), batch_size=BATCH)
    settings = {**held, **{setting.urn: setting for setting in fresh}}
    return settings, {setting.pk for setting in fresh}, {setting.pk for setting in stale}


Facts = list[dict[str, Any]]


def _registrations(rows: list[OfstedListing]) -> Facts:
    return _dated(
        "status", periods_of([(r.as_at, r.status) for r in rows], known_from=rows[-1].registered_on)
    )


def _capacities(rows: list[OfstedListing]) -> Facts:
    return _dated("registered", periods_of([(r.as_at, r.places) for r in rows if r.places is not None]))


def _owners(rows: list[OfstedListing], providers: dict[str, Provider]) -> Facts:
    return _dated("provider_id", periods_of([(r.as_at, providers[_owner_of(r)].pk) for r in rows]))


def _dated(column: str, periods: Iterable[Held]) -> Facts:
    return [{"starts_on": p.starts_on, "ends_on": p.ends_on, column: p.value} for p in periods]


def _inspections(rows: list[OfstedListing], setting_id: int, typed: set[tuple[int, date, str]]) -> Facts:
    """Each visit once, known from the first list that told of it, save those typed in before."""
    first: dict[tuple[date, str], dict[str, Any]] = {}
    for row in rows:
        if row.inspected_on is not None and row.outcome != Outcome.NOT_YET_INSPECTED:
            first.setdefault(
                (row.inspected_on, row.outcome),
                {
                    "inspected_on": row.inspected_on,
                    "published_on": row.published_on,
                    "known_on": row.as_at,
                    "outcome": row.outcome,
                },
            )
    return [facts for visit, facts in first.items() if (setting_id, *visit) not in typed]


def _replace(model: type[models.Model], ids: list[int], facts: dict[int, Facts]) -> set[int]:
    """Make the rows of ``model`` be ``facts``, touching only settings whose facts differ; their ids."""
    columns = next((list(rows[0]) for rows in facts.values() if rows), [])
    held: dict[int, Facts] = defaultdict(list)
    for row in _derived(model).filter(setting_id__in=ids).order_by("pk").values("setting_id", *columns):
        held[row.pop("setting_id")].append(row)
    differing = {pk for pk, rows in facts.items() if _sorted(rows) != _sorted(held[pk])}
    _derived(model).filter(setting_id__in=differing).delete()
    model._default_manager.bulk_create(
        (model(setting_id=pk, **row) for pk in sorted(differing) for row in facts[pk]), batch_size=BATCH
    )
    return differing


def _derived(model: type[models.Model]) -> models.QuerySet:
    """The rows that follow from listings: an inspection that somebody typed in stays as they did."""
    rows = model._default_manager.all()
    return rows.filter(typed_by="") if model is Inspection else rows


def _typed(ids: list[int]) -> set[tuple[int, date, str]]:
    rows = Inspection.objects.filter(setting__in=ids).exclude(typed_by="")
    return set(rows.values_list("setting_id", "inspected_on", "outcome"))


def _sorted(rows: Facts) -> list[tuple[Any, ...]]:
    return sorted(tuple(str(row[name]) for name in sorted(row)) for row in rows)
