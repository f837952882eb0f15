from sufficiency.models.forecast import ForecastRun
from sufficiency.models.history import CareSpell
from sufficiency.models.planning import BlockAppraisal, Futures, Scenario, SupplySnapshot

__all__ = ["BlockAppraisal", "CareSpell", "ForecastRun", "Futures", "Scenario", "SupplySnapshot"]
