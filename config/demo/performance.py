"""Targets of the D2N2 framework and of Derbyshire's block, what they missed, and the steps that opened."""

from datetime import timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.world import World
from contracts.models import BlockContract
from contracts.quarters import quarter_before
from contracts.selectors.performance import Arrangement, kpis_of
from contracts.services.performance import (
    add_kpi,
    add_step,
    open_for_alerts,
    record_result,
    review_quarter,
)
from contracts.tool_choices import Comparator, Measure, Trigger
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from placements.services.performance import measure_quarter

C = Comparator
OF_TOOL = (
    ("Referrals are answered in time", Measure.ANSWER_HOURS, C.AT_MOST, "48"),
    ("Referrals end in an offer", Measure.ACCEPTANCE, C.AT_LEAST, "30"),
    ("Homes are good or better", Measure.GOOD_OR_BETTER, C.AT_LEAST, "90"),
    ("Children do not move early", Measure.STABILITY, C.AT_LEAST, "85"),
)
OF_BLOCK = (
    ("Beds are in use", Measure.FILL, C.AT_LEAST, "90"),
    ("Homes are good or better", Measure.GOOD_OR_BETTER, C.AT_LEAST, "100"),
    ("Local apprentices taken on", Measure.ENTERED, C.AT_LEAST, "4"),
)
PROTOCOL = (
    (Trigger.KPI_MISSED, "Meet the provider and agree what will change by when", Role.COMMISSIONER, 10),
    (Trigger.KPI_MISSED, "Write to the provider's director and ask for a plan", Role.HEAD_OF_SERVICE, 10),
    (
        Trigger.BELOW_GOOD,
        "Visit the home and read the report with its manager",
        Role.COMMISSIONER,
        5,
    ),
    (Trigger.BELOW_GOOD, "Decide whether new placements stop until it is good", Role.HEAD_OF_SERVICE, 5),
)
PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Return</title></head><body>'
    "<h1>Social value return</h1><p>Invented for the demonstration: two apprentices.</p></body></html>"
)


def load_performance(world: World) -> None:
    framework = world.tools["TL-D2N2"]
    for council, arrangement, targets in (
        ("NTT", framework, OF_TOOL),
        ("DBS", _block(world), OF_BLOCK),
    ):
        keeper = world.person(council, Role.COMMISSIONER)
        with acting_as(keeper):
            _set_targets(arrangement, targets, keeper)
            measure_quarter(arrangement=arrangement, by=keeper, at=world.now)
    partner = world.person("DBS", Role.COMMISSIONER)
    with acting_as(partner):
        measure_quarter(arrangement=framework, by=partner, at=world.now)
    _miss_one(world)


def _block(world: World) -> BlockContract:
    with acting_as(world.council("DBS")):
        return BlockContract.objects.get(reference="BLK-DBS")


def _set_targets(
    arrangement: Arrangement, targets: tuple[tuple[str, Measure, Comparator, str], ...], keeper: Actor
) -> None:
    for name, measure, comparator, target in targets:
        definition = "Apprentices from the county who started in the quarter, by the provider's return."
        add_kpi(
            arrangement=arrangement,
            name=name,
            measure=measure,
            definition=definition if measure == Measure.ENTERED else "",
            comparator=comparator,
            target=Decimal(target),
            starts_on=arrangement.starts_on,
            by=keeper,
        )
    for trigger, text, role, days in PROTOCOL:
        add_step(arrangement=arrangement, trigger=trigger, text=text, role=role, working_days=days, by=keeper)


def _miss_one(world: World) -> None:
    """Derbyshire enters two apprentices of four, with the return that says so, and looks at the quarter."""
    keeper, block = world.person("DBS", Role.COMMISSIONER), _block(world)
    quarter = quarter_before(world.today).start
    at = world.now - timedelta(hours=14)
    with acting_as(keeper):
        record_result(
            kpi=kpis_of(block, on=world.today).get(measure=Measure.ENTERED),
            quarter=quarter,
            value=Decimal(2),
            upload=Upload("return.pdf", "application/pdf", render_pdf(PAGE, title="Social value return")),
            by=keeper,
            at=at,
        )
        review_quarter(
            arrangement=block,
            quarter=quarter,
            conclusion="Two apprentices of four. The provider blames a late college year: see January.",
            by=keeper,
            at=at,
        )
        open_for_alerts(by=keeper, at=world.now)
