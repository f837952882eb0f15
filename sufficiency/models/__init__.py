from sufficiency.models.forecast import ForecastRun
from sufficiency.models.history import CareSpell
from sufficiency.models.planning import BlockAppraisal, Futures, Scenario, SupplySnapshot
from sufficiency.models.returns import ReturnEpisode, ReturnYear, YearlyCount

__all__ = [
    "BlockAppraisal",
    "CareSpell",
    "ForecastRun",
    "Futures",
    "ReturnEpisode",
    "ReturnYear",
    "Scenario",
    "SupplySnapshot",
    "YearlyCount",
]
