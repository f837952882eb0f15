"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from sufficiency.models import (
    CareSpell,
    ForecastRun,
    ReturnEpisode,
    ReturnYear,
    YearlyCount,
)

admin.site.register(
    [
        CareSpell,
        ForecastRun,
        ReturnEpisode,
        ReturnYear,
        YearlyCount,
    ],
    ReadOnlyAdmin,
)
