from providers.models.imports import OfstedImport, OfstedImportProblem, OfstedListing
from providers.models.provider import Provider, ProviderGroup, ProviderUser
from providers.models.quality import Inspection, Suspension
from providers.models.setting import CapacityPeriod, RegistrationPeriod, Setting, SettingOwnership
from providers.models.vacancy import VacancyReminder, VacancyReport, VacancyRhythm

__all__ = [
    "CapacityPeriod",
    "Inspection",
    "OfstedImport",
    "OfstedImportProblem",
    "OfstedListing",
    "Provider",
    "ProviderGroup",
    "ProviderUser",
    "RegistrationPeriod",
    "Setting",
    "SettingOwnership",
    "Suspension",
    "VacancyReminder",
    "VacancyReport",
    "VacancyRhythm",
]
