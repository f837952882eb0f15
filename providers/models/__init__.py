from providers.models.imports import OfstedImport, OfstedImportProblem, OfstedListing
from providers.models.oversight import Concern, QualityNote, QualityVisit, Reg44Report
from providers.models.provider import Provider, ProviderGroup, ProviderUser
from providers.models.quality import Inspection, QualityAlert, Suspension
from providers.models.setting import CapacityPeriod, RegistrationPeriod, Setting, SettingOwnership
from providers.models.vacancy import VacancyReminder, VacancyReport, VacancyRhythm

__all__ = [
    "CapacityPeriod",
    "Concern",
    "Inspection",
    "OfstedImport",
    "OfstedImportProblem",
    "OfstedListing",
    "Provider",
    "ProviderGroup",
    "ProviderUser",
    "QualityAlert",
    "QualityNote",
    "QualityVisit",
    "Reg44Report",
    "RegistrationPeriod",
    "Setting",
    "SettingOwnership",
    "Suspension",
    "VacancyReminder",
    "VacancyReport",
    "VacancyRhythm",
]
