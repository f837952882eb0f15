"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from providers.models import (
    CapacityPeriod,
    Inspection,
    OfstedImport,
    Provider,
    ProviderGroup,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
    Suspension,
    VacancyReport,
)

admin.site.register(
    [
        CapacityPeriod,
        Inspection,
        OfstedImport,
        Provider,
        ProviderGroup,
        RegistrationPeriod,
        Setting,
        SettingOwnership,
        Suspension,
        VacancyReport,
    ],
    ReadOnlyAdmin,
)
