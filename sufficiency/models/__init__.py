from sufficiency.models.forecast import ForecastRun
from sufficiency.models.history import CareSpell

__all__ = ["CareSpell", "ForecastRun"]
