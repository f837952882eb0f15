"""Saying what is free in a home. Each report is a new row: the newest is the one that counts."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core import formats
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError
from core.policies import require
from providers.choices import ReminderRhythm, VacancyChannel
from providers.models import CapacityPeriod, Setting, VacancyReport, VacancyRhythm
from providers.policies import can_report_vacancy
from providers.selectors.grants import voices_of
from providers.selectors.vacancies import newest_report, newest_reports
from providers.telling import NotTaken, Problem, Told

# A fostering agency may have hundreds of places; what is larger is a slip of the finger.
MOST_PLACES = 9_999


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
    _check_facts(available_from, is_admitting, reason, at)
    _check_capacity(setting, beds_free, at)
    told = Told(setting, beds_free, available_from, is_admitting, reason, needs)
    return _recorded(told, needs, by=by, at=at, channel=channel)


@transaction.atomic
def confirm_no_change(*, setting: Setting, by: Actor, at: datetime, channel: VacancyChannel) -> VacancyReport:
    """Say again what the newest report says. Raises Conflict when there is none yet."""
    require(can_report_vacancy(by, setting))
    newest = newest_report(setting)
    if newest is None:
        raise Conflict("Nothing has been reported for this home yet, so there is nothing to confirm.")
    _check_capacity(setting, newest.beds_free, at)
    same = Told(
        setting, newest.beds_free, newest.available_from, newest.is_admitting, newest.not_admitting_reason
    )
    return _recorded(same, newest.needs, by=by, at=at, channel=channel)


@transaction.atomic
def report_vacancies(
    *, told: Sequence[Told], seen_at: datetime, by: Actor, at: datetime, channel: VacancyChannel
) -> list[VacancyReport]:
    """Report several homes together, of the actor's provider and of companies of its group that let it:
    all of them, or with ``NotTaken`` none.

    ``seen_at`` is when the person saw what was last told: what somebody else told since is not passed over.
    """
    problems = problems_with(told, seen_at=seen_at, by=by, at=at)
    if problems:
        raise NotTaken(problems)
    made = []
    for voice, own in _by_voice(told, by):
        with acting_as(voice):
            newest = newest_reports(each.setting.pk for each in own)
            made += [
                _recorded(each, _needs(each, newest.get(each.setting.pk)), by=voice, at=at, channel=channel)
                for each in own
            ]
    return made


def _by_voice(told: Sequence[Told], by: Actor) -> Iterator[tuple[Actor, list[Told]]]:
    """What is told of each company's homes, with the voice that may tell it."""
    voices = {voice.provider_id: voice for voice in voices_of(by)}
    for provider_id in sorted({each.setting.provider_id for each in told}):
        voice = voices.get(provider_id, by)
        yield voice, [each for each in told if each.setting.provider_id == provider_id]


def problems_with(told: Sequence[Told], *, seen_at: datetime, by: Actor, at: datetime) -> list[Problem]:
    """Why ``report_vacancies`` would not take it; empty when it would. Writes nothing."""
    problems = []
    for voice, own in _by_voice(told, by):
        with acting_as(voice):
            problems += _own_problems(own, seen_at=seen_at, by=voice, at=at)
    return problems


def _own_problems(told: Sequence[Told], *, seen_at: datetime, by: Actor, at: datetime) -> list[Problem]:
    ids = [each.setting.pk for each in told]
    newest = newest_reports(ids)
    places = CapacityPeriod.objects.in_force_on(timezone.localdate(at)).filter(setting__in=ids)
    registered = dict(places.values_list("setting_id", "registered"))
    problems = []
    for each in told:
        require(can_report_vacancy(by, each.setting))
        try:
            _check_facts(each.available_from, each.is_admitting, each.reason, at)
            _check_places(each.setting, each.beds_free, registered.get(each.setting.pk))
            _check_seen(newest.get(each.setting.pk), seen_at)
        except DomainError as error:
            problems.append(Problem(each.setting, error.field or "beds_free", error.message))
    return problems


@transaction.atomic
def set_reminder_rhythm(*, rhythm: ReminderRhythm, by: Actor) -> None:
    """Choose how often the actor's provider is reminded of its vacancies."""
    assert by.provider_id is not None
    VacancyRhythm.objects.update_or_create(provider_id=by.provider_id, defaults={"days": rhythm})


def _recorded(
    told: Told, needs: Collection[str], *, by: Actor, at: datetime, channel: VacancyChannel
) -> VacancyReport:
    return VacancyReport.objects.create(
        provider_id=told.setting.provider_id,
        setting=told.setting,
        reported_at=at,
        reported_by=by.name,
        channel=channel,
        beds_free=told.beds_free,
        available_from=told.available_from,
        is_admitting=told.is_admitting,
        not_admitting_reason="" if told.is_admitting else told.reason,
        needs=sorted(needs),
    )


def _needs(told: Told, newest: VacancyReport | None) -> Collection[str]:
    if told.needs is not None:
        return told.needs
    return newest.needs if newest else ()


def _check_facts(available_from: date | None, is_admitting: bool, reason: str, at: datetime) -> None:
    if available_from and available_from < timezone.localdate(at):
        raise DomainError(
            "The date from which a place is free must be today or later", field="available_from"
        )
    if not is_admitting and not reason:
        raise DomainError("Select why the home is not taking children", field="reason")


def _check_capacity(setting: Setting, beds_free: int, at: datetime) -> None:
    certificate = CapacityPeriod.objects.in_force_on(timezone.localdate(at)).filter(setting=setting).first()
    _check_places(setting, beds_free, certificate.registered if certificate else None)


def _check_places(setting: Setting, beds_free: int, registered: int | None) -> None:
    """No more may be free than the certificate allows; where it is not known, any number a column holds."""
    if beds_free < 0:
        raise DomainError("The number of free places cannot be less than 0", field="beds_free")
    if beds_free > MOST_PLACES:
        raise DomainError(f"The number of free places must be {MOST_PLACES} or fewer", field="beds_free")
    if registered is not None and beds_free > registered:
        raise DomainError(
            f"{setting.name} is registered for {registered}, so no more than {registered} can be free",
            field="beds_free",
        )


def _check_seen(newest: VacancyReport | None, seen_at: datetime) -> None:
    if newest and newest.reported_at > seen_at:
        raise Conflict(
            f"{newest.reported_by} told us on {formats.moment(newest.reported_at)}: {newest.in_words}."
            " Check what you typed and save again",
            field="beds_free",
        )
