"""What a council sets for itself from a day on: its settings and its delegation ladder."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from authorities.choices import GRADES, Role, SettingKey
from authorities.models import AuthoritySetting, DelegationRule
from authorities.policies import can_administer
from authorities.setting_kinds import KINDS
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock_all
from core.policies import require


@transaction.atomic
def set_setting(*, key: SettingKey, value: Any, starts_on: date, by: Actor, at: datetime) -> AuthoritySetting:
    """Set ``value`` from ``starts_on``; the value before ends there.

    Raises DomainError when the setting cannot take the value, and Conflict when one starts as late or later.
    """
    require(can_administer(by))
    value = KINDS[key].checked(value)
    before = AuthoritySetting.objects.filter(authority=by.authority_id, key=key)
    _end_before(before, starts_on, at)
    return AuthoritySetting.objects.create(
        authority_id=by.council_id, key=key, value=value, starts_on=starts_on
    )


@transaction.atomic
def set_delegation(
    *,
    role: Role,
    weekly_limit: Decimal | None,
    annual_limit: Decimal | None,
    whole_life_limit: Decimal | None,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> DelegationRule:
    """The most a grade may approve from ``starts_on``; a limit of None has no bound."""
    require(can_administer(by))
    if role not in GRADES:
        raise DomainError("This role is not on the ladder of approval", field="role")
    _end_before(DelegationRule.objects.filter(authority=by.authority_id, role=role), starts_on, at)
    return DelegationRule.objects.create(
        authority_id=by.council_id,
        role=role,
        weekly_limit=weekly_limit,
        annual_limit=annual_limit,
        whole_life_limit=whole_life_limit,
        starts_on=starts_on,
    )


def _end_before(rows: models.QuerySet, starts_on: date, at: datetime) -> None:
    """End what is in force on ``starts_on``. What was decided under an earlier value stays as it was."""
    if starts_on < timezone.localdate(at):
        raise DomainError("The first day must be today or later", field="starts_on")
    for row in lock_all(rows):
        if row.starts_on >= starts_on:
            raise Conflict(
                f"Another value starts on {row.starts_on:%-d %B %Y}. Choose a later day.", field="starts_on"
            )
        if row.ends_on is None or row.ends_on > starts_on:
            row.ends_on = starts_on
            row.save(update_fields=["ends_on"])
