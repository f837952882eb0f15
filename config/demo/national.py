"""The whole country's register, invented, laid over the demo world: what speed is measured with.

Homes stand at real postcodes of every authority; their numbers begin as no number of Ofsted's or of the demo
world's does. Only facts the register holds are made: no child, no person who signs in.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import F, Window
from django.db.models.functions import MD5, RowNumber

from authorities.choices import ServiceCategory
from authorities.models import Authority, Postcode
from config.demo.dice import Dice
from config.demo.market import AGES, GRADES, SUPPORTED_GRADES
from config.demo.names import FEATURES, PROVIDERS
from config.demo.tools import REGISTERED_AS, morning_of
from contracts.models import Lot, Membership, MembershipSetting
from core.actor import Actor, acting_as
from providers.choices import (
    Accepts,
    Need,
    NotAdmitting,
    Outcome,
    RegistrationStatus,
    RegistrationType,
    Sector,
    VacancyChannel,
)
from providers.models import (
    CapacityPeriod,
    Inspection,
    Provider,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
    VacancyReport,
)

T = RegistrationType
SETTINGS = 5_600
REPORTS = 60_000
PROVIDER_COUNT = 420
YEARS = 4
PLACES_AN_AREA = 60
BATCH = 2_000
# As the register is made up, about: most homes are small children's homes.
KINDS = {T.CHILDRENS_HOME: 70, T.SUPPORTED_ACCOMMODATION: 16, T.FOSTERING_AGENCY: 9, T.RESIDENTIAL_SCHOOL: 5}
SIZES = {1: 10, 2: 14, 3: 22, 4: 24, 5: 14, 6: 10, 8: 4, 12: 2}
# Children's homes' addresses are withheld in the published list.
WITHHELD = 0.3
MEMBERS_A_LOT = 60
NUMBER = "8{:06d}"


def load_national(*, today: date, seed: int) -> dict[str, int]:
    """Make the settings, their history, vacancies and places on tools; how many of each."""
    dice = Dice(seed, "national")
    with acting_as(Actor.system()):
        providers = Provider.objects.bulk_create(
            Provider(
                reference=f"PRV-N{number:05d}",
                name=f"{PROVIDERS[number % len(PROVIDERS)]} {number} Care Ltd",
                organisation_urn=NUMBER.format(900_000 + number),
                sector=Sector.PRIVATE if number % 6 else Sector.VOLUNTARY,
            )
            for number in range(PROVIDER_COUNT)
        )
        settings = Setting.objects.bulk_create(_settings(dice, providers), batch_size=BATCH)
        _load_history(dice, settings, today)
    made = {"settings": len(settings), "reports": 0, "covered": _load_members(dice, settings, today)}
    for provider in providers:
        own = [setting for setting in settings if setting.provider_id == provider.pk]
        made["reports"] += _load_reports(dice, provider, own, today)
    return made


def _settings(dice: Dice, providers: Sequence[Provider]) -> Iterator[Setting]:
    areas = list(Authority.objects.filter(ends_on=None).order_by("code"))
    places = _postcodes()
    for number in range(SETTINGS):
        area, provider = areas[number % len(areas)], providers[dice.randrange(len(providers))]
        kind = dice.weighted(KINDS)
        place = dice.choice(places[area.code])
        hidden = kind == T.CHILDRENS_HOME and dice.chance(WITHHELD)
        lowest, highest = (16, 17) if kind == T.SUPPORTED_ACCOMMODATION else dice.choice(AGES)
        yield Setting(
            urn=NUMBER.format(number),
            name=f"{dice.choice(PROVIDERS)} {dice.choice(FEATURES)} {number}",
            provider=provider,
            registration_type=kind,
            sector=provider.sector,
            authority=area,
            postcode="" if hidden else f"{place.code[:-3]} {place.code[-3:]}",
            easting=None if hidden else place.easting,
            northing=None if hidden else place.northing,
            age_from=lowest,
            age_to=highest,
            accepts=dice.weighted({Accepts.ANY: 7, Accepts.MALE: 2, Accepts.FEMALE: 1}),
            needs=sorted(dice.sample(Need.values, 5)),
        )


def _postcodes() -> dict[str, list[Postcode]]:
    rows = Postcode.objects.annotate(
        place=Window(RowNumber(), partition_by=F("authority_code"), order_by=MD5("code"))
    )
    found: dict[str, list[Postcode]] = {}
    for row in rows.filter(place__lte=PLACES_AN_AREA):
        found.setdefault(row.authority_code, []).append(row)
    return found


def _load_history(dice: Dice, settings: Sequence[Setting], today: date) -> None:
    """Registered for years, most with a change of places; one in fifty suspended or gone; a grade a year."""
    since = today - timedelta(days=YEARS * 365)
    opened = {s.pk: dice.day_between(since - timedelta(days=1500), since) for s in settings}
    gone = {s.pk for s in settings if dice.chance(0.02)}
    periods, capacities = [], []
    for setting in settings:
        closed = today - timedelta(days=dice.randint(10, 700)) if setting.pk in gone else None
        periods.append(_registered(setting, RegistrationStatus.ACTIVE, opened[setting.pk], closed))
        if closed:
            periods.append(_registered(setting, RegistrationStatus.RESIGNED, closed, None))
        changed = since + timedelta(days=dice.randint(200, 1200))
        first, second = dice.weighted(SIZES), dice.weighted(SIZES)
        for start, end, places in ((opened[setting.pk], changed, first), (changed, None, second)):
            capacities.append(
                CapacityPeriod(setting=setting, registered=places, starts_on=start, ends_on=end)
            )
    RegistrationPeriod.objects.bulk_create(periods, batch_size=BATCH)
    CapacityPeriod.objects.bulk_create(capacities, batch_size=BATCH)
    SettingOwnership.objects.bulk_create(
        (SettingOwnership(setting=s, provider=s.provider, starts_on=opened[s.pk]) for s in settings),
        batch_size=BATCH,
    )
    Inspection.objects.bulk_create(
        (inspection for setting in settings for inspection in _inspections(dice, setting, today)),
        batch_size=BATCH,
    )


def _registered(setting: Setting, status: str, start: date, end: date | None) -> RegistrationPeriod:
    return RegistrationPeriod(setting=setting, status=status, starts_on=start, ends_on=end)


def _inspections(dice: Dice, setting: Setting, today: date) -> Iterator[Inspection]:
    grades = SUPPORTED_GRADES if setting.registration_type == T.SUPPORTED_ACCOMMODATION else GRADES
    if dice.chance(0.08):
        return
    on = today - timedelta(days=dice.randint(60, 400))
    for _ in range(YEARS):
        known = min(on + timedelta(days=35), today)
        outcome = dice.weighted({**grades, Outcome.NOT_YET_INSPECTED: 0})
        yield Inspection(
            setting=setting, inspected_on=on, published_on=known, known_on=known, outcome=outcome
        )
        on -= timedelta(days=dice.randint(300, 420))


def _load_reports(dice: Dice, provider: Provider, settings: Sequence[Setting], today: date) -> int:
    """A report about every third week, so that all together there are ``REPORTS`` and a few more."""
    each = -(-REPORTS // SETTINGS)
    with acting_as(Actor.provider(provider.pk)):
        made = VacancyReport.objects.bulk_create(
            (
                _report(dice, setting, today - timedelta(days=dice.randint(0, 20) + 21 * back))
                for setting in settings
                for back in reversed(range(each))
            ),
            batch_size=BATCH,
        )
    return len(made)


def _report(dice: Dice, setting: Setting, on: date) -> VacancyReport:
    admits, free = not dice.chance(0.08), dice.weighted({0: 60, 1: 25, 2: 12, 3: 3})
    return VacancyReport(
        provider_id=setting.provider_id,
        setting=setting,
        reported_at=dice.office_hour(on - timedelta(days=1)),
        reported_by="Referrals manager",
        channel=VacancyChannel.PORTAL,
        beds_free=free,
        available_from=on + timedelta(days=dice.randint(0, 30)) if free and dice.chance(0.4) else None,
        is_admitting=admits,
        not_admitting_reason="" if admits else dice.choice(NotAdmitting.values),
        needs=setting.needs,
    )


def _load_members(dice: Dice, settings: Sequence[Setting], today: date) -> int:
    """Providers from all over the country on each lot of the demo world's tools, with all their homes."""
    made = 0
    for lead in Authority.objects.filter(ends_on=None).order_by("code"):
        with acting_as(Actor.council(lead.pk, clearance=3)):
            lots = Lot.objects.filter(tool__lead_authority=lead).select_related("tool").order_by("pk")
            for lot in list(lots):
                made += _load_lot(dice, lot, settings)
    return made


def _load_lot(dice: Dice, lot: Lot, settings: Sequence[Setting]) -> int:
    by_provider: dict[int, list[Setting]] = {}
    for setting in settings:
        if setting.registration_type in REGISTERED_AS.get(ServiceCategory(lot.category), ()):
            by_provider.setdefault(setting.provider_id, []).append(setting)
    chosen = dice.sample(sorted(by_provider), min(MEMBERS_A_LOT, len(by_provider)))
    members = Membership.objects.bulk_create(
        Membership(
            tool=lot.tool,
            lot=lot,
            provider_id=pk,
            tier=dice.randint(1, 3),
            starts_on=lot.tool.starts_on,
            state_at=morning_of(lot.tool.starts_on),
        )
        for pk in chosen
    )
    covered = MembershipSetting.objects.bulk_create(
        MembershipSetting(tool=lot.tool, membership=member, setting=setting, starts_on=member.starts_on)
        for member in members
        for setting in by_provider[member.provider_id]
    )
    return len(covered)
