from providers.models.imports import OfstedImport, OfstedImportProblem
from providers.models.provider import Provider, ProviderGroup, ProviderUser
from providers.models.quality import Inspection, Suspension
from providers.models.setting import CapacityPeriod, RegistrationPeriod, Setting, SettingOwnership
from providers.models.vacancy import VacancyReminder, VacancyReport

__all__ = [
    "CapacityPeriod",
    "Inspection",
    "OfstedImport",
    "OfstedImportProblem",
    "Provider",
    "ProviderGroup",
    "ProviderUser",
    "RegistrationPeriod",
    "Setting",
    "SettingOwnership",
    "Suspension",
    "VacancyReminder",
    "VacancyReport",
]
