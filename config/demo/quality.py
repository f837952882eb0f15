"""What providers say is free."""

from datetime import timedelta

from config.demo.dice import Dice
from config.demo.homing import HOUSED_IN
from config.demo.world import Home, World
from core.actor import Actor, acting_as
from providers.choices import NotAdmitting, VacancyChannel
from providers.models import VacancyReport

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
