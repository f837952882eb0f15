"""Saying what is free in a home. Each report is a new row: the newest is the one that counts."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.errors import Conflict, DomainError
from core.policies import require
from providers.choices import ReminderRhythm, VacancyChannel
from providers.models import CapacityPeriod, Setting, VacancyReport, VacancyRhythm
from providers.policies import can_report_vacancy
from providers.selectors.vacancies import newest_report


@transaction.atomic
def report_vacancy(
    *,
    setting: Setting,
    beds_free: int,
    available_from: date | None,
    is_admitting: bool,
    reason: str = "",
    needs: Collection[str] = (),
    by: Actor,
    at: datetime,
    channel: VacancyChannel,
) -> VacancyReport:
    """Report the places free in a home, from a day or (None) now, and which needs they could meet.

    ``reason`` is a ``NotAdmitting`` code, needed when the home cannot take a child though a place is empty.
    """
    require(can_report_vacancy(by, setting))
    if available_from and available_from < timezone.localdate(at):
        raise DomainError(
            "The date from which a place is free must be today or later", field="available_from"
        )
    if not is_admitting and not reason:
        raise DomainError("Select why the home is not taking children", field="reason")
    _check_capacity(setting, beds_free, at)
    return VacancyReport.objects.create(
        provider_id=setting.provider_id,
        setting=setting,
        reported_at=at,
        reported_by=by.name,
        channel=channel,
        beds_free=beds_free,
        available_from=available_from,
        is_admitting=is_admitting,
        not_admitting_reason="" if is_admitting else reason,
        needs=sorted(needs),
    )


@transaction.atomic
def confirm_no_change(*, setting: Setting, by: Actor, at: datetime, channel: VacancyChannel) -> VacancyReport:
    """Say again what the newest report says. Raises Conflict when there is none yet."""
    require(can_report_vacancy(by, setting))
    newest = newest_report(setting)
    if newest is None:
        raise Conflict("Nothing has been reported for this home yet, so there is nothing to confirm.")
    _check_capacity(setting, newest.beds_free, at)
    return VacancyReport.objects.create(
        provider_id=setting.provider_id,
        setting=setting,
        reported_at=at,
        reported_by=by.name,
        channel=channel,
        beds_free=newest.beds_free,
        available_from=newest.available_from,
        is_admitting=newest.is_admitting,
        not_admitting_reason=newest.not_admitting_reason,
        needs=newest.needs,
    )


@transaction.atomic
def set_reminder_rhythm(*, rhythm: ReminderRhythm, by: Actor) -> None:
    """Choose how often the actor's provider is reminded of its vacancies."""
    assert by.provider_id is not None
    VacancyRhythm.objects.update_or_create(provider_id=by.provider_id, defaults={"days": rhythm})


def _check_capacity(setting: Setting, beds_free: int, at: datetime) -> None:
    """No more may be free than the certificate allows; where it is not known, any number."""
    if beds_free < 0:
        raise DomainError("The number of free places cannot be less than 0", field="beds_free")
    certificate = CapacityPeriod.objects.in_force_on(timezone.localdate(at)).filter(setting=setting).first()
    if certificate and beds_free > certificate.registered:
        raise DomainError(
            f"{setting.name} is registered for {certificate.registered}, so no more than"
            f" {certificate.registered} can be free",
            field="beds_free",
        )
