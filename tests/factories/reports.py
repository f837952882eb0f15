"""A council with a live block contract, ledger, care history and budget: what a paper is written from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, Budget
from contracts.choices import BedNightState, ChargeKind, FeeKind, PurchaseBasis, Route
from contracts.models import BedNight, BlockContract, Charge, ContractOption
from core.actor import Actor, acting_as
from core.jobs.worker import run_next
from reports.life_choices import NoticeRoute
from reports.models import Paper
from reports.selectors.papers import sections_needed
from reports.services.consulting import Asked, answer_sign_off, ask_sign_offs, clear_paper
from reports.services.notices import give_notice
from reports.services.papers import create_paper, edit_section
from reports.sign_offs import usually_asked
from sufficiency.choices import SpellSource
from sufficiency.forecast.history import months_after
from sufficiency.forecast.result import QUANTILES
from sufficiency.models import CareSpell, ForecastRun
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import (
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
    _OfBlockFactory,
)
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory
from tests.factories.walled import WalledFactory, council_keeper

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MEETING = date(2027, 1, 21)


class ContractOptionFactory(_OfBlockFactory):
    class Meta:
        model = ContractOption

    contract = factory.SubFactory(BlockContractFactory)
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    months = 24
    notice_months = 12


class BudgetFactory(WalledFactory):
    class Meta:
        model = Budget

    authority = factory.SubFactory(AuthorityFactory)
    category = ServiceCategory.RESIDENTIAL
    amount = Decimal("23700000.00")
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 4, 1)
    recorded_at = NOW


@dataclass(frozen=True)
class BlockWorld:
    """One council, its writer, and the block its paper is about."""

    authority: Authority
    contract: BlockContract
    writer: Actor


def block_world(*, ledger: bool = True, placements: bool = True, children: int = 60) -> BlockWorld:
    """A 3+2+2 block of 15 beds at 10% under spot, 14 of them in use; a child enters care every 21 days."""
    authority = AuthorityFactory.create(name="Exampleshire County Council")
    contract = BlockContractFactory.create(
        name="Peak homes",
        lead_authority=authority,
        beds_agreed=15,
        weekly_rate=Decimal("4101.30"),
        annual_ceiling=Decimal("4500000.00"),
        total_ceiling=Decimal("31500000.00"),
        starts_on=date(2024, 4, 1),
        ends_on=date(2027, 4, 1),
        decision_reference="C12/2023",
    )
    BlockShareFactory(contract=contract)
    for _ in range(2):
        ContractOptionFactory(contract=contract)
    beds = [ContractedBedFactory.create(contract=contract) for _ in range(15)]
    BudgetFactory(authority=authority)
    with acting_as(council_keeper(authority)):
        CareSpell.objects.bulk_create(_spells(authority, children))
        if ledger:
            BedNight.objects.bulk_create(_bed_nights(authority, contract, beds))
            Charge.objects.bulk_create(_charges(authority, contract))
    bases = (PurchaseBasis.IN_HOUSE, *[PurchaseBasis.SPOT] * 6, *[PurchaseBasis.BLOCK] * 5)
    for basis in bases if placements else ():
        agreement = ActiveAgreementFactory(authority=authority, purchase_basis=basis)
        ActivePlacementFactory(agreement=agreement)
    return BlockWorld(authority, contract, council_actor(Role.COMMISSIONER, authority=authority))


def drafted_paper(world: BlockWorld, *, meeting_on: date = MEETING) -> Paper:
    """A draft with every section written."""
    with acting_as(world.writer):
        paper = create_paper(block_contract=world.contract, meeting_on=meeting_on, by=world.writer, at=NOW)
        for key in ("consultation", "human_resources", "equality"):
            edit_section(paper=paper, key=key, text="Written by its owner.", by=world.writer, at=NOW)
    return paper


def ready_paper(world: BlockWorld) -> Paper:
    """Written, signed off by everybody, cleared, and noticed: it may be published."""
    paper = drafted_paper(world)
    signed_off(paper, world)
    with acting_as(world.writer):
        give_notice(
            paper=paper,
            route=NoticeRoute.FULL,
            matter="Whether to keep the block",
            documents="",
            reasons="",
            agreed_by="",
            representations="",
            by=world.writer,
            at=NOW,
            on=TODAY,
        )
        paper.refresh_from_db()
    while run_next():
        """Letters to those asked."""
    return paper


def signed_off(paper: Paper, world: BlockWorld, *, clear: bool = True) -> None:
    """Ask every topic the paper needs, have each signed off, and the whole cleared."""
    director = council_actor(Role.DCS, authority=world.authority)
    with acting_as(world.writer):
        asked = [Asked(topic, role=role) for topic, role in usually_asked(sections_needed(paper)).items()]
        made = ask_sign_offs(
            paper=paper, asked=asked, due_on=MEETING - timedelta(days=20), by=world.writer, at=NOW, on=TODAY
        )
    for each in made:
        with acting_as(council_actor(Role(each.role), authority=world.authority)) as officer:
            answer_sign_off(sign_off=each, agrees=True, reference="FD.1", words="", by=officer, at=NOW)
    if clear:
        with acting_as(director):
            clear_paper(paper=paper, by=director, at=NOW)
            paper.refresh_from_db()


class ForecastRunFactory(WalledFactory):
    """Two months recorded and 36 ahead: 30 children in homes and 100 in all, within bands of a few."""

    class Meta:
        model = ForecastRun

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"FOR-{n:06d}")
    as_at = TODAY
    horizon_months = 36
    paths = 1000
    seed = 1
    input_hash = "0" * 64
    method = "last value"
    history = factory.LazyFunction(
        lambda: [
            {"month": month, "category": category, "age_band": "10-15", "count": count}
            for month in ("2026-09-30", "2026-10-31")
            for category, count in (("residential", 30), ("fostering", 67), ("supported", 3))
        ]
    )
    points = factory.LazyFunction(
        lambda: [
            {"month": month.isoformat(), "category": category, "age_band": "all", "mean": float(middle)}
            | {name: middle + n - 3 for n, name in enumerate(QUANTILES)}
            for month in months_after(date(2026, 10, 31), 36)
            for category, middle in (("all", 100), ("residential", 30))
        ]
    )
    grade = factory.LazyFunction(
        lambda: {"method": "last value", "verdict": "Too short to test.", "origins": 0, "scores": []}
    )
    made_at = NOW


def _spells(authority: Authority, children: int) -> list[CareSpell]:
    """One child enters every three weeks and stays three years; every third is in a children's home."""
    first = TODAY - timedelta(days=21 * children)
    kinds = (ServiceCategory.FOSTERING, ServiceCategory.RESIDENTIAL, ServiceCategory.FOSTERING)

    def spell(n: int) -> CareSpell:
        starts_on = first + timedelta(days=21 * n)
        ends_on = starts_on + timedelta(days=900 + 37 * (n % 11))
        return CareSpell(
            authority=authority,
            child_key=f"C{n:04d}",
            birth_month=date(starts_on.year - 3 - n % 12, n % 12 + 1, 1),
            category=kinds[n % 3],
            placement_type=("foster_ifa", "residential", "foster_inhouse")[n % 3],
            starts_on=starts_on,
            ends_on=ends_on if ends_on < TODAY else None,
            source=SpellSource.OWN,
        )

    return [spell(n) for n in range(children)]


def _bed_nights(authority: Authority, contract: BlockContract, beds: list[Any]) -> list[BedNight]:
    """Fourteen of fifteen beds in use on each of the last 365 nights."""
    return [
        BedNight(
            contract=contract,
            bed=bed,
            night=TODAY - timedelta(days=day),
            state=BedNightState.OCCUPIED if number else BedNightState.VOID_AVAILABLE,
            authority=authority if number else None,
        )
        for day in range(1, 366)
        for number, bed in enumerate(beds)
    ]


def _charges(authority: Authority, contract: BlockContract) -> list[Charge]:
    """A spot placement at £4,557.00 a week (£651.00 a night) for 70 nights; a void of £100.00 a year ago."""
    facts = {
        "authority": authority,
        "fee_kind": FeeKind.CORE,
        "category": ServiceCategory.RESIDENTIAL,
        "provider": contract.provider,
        "posted_at": NOW,
    }
    spot = [
        Charge(
            kind=ChargeKind.PLACEMENT,
            source_reference="PLA-SPOT",
            component_key="fee-1",
            night=TODAY - timedelta(days=day),
            amount=Decimal("651.00"),
            route=Route.SPOT,
            **facts,
        )
        for day in range(1, 71)
    ]
    void = Charge(
        kind=ChargeKind.VOID,
        source_reference=contract.reference,
        component_key="bed-1",
        night=TODAY - timedelta(days=365),
        amount=Decimal("100.00"),
        route=Route.BLOCK,
        **facts,
    )
    return [*spot, void]
