from providers.models.imports import OfstedImport, OfstedListing
from providers.models.provider import Provider, ProviderGroup, ProviderUser
from providers.models.quality import Inspection, Suspension
from providers.models.reregistration import Reregistration
from providers.models.setting import CapacityPeriod, RegistrationPeriod, Setting, SettingOwnership
from providers.models.vacancy import VacancyReminder, VacancyReport, VacancyRhythm

__all__ = [
    "CapacityPeriod",
    "Inspection",
    "OfstedImport",
    "OfstedListing",
    "Provider",
    "ProviderGroup",
    "ProviderUser",
    "RegistrationPeriod",
    "Reregistration",
    "Setting",
    "SettingOwnership",
    "Suspension",
    "VacancyReminder",
    "VacancyReport",
    "VacancyRhythm",
]
