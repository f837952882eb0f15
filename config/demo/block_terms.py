"""What is under way on block contracts: new terms put to a provider, and a higher price to be applied."""

from datetime import timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.world import World
from contracts.models import BlockContract
from contracts.selectors.block_life import terms_in_force
from contracts.services.block_changes import NewTerms
from contracts.services.block_proposals import propose_terms
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import answer_uplift, ask_uplift
from core.actor import acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from placements.services.uplifts import prepare_uplift

PAGE = "<html lang='en'><body><h1>Running costs</h1><p>Invented for the demonstration.</p></body></html>"


def load_block_terms(world: World) -> None:
    _propose_two_beds_more(world)
    _raise_a_price(world)


def _propose_two_beds_more(world: World) -> None:
    """Derbyshire asks its provider for two beds more from the coming April; the provider has not answered."""
    person = world.person("DBS", Role.COMMISSIONER)
    with acting_as(person):
        contract = BlockContract.objects.get(reference="BLK-DBS")
        rate = terms_in_force(contract, on=world.year_start(1)).weekly_rate
        propose_terms(
            contract=contract,
            terms=NewTerms(
                starts_on=world.year_start(1),
                beds_agreed=20,
                weekly_rate=rate,
                guaranteed_weekly=rate,
                payable_voids=contract.payable_voids,
                below_good_percent=Decimal(50),
                indexation_percent=contract.indexation_percent,
                reason="Two children are to come home. While a home is below good, half is paid.",
            ),
            by=person,
            at=world.now - timedelta(days=6),
        )


def _raise_a_price(world: World) -> None:
    """The regional project's provider asked for 1.5%; Kent agreed, and somebody else is to apply it."""
    today, effective = world.today, world.year_start(1)
    if effective - today < timedelta(days=90):
        effective = world.year_start(2)
    person = world.person("KEN", Role.COMMISSIONER)
    with acting_as(person):
        contract = BlockContract.objects.get(reference="BLK-KEN")
        window = open_window(
            block=contract,
            opens_on=today - timedelta(days=40),
            closes_on=today + timedelta(days=10),
            decide_by=today + timedelta(days=60),
            effective_on=effective,
            cap_percent=Decimal("1.50"),
            cpi_percent=Decimal("2.60"),
            review_above_percent=Decimal("3.00"),
            by=person,
            at=world.now - timedelta(days=45),
        )
    provider = world.provider_person(contract.provider_id)
    with acting_as(provider):
        asked = ask_uplift(
            window=window,
            percent=Decimal("1.50"),
            reasons="Pay for care staff rose in April.",
            evidence=[
                Upload("running-costs.pdf", "application/pdf", render_pdf(PAGE, title="Running costs"))
            ],
            by=provider,
            at=world.now - timedelta(days=30),
        )
    with acting_as(person):
        answer = answer_uplift(
            request=asked,
            verb="agree",
            reasons="Within the rule.",
            by=person,
            at=world.now - timedelta(days=9),
        )
        prepare_uplift(answer=answer, effective_on=effective, by=person, at=world.now)
