from sufficiency.models.forecast import ForecastRun, SharedOutlook
from sufficiency.models.history import CareSpell
from sufficiency.models.planning import BlockAppraisal, Futures, Scenario, SupplySnapshot
from sufficiency.models.returns import ChildLink, ReturnEpisode, ReturnYear, YearlyCount

__all__ = [
    "BlockAppraisal",
    "CareSpell",
    "ChildLink",
    "ForecastRun",
    "Futures",
    "ReturnEpisode",
    "ReturnYear",
    "Scenario",
    "SharedOutlook",
    "SupplySnapshot",
    "YearlyCount",
]
