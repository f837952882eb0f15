"""An inspection told of before the regulator's list has it.

Inspections are facts of the shared register, which no council may write: what a commissioner types is written
by the register's keeper in their name.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError
from core.policies import require
from providers.choices import Outcome
from providers.grades import scale_of
from providers.models import Inspection, Setting
from providers.policies import can_record_inspection
from providers.selectors.standing import standing_of
from providers.services.alerts import alert_of_falls


@transaction.atomic
def record_inspection(
    *,
    setting: Setting,
    outcome: Outcome,
    inspected_on: date,
    published_on: date | None,
    by: Actor,
    at: datetime,
) -> Inspection:
    """Record what an inspection found, known from today; a fall is told to every council at once.

    Raises Conflict when the register has this very inspection.
    """
    require(can_record_inspection(by))
    on = timezone.localdate(at)
    _check(setting, outcome, inspected_on, published_on, on)
    with acting_as(replace(Actor.system(by.name), user_id=by.user_id, roles=by.roles)) as keeper:
        before = standing_of([setting.pk], on=on)
        found, is_new = Inspection.objects.get_or_create(
            setting=setting,
            inspected_on=inspected_on,
            outcome=outcome,
            defaults={
                "published_on": published_on,
                "known_on": on,
                "typed_by": f"{by.name}, {by.organisation}".strip(", ")[:120],
            },
        )
        if not is_new:
            raise Conflict("The register has this inspection already.")
        alert_of_falls(before=before, by=keeper, at=at)
    return found


def _check(
    setting: Setting, outcome: Outcome, inspected_on: date, published_on: date | None, on: date
) -> None:
    if outcome not in scale_of(setting.registration_type):
        raise DomainError("Homes of this kind are not given that outcome", field="outcome")
    if inspected_on > on:
        raise DomainError("The inspection must be today or earlier", field="inspected_on")
    if published_on is not None and not inspected_on <= published_on <= on:
        raise DomainError(
            "The report must be published between the inspection and today", field="published_on"
        )
