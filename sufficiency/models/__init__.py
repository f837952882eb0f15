from sufficiency.models.forecast import ForecastRun
from sufficiency.models.history import CareSpell
from sufficiency.models.returns import ReturnEpisode, ReturnYear, YearlyCount

__all__ = ["CareSpell", "ForecastRun", "ReturnEpisode", "ReturnYear", "YearlyCount"]
