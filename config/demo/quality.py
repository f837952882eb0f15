"""What providers say is free, and where councils have stopped placing."""

from datetime import timedelta

from config.demo.dice import Dice
from config.demo.homing import HOUSED_IN
from config.demo.world import Home, World
from core.actor import Actor, acting_as
from providers.choices import NotAdmitting, Outcome, SuspensionScope, VacancyChannel
from providers.choices import RegistrationType as T
from providers.models import Inspection, Suspension, VacancyReport

# Days since the newest word from a home: most report weekly, some have gone quiet.
AGES_OF_WORD = {1: 25, 3: 25, 6: 25, 9: 10, 13: 8, 25: 7}
EARLIER_WORDS = 3
# Children of councils outside this world live in the homes too; this is how full a home is of everybody.
FULLNESS = (0.7, 1.0)


def load_vacancies(world: World) -> None:
    kinds = {kind for kinds in HOUSED_IN.values() for kind in kinds}
    by_provider: dict[int, list[Home]] = {}
    for home in world.homes:
        if home.setting.registration_type in kinds or not home.is_bought:
            by_provider.setdefault(home.setting.provider_id, []).append(home)
    for provider_id, homes in by_provider.items():
        dice = world.dice("vacancies", provider_id)
        with acting_as(Actor.provider(provider_id)):
            VacancyReport.objects.bulk_create(
                report for home in homes for report in _reports(world, home, dice)
            )


def _reports(world: World, home: Home, dice: Dice) -> list[VacancyReport]:
    """The newest word and a few weekly ones before it, in the order they were sent."""
    newest = world.today - timedelta(days=dice.weighted(AGES_OF_WORD))
    everybody = max(home.taken, int(home.capacity * dice.uniform(*FULLNESS)))
    # A block bed nobody has taken is free, however full the rest of the home.
    free = max(min(home.capacity - everybody, 12), home.kept)
    admits = not dice.chance(0.08)
    return [
        VacancyReport(
            provider_id=home.setting.provider_id,
            setting=home.setting,
            reported_at=dice.office_hour(newest - timedelta(weeks=weeks)),
            reported_by="Referrals manager",
            channel=dice.choice((VacancyChannel.PORTAL, VacancyChannel.LINK)),
            beds_free=free if weeks == 0 else max(free - dice.randint(0, 1), 0),
            available_from=newest + timedelta(days=dice.randint(0, 14)) if free else None,
            is_admitting=admits or weeks > 0,
            not_admitting_reason="" if admits or weeks else dice.choice(NotAdmitting.values),
            needs=home.setting.needs,
        )
        for weeks in reversed(range(EARLIER_WORDS + 1))
    ]


def load_suspensions(world: World) -> None:
    """Derbyshire has stopped placing with an inadequate home, Kent with a home that nobody runs."""
    inadequate = _found_inadequate(world)
    with acting_as(world.council("DBS")):
        setting = inadequate.setting
        Suspension.objects.create(
            authority=world.authorities["DBS"],
            provider=setting.provider,
            setting=setting,
            scope=SuspensionScope.NEW_PLACEMENTS,
            reason="Judged inadequate. No new placements until the improvement plan is accepted.",
            starts_on=world.today - timedelta(days=20),
        )
    homes = [h for h in world.homes if h.area == "KEN" and h.setting.registration_type == T.CHILDRENS_HOME]
    quiet = min(homes, key=lambda home: home.taken)
    with acting_as(world.council("KEN")):
        Suspension.objects.create(
            authority=world.authorities["KEN"],
            provider=quiet.setting.provider,
            setting=quiet.setting,
            scope=SuspensionScope.ALL,
            reason="The registered manager has left and no one is in charge.",
            starts_on=world.today - timedelta(days=6),
        )


def _found_inadequate(world: World) -> Inspection:
    """An inadequate judgement in the middle of England, made now if chance has made none."""
    local = [home.setting for home in world.homes if home.area == "DBS" and home.is_bought]
    with acting_as(Actor.system()):
        found = (
            Inspection.objects.filter(setting__in=local, outcome=Outcome.INADEQUATE)
            .select_related("setting__provider")
            .order_by("-inspected_on")
            .first()
        )
        if found is None:
            on = world.today - timedelta(days=60)
            found = Inspection.objects.create(
                setting=local[0],
                inspected_on=on,
                published_on=on + timedelta(days=35),
                known_on=on + timedelta(days=35),
                outcome=Outcome.INADEQUATE,
            )
    return found
