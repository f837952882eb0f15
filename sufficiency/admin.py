"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from sufficiency.models import (
    BlockAppraisal,
    CareSpell,
    ForecastRun,
    Futures,
    ReturnEpisode,
    ReturnYear,
    Scenario,
    SupplySnapshot,
    YearlyCount,
)

admin.site.register(
    [
        BlockAppraisal,
        CareSpell,
        ForecastRun,
        Futures,
        Scenario,
        SupplySnapshot,
        ReturnEpisode,
        ReturnYear,
        YearlyCount,
    ],
    ReadOnlyAdmin,
)
