"""Providers and their homes: invented, but standing at real postcodes of the areas the papers are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Window
from django.db.models.functions import MD5, RowNumber

from authorities.models import Postcode, User
from config.demo.cast import COUNCILS
from config.demo.dice import Dice
from config.demo.names import KINDS, PROVIDERS
from config.demo.world import Home, World
from core.actor import Actor, acting_as
from core.periods import age_on
from providers.choices import Accepts, Need, Outcome, RegistrationStatus, RegistrationType, Sector
from providers.models import (
    CapacityPeriod,
    Inspection,
    Provider,
    ProviderGroup,
    ProviderUser,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
)

T = RegistrationType


@dataclass(frozen=True)
class Area:
    """The market in one council's area: beds in homes that sell places, in how many homes, and the agencies.

    The council's ``own_homes`` come on top.
    """

    code: str
    region: str
    beds: int
    homes: int
    fostering: int = 1
    supported: int = 1
    schools: int = 0
    own_homes: int = 0


# Kent's 336 beds and Sefton's 103 are the papers' figures; the others are illustrations.
AREAS = (
    Area("DBS", "mid", 112, 23, fostering=2, supported=2, schools=1, own_homes=4),
    Area("DBY", "mid", 44, 10, own_homes=3),
    Area("NGM", "mid", 54, 11, fostering=2, own_homes=3),
    Area("NTT", "mid", 104, 21, fostering=2, supported=2, schools=1, own_homes=4),
    Area("KEN", "south", 336, 62, fostering=3, supported=3, schools=1),
    Area("POR", "south", 22, 5),
    Area("WSX", "south", 74, 15, fostering=2, supported=2, schools=2, own_homes=3),
    Area("SFT", "north", 103, 21, fostering=2),
    Area("WRL", "north", 40, 8),
    Area("LIV", "north", 60, 12, fostering=2, supported=2),
    Area("KWL", "north", 20, 4),
    Area("HAL", "north", 20, 4),
    Area("SHN", "north", 30, 6),
    Area("LAN", "north", 50, 10),
)
REGIONS = ("mid", "south", "north")
GRADES = {
    Outcome.OUTSTANDING: 10,
    Outcome.GOOD: 68,
    Outcome.REQUIRES_IMPROVEMENT: 14,
    Outcome.INADEQUATE: 3,
    Outcome.NOT_YET_INSPECTED: 5,
}
SUPPORTED_GRADES = {
    Outcome.SA_STRONG: 30,
    Outcome.SA_INCONSISTENT: 40,
    Outcome.SA_SERIOUS: 5,
    Outcome.NOT_YET_INSPECTED: 25,
}
AGENCIES = (T.FOSTERING_AGENCY, T.SUPPORTED_ACCOMMODATION, T.COUNCIL_FOSTERING)
AGENCY_PLACES = 400
PLACES_AN_AREA = 200
AGES = ((8, 17), (10, 17), (11, 17), (7, 14), (5, 12))


def load_market(world: World) -> None:
    world.providers = _load_providers(world)
    world.postcodes = _postcodes(world)
    homes = [home for area in AREAS for home in _homes_of(world, area, world.postcodes[area.code])]
    homes += [home for council in COUNCILS for home in _own_homes(world, council.code)]
    with acting_as(Actor.system()):
        Setting.objects.bulk_create(home.setting for home in homes)
        _load_history(world, homes)
    world.homes = homes


def _load_providers(world: World) -> list[Provider]:
    """A third belong, in threes, to a group; each has one person, so that anybody asked can answer."""
    dice = world.dice("providers")
    with acting_as(Actor.system()):
        groups = ProviderGroup.objects.bulk_create(
            ProviderGroup(name=f"{PROVIDERS[-1 - n]} Group") for n in range(3)
        )
        providers = Provider.objects.bulk_create(
            Provider(
                reference=world.names.reference("PRV", dice),
                name=f"{name} {KINDS[n % len(KINDS)]}",
                organisation_urn=world.names.urn("9"),
                group=groups[n // 3] if n < 9 else None,
                sector=Sector.VOLUNTARY if KINDS[n % len(KINDS)].endswith("CIC") else Sector.PRIVATE,
            )
            for n, name in enumerate(PROVIDERS)
        )
    accounts = User.objects.bulk_create(
        User(email=f"manager@{name.lower()}.example", password="!")  # noqa: S106
        for name in PROVIDERS
    )
    for provider, account in zip(providers, accounts, strict=True):
        with acting_as(Actor.provider(provider.pk)):
            world.provider_people[provider.pk] = ProviderUser.objects.create(
                reference=world.names.reference("USR", dice),
                provider=provider,
                user=account,
                name=world.names.person(),
                job_title="Referrals manager",
                is_administrator=True,
                is_persona=True,
            )
    return providers


def _postcodes(world: World) -> dict[str, list[Postcode]]:
    """Enough real postcodes of each area, the same ones every time."""
    codes = {world.authorities[area.code].code: area.code for area in AREAS}
    with acting_as(Actor.system()):
        rows = Postcode.objects.filter(authority_code__in=codes).annotate(
            place=Window(RowNumber(), partition_by=F("authority_code"), order_by=MD5("code"))
        )
        found: dict[str, list[Postcode]] = {code: [] for code in codes.values()}
        for row in rows.filter(place__lte=PLACES_AN_AREA):
            found[codes[row.authority_code]].append(row)
    return found


def _homes_of(world: World, area: Area, places: list[Postcode]) -> Iterator[Home]:
    """The settings of one area, each run by a provider of its region."""
    dice = world.dice("homes", area.code)
    local = [p for n, p in enumerate(world.providers) if n % len(REGIONS) == REGIONS.index(area.region)]
    kinds: Iterable[tuple[RegistrationType, int]] = (
        *((T.CHILDRENS_HOME, size) for size in _spread(area.beds, area.homes)),
        *[(T.FOSTERING_AGENCY, AGENCY_PLACES)] * area.fostering,
        *[(T.SUPPORTED_ACCOMMODATION, 40)] * area.supported,
        *[(T.RESIDENTIAL_SCHOOL, 24)] * area.schools,
    )
    for n, (kind, size) in enumerate(kind for _ in range(world.factor) for kind in kinds):
        provider = local[n % len(local)]
        setting = _setting(world, dice, kind, provider, places[n % len(places)])
        setting.authority = world.authorities[area.code]
        yield Home(setting, area.code, size)


def _own_homes(world: World, code: str) -> Iterator[Home]:
    """The council's own fostering service and homes; every place in them is taken."""
    dice, authority, places = world.dice("own", code), world.authorities[code], world.postcodes[code]
    homes = sum(area.own_homes for area in AREAS if area.code == code)
    with acting_as(Actor.system()):
        own = Provider.objects.create(
            reference=world.names.reference("PRV", dice),
            name=f"{authority.name} Council (demonstration)",
            sector=Sector.LOCAL_AUTHORITY,
        )
    for kind, size in [(T.COUNCIL_FOSTERING, AGENCY_PLACES), *[(T.CHILDRENS_HOME, 6)] * homes]:
        setting = _setting(world, dice, kind, own, dice.choice(places))
        setting.authority = authority
        if kind == T.COUNCIL_FOSTERING:
            setting.name = f"{authority.name} fostering service (demonstration)"
        yield Home(setting, code, size, taken=size)


def _spread(beds: int, homes: int) -> list[int]:
    """Sizes of homes that add to ``beds`` and differ by a few, as real ones do."""
    sizes = [beds // homes + (n < beds % homes) for n in range(homes)]
    for n in range(0, homes - 1, 3):
        sizes[n] -= 2
        sizes[n + 1] += 2
    return sizes


def _setting(
    world: World, dice: Dice, kind: RegistrationType, provider: Provider, place: Postcode
) -> Setting:
    first = provider.name.partition(" ")[0]
    agency = kind in AGENCIES
    lowest, highest = {
        T.FOSTERING_AGENCY: (0, 17),
        T.COUNCIL_FOSTERING: (0, 17),
        T.SUPPORTED_ACCOMMODATION: (16, 17),
        T.RESIDENTIAL_SCHOOL: (8, 17),
    }.get(kind, dice.choice(AGES))
    name = {
        T.FOSTERING_AGENCY: f"{first} Fostering {place.code[:-3]}",
        T.SUPPORTED_ACCOMMODATION: f"{first} Supported Living {place.code[:-3]}",
    }.get(kind) or world.names.home(provider.name, dice)
    postcode = f"{place.code[:-3]} {place.code[-3:]}"
    return Setting(
        urn=world.names.urn("9" if agency else "SC9"),
        name=f"{name} School" if kind == T.RESIDENTIAL_SCHOOL else name,
        provider=provider,
        registration_type=kind,
        sector=provider.sector,
        postcode=postcode,
        easting=place.easting,
        northing=place.northing,
        age_from=lowest,
        age_to=highest,
        accepts=Accepts.ANY
        if agency
        else dice.weighted({Accepts.ANY: 7, Accepts.MALE: 2, Accepts.FEMALE: 1}),
        needs=sorted(dice.sample(Need.values, 6 if agency else 5)),
        has_several_buildings=agency,
    )


def _load_history(world: World, homes: list[Home]) -> None:
    dice = world.dice("history")
    opened = {home.setting.pk: dice.day_between(world.year_start(-9), world.year_start(-2)) for home in homes}
    SettingOwnership.objects.bulk_create(
        SettingOwnership(setting=h.setting, provider=h.setting.provider, starts_on=opened[h.setting.pk])
        for h in homes
    )
    RegistrationPeriod.objects.bulk_create(
        RegistrationPeriod(
            setting=h.setting, status=RegistrationStatus.ACTIVE, starts_on=opened[h.setting.pk]
        )
        for h in homes
    )
    CapacityPeriod.objects.bulk_create(
        CapacityPeriod(
            setting=h.setting,
            registered=h.capacity,
            operational=h.capacity - (dice.chance(0.2) and h.capacity > 2),
            starts_on=opened[h.setting.pk],
        )
        for h in homes
    )
    Inspection.objects.bulk_create(
        inspection for h in homes for inspection in _inspections(dice, h, opened[h.setting.pk], world.today)
    )


def _inspections(dice: Dice, home: Home, opened: date, today: date) -> Iterator[Inspection]:
    """One about every year since it opened, published five weeks later; some homes have had none yet."""
    supported = home.setting.registration_type == T.SUPPORTED_ACCOMMODATION
    grades = SUPPORTED_GRADES if supported else GRADES
    outcome = dice.weighted(grades)
    if outcome == Outcome.NOT_YET_INSPECTED:
        return
    on = today - timedelta(days=dice.randint(60, 400))
    for _ in range(min(3, age_on(opened, today))):
        published = on + timedelta(days=35)
        if published > today:
            published = today
        yield Inspection(
            setting=home.setting, inspected_on=on, published_on=published, known_on=published, outcome=outcome
        )
        on -= timedelta(days=dice.randint(300, 420))
        outcome = dice.weighted({**grades, Outcome.NOT_YET_INSPECTED: 0})
        if on < opened:
            return
