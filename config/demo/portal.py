"""What providers keep of themselves: insurance, people, and now and then a word that cannot be right."""

from dataclasses import replace
from datetime import date, timedelta

from authorities.models import User
from config.demo.world import Home, World
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from providers.choices import DocumentKind, ProviderRole, RegistrationType, VacancyChannel
from providers.models import Provider, ProviderUser
from providers.services.colleagues import invite_colleague
from providers.services.documents import add_document
from providers.services.grants import set_vacancy_grants
from providers.services.vacancies import report_vacancy

# Days until cover ends: most is in force, some runs out soon, a little has run out.
DAYS_OF_COVER = {250: 50, 120: 25, 18: 15, -12: 10}
COVER = (DocumentKind.EMPLOYERS_LIABILITY, DocumentKind.PUBLIC_LIABILITY)
PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Certificate</title></head><body>'
    "<h1>Certificate of insurance</h1><p>Invented for the demonstration: it insures nobody.</p></body></html>"
)


def load_portal(world: World) -> None:
    certificate = render_pdf(PAGE, title="Certificate of insurance")
    deputies = User.objects.bulk_create(
        User(email=f"deputy@{_domain(provider)}", password="!")  # noqa: S106
        for provider in world.providers
    )
    for number, (provider, deputy) in enumerate(zip(world.providers, deputies, strict=True)):
        _insure(world, provider, certificate)
        with acting_as(_administrator(world, provider)) as administrator:
            _add_deputy(world, provider, deputy)
            if number % 3 == 0:
                _invite_newcomer(world, provider, administrator)
    _let_sisters_in(world)
    for home in _doubtful(world):
        _tell_too_much(world, home)


def _let_sisters_in(world: World) -> None:
    """In the first group every company lets the first of them keep its vacancies."""
    first = world.providers[0]
    for sister in world.providers[1:]:
        if first.group_id and sister.group_id == first.group_id:
            with acting_as(_administrator(world, sister)) as administrator:
                at = world.now - timedelta(days=40)
                set_vacancy_grants(to=[first], by=administrator, at=at)


def _administrator(world: World, provider: Provider) -> Actor:
    person = world.provider_person(provider.pk)
    return replace(person, roles=person.roles | {ProviderRole.PROVIDER_ADMINISTRATOR.value})


def _insure(world: World, provider: Provider, certificate: bytes) -> None:
    """A year's cover of each kind; one provider in ten has never shown its employers' liability."""
    dice = world.dice("cover", provider.pk)
    with acting_as(world.provider_person(provider.pk)) as person:
        for kind in COVER:
            if kind == DocumentKind.EMPLOYERS_LIABILITY and dice.chance(0.1):
                continue
            ends_on: date = world.today + timedelta(days=dice.weighted(DAYS_OF_COVER))
            upload = Upload(f"{kind.value.replace('_', '-')}.pdf", "application/pdf", certificate)
            begun = dice.office_hour(ends_on - timedelta(days=364))
            add_document(kind=kind, upload=upload, expires_on=ends_on, by=person, at=begun)


def _domain(provider: Provider) -> str:
    return f"{provider.name.partition(' ')[0].lower()}.example"


def _add_deputy(world: World, provider: Provider, deputy: User) -> None:
    ProviderUser.objects.create(
        reference=world.names.reference("USR", world.dice("deputy", provider.pk)),
        provider=provider,
        user=deputy,
        name=world.names.person(),
        job_title="Deputy manager",
    )


def _invite_newcomer(world: World, provider: Provider, administrator: Actor) -> None:
    """Somebody who has not answered yet."""
    invite_colleague(
        email=f"newcomer@{_domain(provider)}",
        name=world.names.person(),
        job_title="Placements administrator",
        is_administrator=False,
        by=administrator,
        at=world.now - timedelta(days=1),
    )


def _doubtful(world: World) -> list[Home]:
    """One home each of two providers, in which children of this world live."""
    lived_in = [
        home
        for home in world.homes
        if home.is_bought
        and 0 < home.taken < home.capacity
        and home.setting.registration_type == RegistrationType.CHILDRENS_HOME
    ]
    by_provider = {home.setting.provider_id: home for home in reversed(lived_in)}
    return [by_provider[each.pk] for each in world.providers if each.pk in by_provider][:2]


def _tell_too_much(world: World, home: Home) -> None:
    """One place more than the children known to live there leave."""
    person = world.provider_person(home.setting.provider_id)
    with acting_as(person):
        report_vacancy(
            setting=home.setting,
            beds_free=home.capacity - home.taken + 1,
            available_from=None,
            is_admitting=True,
            needs=home.setting.needs,
            by=person,
            at=world.now - timedelta(hours=15),
            channel=VacancyChannel.PORTAL,
        )
