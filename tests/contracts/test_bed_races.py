"""Beds taken at the same moment on real connections: one succeeds, the other is told why."""

from datetime import date, timedelta
from threading import Barrier, Thread

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from contracts.bed_race import Course, run_race
from contracts.models import BedBooking
from core.actor import acting_as
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import council_keeper
from tests.pages import browser_of

TODAY = timezone.localdate()


def shared_block(*councils, beds):
    block = BlockContractFactory(lead_authority=councils[0], ends_on=date(2034, 4, 1))
    for council in councils:
        BlockShareFactory(contract=block, authority=council, percent=100 // len(councils))
    home = OpenHomeFactory(provider=block.provider)
    for _ in range(beds):
        ContractedBedFactory(contract=block, setting=home)
    return block, home


def test_of_two_commissioners_who_take_the_last_bed_one_is_told_why_beside_the_form(fresh_database):
    """Both have seen it free; the forms come in together, on two connections."""
    councils = [AuthorityFactory(name="Leadshire"), AuthorityFactory(name="Partnershire")]
    block, home = shared_block(*councils, beds=1)
    people = [council_actor(Role.COMMISSIONER, authority=council) for council in councils]
    browsers = [browser_of(person) for person in people]
    typed = {"setting": home.urn}
    for name, on in (("starts_on", TODAY), ("last_day", TODAY + timedelta(days=9))):
        typed |= {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}
    address = reverse("contract_hold", args=[block.reference])
    gate, answers = Barrier(2), [None, None]

    def send(n):
        try:
            gate.wait()
            answers[n] = browsers[n].post(address, typed)
        finally:
            connection.close()

    threads = [Thread(target=send, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    loser = next(answer for answer in answers if answer.status_code == 200)
    assert loser.context["form"].errors["setting"]
    page = loser.content.decode()
    assert "Another council has just taken" in page or "No bed of the block contract is free" in page
    typed_again = [part.value for part in loser.context["form"]["starts_on"].date_parts]
    assert typed_again == [str(TODAY.day), str(TODAY.month), str(TODAY.year)]
    with acting_as(people[0]):
        assert BedBooking.objects.count() == 1


def test_a_race_for_beds_ends_without_double_booking_deadlock_or_loss(fresh_database):
    councils = [AuthorityFactory() for _ in range(2)]
    block, home = shared_block(*councils, beds=3)
    actors = [council_keeper(council) for council in councils]
    course = Course(
        contract_id=block.pk,
        lead=actors[0],
        councils=actors,
        setting_ids=[home.pk],
        category=ServiceCategory(block.category),
        first_day=TODAY,
        days=20,
    )
    race = run_race(course, clients=8, tries=4)
    assert race.is_clean
    assert race.taken and race.refused
    assert race.taken + race.refused == 32
