"""Records of the children looked after today or until lately, and the care history of all before them."""

from datetime import date, timedelta

from authorities.choices import ServiceCategory
from config.demo.care import LifeInCare, lives_in_care
from config.demo.cast import COUNCILS, Council
from config.demo.dice import Dice
from config.demo.world import LivedChild, World
from core.actor import acting_as
from core.periods import age_on
from placements.choices import LegalStatus
from placements.models import Child, ChildIdentity, LegalStatusPeriod
from providers.choices import Sex
from sufficiency.choices import PlacedWith, SpellSource
from sufficiency.models import CareSpell

# Those who left longer ago than this have a history, but no record of their own here.
RECENT = timedelta(days=400)
BATCH = 2_000


def load_children(world: World) -> None:
    for council in COUNCILS:
        dice = world.dice("care", council.code)
        lives = lives_in_care(council, today=world.today, factor=world.factor, dice=dice)
        with acting_as(world.council(council.code)):
            world.children[council.code] = _load_records(world, council, lives, dice)
            _load_spells(world, council, lives, dice)


def _load_records(world: World, council: Council, lives: list[LifeInCare], dice: Dice) -> list[LivedChild]:
    authority = world.authorities[council.code]
    recent = [life for life in lives if (life.spells[-1].ends_on or world.today) > world.today - RECENT]
    rows = Child.objects.bulk_create(
        (
            Child(
                authority=authority,
                reference=world.names.reference("CHD", dice),
                sex=dice.weighted({Sex.MALE: 56, Sex.FEMALE: 44}),
                birth_month=life.born_on.replace(day=1),
                is_uasc=life.is_uasc,
                looked_after_since=life.since,
            )
            for life in recent
        ),
        batch_size=BATCH,
    )
    places = world.postcodes[council.code]
    lived = [LivedChild(row, life, dice.choice(places)) for row, life in zip(rows, recent, strict=True)]
    ChildIdentity.objects.bulk_create((_identity(world, child, dice) for child in lived), batch_size=BATCH)
    LegalStatusPeriod.objects.bulk_create(
        (
            LegalStatusPeriod(
                authority=authority,
                child=child.row,
                status=_legal_status(child.life, world.today, dice),
                starts_on=child.life.since,
                ends_on=child.life.spells[-1].ends_on,
            )
            for child in lived
        ),
        batch_size=BATCH,
    )
    return lived


def _identity(world: World, child: LivedChild, dice: Dice) -> ChildIdentity:
    postcode = child.home.code
    return ChildIdentity(
        authority_id=child.row.authority_id,
        child=child.row,
        full_name=world.names.child(),
        date_of_birth=child.life.born_on,
        home_postcode=f"{postcode[:-3]} {postcode[-3:]}",
        case_number=f"TEST-{dice.randint(100_000, 999_999)}",
        school="Example Academy" if age_on(child.life.born_on, world.today) >= 4 else "",
    )


def _legal_status(life: LifeInCare, today: date, dice: Dice) -> LegalStatus:
    if life.is_uasc:
        return LegalStatus.V2
    young = age_on(life.born_on, today) < 6
    weights = {LegalStatus.C2: 50, LegalStatus.C1: 22, LegalStatus.V2: 18, LegalStatus.E1: 12 if young else 0}
    return dice.weighted(weights)


def _load_spells(world: World, council: Council, lives: list[LifeInCare], dice: Dice) -> None:
    authority = world.authorities[council.code]
    keys = {id(child.life): child.row.reference for child in world.children[council.code]}
    CareSpell.objects.bulk_create(
        (
            CareSpell(
                authority=authority,
                child_key=key,
                birth_month=life.born_on.replace(day=1),
                is_uasc=life.is_uasc,
                category=spell.category,
                placement_type=_placed_with(spell.category, key),
                starts_on=spell.starts_on,
                ends_on=spell.ends_on,
                source=SpellSource.OWN,
            )
            for life in lives
            for key in [keys.get(id(life)) or world.names.reference("CHD", dice)]
            for spell in life.spells
        ),
        batch_size=BATCH,
    )


def _placed_with(category: ServiceCategory, key: str) -> str:
    """Of ten fostered children four are with agencies, two with relatives or friends; the same each time."""
    if category != ServiceCategory.FOSTERING:
        return PlacedWith.RESIDENTIAL if category == ServiceCategory.SCHOOL else PlacedWith(category)
    draw = sum(key.encode()) % 10
    if draw < 4:
        return PlacedWith.FOSTER_IFA
    return PlacedWith.FOSTER_KIN if draw < 6 else PlacedWith.FOSTER_INHOUSE
