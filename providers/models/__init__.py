from providers.models.documents import ProviderDocument
from providers.models.grant import VacancyGrant
from providers.models.imports import OfstedImport, OfstedListing
from providers.models.oversight import Concern, QualityNote, QualityVisit, Reg44Report
from providers.models.provider import Provider, ProviderGroup, ProviderInvitation, ProviderUser
from providers.models.quality import Inspection, QualityAlert, RegulatorNotice, Suspension
from providers.models.reregistration import Reregistration
from providers.models.setting import CapacityPeriod, RegistrationPeriod, Setting, SettingOwnership
from providers.models.vacancy import VacancyReminder, VacancyReport, VacancyRhythm

__all__ = [
    "CapacityPeriod",
    "Concern",
    "Inspection",
    "OfstedImport",
    "OfstedListing",
    "Provider",
    "ProviderDocument",
    "ProviderGroup",
    "ProviderInvitation",
    "ProviderUser",
    "QualityAlert",
    "QualityNote",
    "QualityVisit",
    "Reg44Report",
    "RegistrationPeriod",
    "RegulatorNotice",
    "Reregistration",
    "Setting",
    "SettingOwnership",
    "Suspension",
    "VacancyGrant",
    "VacancyReminder",
    "VacancyReport",
    "VacancyRhythm",
]
