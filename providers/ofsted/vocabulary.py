"""Ofsted's words for provision, sector, status and judgement, as the provider room's codes.

The words are matched after ``plain``, because capitals, apostrophes and spacing differ between years and even
inside one file ("Children's home" and "Children's Home").
"""

from enum import StrEnum

from providers.choices import Outcome, RegistrationStatus, RegistrationType, Sector


def plain(text: str) -> str:
    """``text`` lower-cased, spaces collapsed, apostrophes straight: the form in which words are compared."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


class PremisesCategory(StrEnum):
    """The four categories of the Supported Accommodation Regulations 2023."""

    SELF_CONTAINED = "category_1"
    SHARED = "category_2"
    SHARED_WITH_ADULTS = "category_3"
    PRIVATE_RESIDENCE = "category_4"


REGISTRATION_TYPES = {
    "children's home": RegistrationType.CHILDRENS_HOME,
    "secure children's home": RegistrationType.SECURE_HOME,
    "residential special school (registered as a children's home)": RegistrationType.RESIDENTIAL_SCHOOL,
    "residential special school": RegistrationType.RESIDENTIAL_SPECIAL_SCHOOL,
    "residential family centre": RegistrationType.FAMILY_CENTRE,
    "independent fostering agency": RegistrationType.FOSTERING_AGENCY,
    "voluntary adoption agency": RegistrationType.ADOPTION_AGENCY,
    "supported accommodation": RegistrationType.SUPPORTED_ACCOMMODATION,
    "boarding school": RegistrationType.BOARDING_SCHOOL,
    "further education college with residential accommodation": RegistrationType.FURTHER_EDUCATION,
    "adoption support agency": RegistrationType.ADOPTION_SUPPORT,
    "residential holiday scheme for disabled children": RegistrationType.HOLIDAY_SCHEME,
    "secure training centre": RegistrationType.SECURE_TRAINING_CENTRE,
}
SECTORS = {
    "private": Sector.PRIVATE,
    "voluntary": Sector.VOLUNTARY,
    "local authority": Sector.LOCAL_AUTHORITY,
    "health authority": Sector.HEALTH,
    "academy": Sector.ACADEMY,
}
STATUSES = {status.value: status for status in RegistrationStatus if status != RegistrationStatus.NOT_LISTED}
GRADES = {
    "outstanding": Outcome.OUTSTANDING,
    "good": Outcome.GOOD,
    "requires improvement to be good": Outcome.REQUIRES_IMPROVEMENT,
    "inadequate": Outcome.INADEQUATE,
    # No child was there to judge the care of.
    "not judged": Outcome.NOT_JUDGED,
}
SUPPORTED_OUTCOMES = {
    "consistently strong service delivery": Outcome.SA_STRONG,
    "inconsistent quality of service delivery": Outcome.SA_INCONSISTENT,
    "serious or widespread weaknesses": Outcome.SA_SERIOUS,
}
PREMISES_CATEGORIES = {category.value.replace("_", " "): category for category in PremisesCategory}
SHORT_BREAK_FLAGS = frozenset({"short-break-only children's home", "short breaks only"})
SEVERAL_BUILDINGS_FLAGS = frozenset({"y"})
