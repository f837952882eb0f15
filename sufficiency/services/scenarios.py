"""Making scenarios and changing what they are made of."""

from datetime import datetime

from django.db import IntegrityError, transaction

from core.actor import Actor
from core.errors import DomainError
from core.policies import require
from core.references import new_reference
from sufficiency.models import Scenario
from sufficiency.planning.changes import Change
from sufficiency.policies import can_plan

MOST_CHANGES = 20
MOST_SCENARIOS = 30


@transaction.atomic
def create_scenario(*, name: str, why: str, by: Actor, at: datetime) -> Scenario:
    """Start a scenario without changes. Raises DomainError for a name that is taken."""
    require(can_plan(by))
    if Scenario.objects.filter(authority_id=by.council_id, retired_at=None).count() >= MOST_SCENARIOS:
        raise DomainError(f"There are {MOST_SCENARIOS} scenarios already. Retire one first.")
    try:
        with transaction.atomic():
            return Scenario.objects.create(
                authority_id=by.council_id,
                reference=new_reference("SCN"),
                name=name.strip(),
                why=why.strip(),
                made_by_id=by.member_id,
                made_at=at,
                changed_at=at,
            )
    except IntegrityError:
        raise DomainError("A scenario of this name is already there. Choose another.", field="name") from None


@transaction.atomic
def add_change(*, scenario: Scenario, change: Change, by: Actor, at: datetime) -> Scenario:
    require(can_plan(by))
    scenario = _locked(scenario)
    if len(scenario.changes) >= MOST_CHANGES:
        raise DomainError(f"A scenario has at most {MOST_CHANGES} changes.")
    scenario.changes = [*scenario.changes, change.as_json()]
    return _saved(scenario, at)


@transaction.atomic
def remove_change(*, scenario: Scenario, position: int, by: Actor, at: datetime) -> Scenario:
    """Take out one change, counted from 1."""
    require(can_plan(by))
    scenario = _locked(scenario)
    if not 1 <= position <= len(scenario.changes):
        raise DomainError("That change is no longer there.")
    scenario.changes = [c for n, c in enumerate(scenario.changes, start=1) if n != position]
    return _saved(scenario, at)


@transaction.atomic
def retire_scenario(*, scenario: Scenario, by: Actor, at: datetime) -> None:
    """Take a scenario out of the list; what was worked out from it is kept."""
    require(can_plan(by))
    scenario = _locked(scenario)
    scenario.retired_at = at
    scenario.save(update_fields=["retired_at"])


def _locked(scenario: Scenario) -> Scenario:
    found = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if found.retired_at is not None:
        raise DomainError("This scenario was retired, so it can no longer change.")
    return found


def _saved(scenario: Scenario, at: datetime) -> Scenario:
    scenario.changed_at = at
    scenario.save(update_fields=["changes", "changed_at"])
    return scenario
