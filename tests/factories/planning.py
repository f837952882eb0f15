"""Simulated futures, scenarios on them, and a block weighed on them."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
import numpy as np

from sufficiency.forecast import CATEGORIES, Category
from sufficiency.models import BlockAppraisal, ChildLink, Futures, Scenario
from sufficiency.planning.block import BlockTerms, appraise
from sufficiency.planning.packing import pack, unpack
from sufficiency.selectors.forecasts import last_recorded
from tests.factories.authorities import AuthorityFactory, StaffMemberFactory
from tests.factories.reports import NOW, ForecastRunFactory
from tests.factories.walled import WalledFactory

PATHS, MONTHS = 100, 36
STEP_DOWN = {
    "kind": "step_down",
    "from_month": 3,
    "monthly_percent": 1.5,
    "age_bands": ["10-15"],
    "months": None,
    "yearly_cost": 100_000.0,
}
# Fifteen beds at 10% under spot, wholly guaranteed: the deal whose break-even is 13.5 beds.
FIFTEEN_BEDS = BlockTerms(
    beds=15,
    weekly_price=Decimal("4101.30"),
    guaranteed_percent=Decimal(100),
    first_month=1,
    beds_a_month=15,
    term_months=12,
    indexation_percent=Decimal(0),
    spot_weekly=Decimal("4557.00"),
    spot_standard_error=Decimal(0),
    spot_growth_percent=Decimal(0),
    suitable_percent=Decimal(60),
    matching_percent=Decimal(0),
    turnover_percent=Decimal(5),
)


def wandering(start: int = 30, *, seed: int = 1) -> np.ndarray:
    """Children by path, month and kind: each kind starts at a multiple of ``start`` and wanders."""
    steps = np.random.default_rng(seed).integers(-1, 2, (PATHS, MONTHS, len(CATEGORIES)))
    return np.maximum(np.array([3, 1, 1, 1]) * start + np.cumsum(steps, axis=1), 0)


class FuturesFactory(WalledFactory):
    class Meta:
        model = Futures

    run = factory.SubFactory(ForecastRunFactory)
    authority = factory.SelfAttribute("run.authority")
    reference = factory.Sequence(lambda n: f"FUT-{n:06d}")
    counts = factory.LazyFunction(lambda: pack(wandering()))
    prices = factory.LazyFunction(
        lambda: {
            "fostering": {"mean": 700.0, "standard_error": 20.0, "placements": 60},
            "residential": {"mean": 4557.0, "standard_error": 90.0, "placements": 30},
        }
    )
    input_hash = "0" * 64
    made_at = NOW


class ScenarioFactory(WalledFactory):
    class Meta:
        model = Scenario

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"SCN-{n:06d}")
    name = factory.Sequence(lambda n: f"Scenario {n}")
    changes = factory.LazyFunction(lambda: [STEP_DOWN])
    made_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    made_at = NOW
    changed_at = NOW


class ChildLinkFactory(WalledFactory):
    class Meta:
        model = ChildLink

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"WHO-{n:06d}")
    child_code = factory.Sequence(lambda n: f"A{n}")
    why = "The case number was checked."
    made_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    made_at = NOW


class BlockAppraisalFactory(WalledFactory):
    class Meta:
        model = BlockAppraisal

    futures = factory.SubFactory(FuturesFactory)
    authority = factory.SelfAttribute("futures.authority")
    reference = factory.Sequence(lambda n: f"BVS-{n:06d}")
    name = "Fifteen beds"
    category = Category.RESIDENTIAL
    terms = factory.LazyFunction(lambda: {key: str(value) for key, value in vars(FIFTEEN_BEDS).items()})
    made_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    made_at = NOW

    @factory.lazy_attribute
    def result(self: Any) -> dict[str, Any]:
        need = unpack(bytes(self.futures.counts))[:, :, CATEGORIES.index(Category.RESIDENTIAL)]
        return appraise(need, last_recorded(self.futures.run), FIFTEEN_BEDS, seed=1)


LAST_MONTH = date(2026, 10, 31)
