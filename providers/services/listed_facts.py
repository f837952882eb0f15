"""Making settings and their dated facts follow from the regulator's lists, as planned."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from core.errors import DomainError
from core.references import new_reference
from providers.choices import ReregistrationState
from providers.models import Provider, Reregistration, Setting, SettingOwnership
from providers.ofsted.facts import Row
from providers.selectors.listed_facts import COLUMNS, TABLES, Plan, derived

BATCH = 2_000
IN_USE = (
    "Since this list was loaded, placements, vacancies, alerts or other records were made of {what}, which"
    " only it names, so it can no longer be undone. What it says wrongly of other homes a newer list puts"
    " right."
)


def carry_out(plan: Plan) -> None:
    """Write the plan. Raises ``DomainError`` when a setting that no list names any more is in use."""
    owners = _make_providers(plan)
    for urn in plan.fresh:
        plan.held[urn] = Setting(urn=urn, **_named(plan.columns[urn], owners))
    Setting.objects.bulk_create((plan.held[urn] for urn in plan.fresh), batch_size=BATCH)
    stale = [plan.held[urn] for urn in plan.columns.keys() - set(plan.fresh)]
    for setting in stale:
        for name, value in _named(plan.columns[setting.urn], owners).items():
            setattr(setting, name, value)
    if stale:
        Setting.objects.bulk_update(stale, [*COLUMNS, "before_lists"], batch_size=BATCH)
    for table, changes in plan.rows.items():
        _replace(table, {plan.held[urn].pk: rows for urn, (_, rows) in changes.items()}, owners)
    _remove({plan.held[urn].pk: urn for urn in plan.gone})


def _make_providers(plan: Plan) -> dict[str, int]:
    made = Provider.objects.bulk_create(
        Provider(reference=new_reference("PRV"), name=name, sector=sector, is_from_list=True)
        for name, sector in plan.owners.values()
    )
    return {key: provider.pk for key, provider in zip(plan.owners, made, strict=True)}


def _named(columns: Mapping[str, Any], owners: Mapping[str, int]) -> dict[str, Any]:
    owner = columns.get("provider_id")
    return dict(columns) | ({"provider_id": owners[owner]} if isinstance(owner, str) else {})


def _replace(table: str, rows: Mapping[int, list[Row]], owners: Mapping[str, int]) -> None:
    model, columns = TABLES[table]
    derived(model).filter(setting__in=rows).delete()
    model._default_manager.bulk_create(
        (
            model(setting_id=pk, **_named(dict(zip(columns, row, strict=True)), owners))
            for pk in sorted(rows)
            for row in rows[pk]
        ),
        batch_size=BATCH,
    )


def _remove(gone: Mapping[int, str]) -> None:
    """Settings known from lists alone, once no list names them, and their owners that run nothing else."""
    for model, _ in TABLES.values():
        derived(model).filter(setting__in=gone).delete()
    undecided = Reregistration.objects.filter(state=ReregistrationState.SUGGESTED)
    undecided.filter(models.Q(earlier__in=gone) | models.Q(later__in=gone)).delete()
    _delete_unused(Setting.objects.filter(pk__in=gone))
    idle = Provider.objects.filter(is_from_list=True, settings=None).exclude(
        pk__in=SettingOwnership.objects.values("provider")
    )
    _delete_unused(Provider.objects.filter(pk__in=list(idle.values_list("pk", flat=True))))


def _delete_unused(rows: models.QuerySet) -> None:
    """Delete rows nobody has built on. Who has is behind the wall, so PostgreSQL is asked, and not told."""
    try:
        _delete(rows)
    except IntegrityError as error:
        raise DomainError(IN_USE.format(what=_one_in_use(rows))) from error


def _delete(rows: models.QuerySet) -> None:
    with transaction.atomic():
        rows._raw_delete(rows.db)
        # Foreign keys are checked at commit; here the answer is needed before.
        connection.check_constraints()


def _one_in_use(rows: models.QuerySet) -> models.Model:
    """One of the rows that cannot be deleted, found by halves: behind the wall no message names it."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    while len(keys) > 1:
        half = keys[: len(keys) // 2]
        try:
            _delete(rows.filter(pk__in=half))
        except IntegrityError:
            keys = half
        else:
            keys = keys[len(half) :]
    return rows.get(pk=keys[0])
