"""Ofsted's words for provision, sector, status and judgement, as codes.

The words are matched after ``plain``, because capitals, apostrophes and spacing differ between years and
even inside one file ("Children's home" and "Children's Home").
"""

from enum import StrEnum


def plain(text: str) -> str:
    """``text`` lower-cased, spaces collapsed, apostrophes straight: the form in which words are compared."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


class ProvisionType(StrEnum):
    CHILDRENS_HOME = "childrens_home"
    SHORT_BREAK_HOME = "short_break_home"
    SECURE_CHILDRENS_HOME = "secure_childrens_home"
    SPECIAL_SCHOOL_AS_HOME = "special_school_as_home"
    FAMILY_CENTRE = "family_centre"
    FOSTERING_AGENCY = "fostering_agency"
    ADOPTION_AGENCY = "adoption_agency"
    SUPPORTED_ACCOMMODATION = "supported_accommodation"
    SPECIAL_SCHOOL = "special_school"
    BOARDING_SCHOOL = "boarding_school"
    FURTHER_EDUCATION = "further_education"
    ADOPTION_SUPPORT = "adoption_support"
    HOLIDAY_SCHEME = "holiday_scheme"
    SECURE_TRAINING_CENTRE = "secure_training_centre"


# Kinds in which a council places looked-after children; the rest of the list is inspected for other reasons.
PLACEMENT_TYPES = frozenset(
    {
        ProvisionType.CHILDRENS_HOME,
        ProvisionType.SHORT_BREAK_HOME,
        ProvisionType.SECURE_CHILDRENS_HOME,
        ProvisionType.SPECIAL_SCHOOL_AS_HOME,
        ProvisionType.FAMILY_CENTRE,
        ProvisionType.FOSTERING_AGENCY,
        ProvisionType.ADOPTION_AGENCY,
        ProvisionType.SUPPORTED_ACCOMMODATION,
        ProvisionType.SPECIAL_SCHOOL,
    }
)


class Sector(StrEnum):
    PRIVATE = "private"
    VOLUNTARY = "voluntary"
    LOCAL_AUTHORITY = "local_authority"
    HEALTH_AUTHORITY = "health_authority"
    ACADEMY = "academy"


class RegistrationStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    RESIGNED = "resigned"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Judgement(StrEnum):
    """Overall experiences and progress, and its sub-judgements; "not yet inspected" is a fact, not a gap."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    NOT_JUDGED = "not_judged"
    NOT_YET_INSPECTED = "not_yet_inspected"


class SupportedOutcome(StrEnum):
    """Supported accommodation has three outcomes where other provision has four grades."""

    CONSISTENTLY_STRONG = "consistently_strong"
    INCONSISTENT = "inconsistent"
    SERIOUS_WEAKNESSES = "serious_weaknesses"
    NOT_YET_INSPECTED = "not_yet_inspected"


class ServiceCategory(StrEnum):
    """The four categories of the Supported Accommodation Regulations 2023."""

    SELF_CONTAINED = "category_1"
    SHARED = "category_2"
    SHARED_WITH_ADULTS = "category_3"
    PRIVATE_RESIDENCE = "category_4"


PROVISION_TYPES = {
    "children's home": ProvisionType.CHILDRENS_HOME,
    "secure children's home": ProvisionType.SECURE_CHILDRENS_HOME,
    "residential special school (registered as a children's home)": ProvisionType.SPECIAL_SCHOOL_AS_HOME,
    "residential special school": ProvisionType.SPECIAL_SCHOOL,
    "residential family centre": ProvisionType.FAMILY_CENTRE,
    "independent fostering agency": ProvisionType.FOSTERING_AGENCY,
    "voluntary adoption agency": ProvisionType.ADOPTION_AGENCY,
    "supported accommodation": ProvisionType.SUPPORTED_ACCOMMODATION,
    "boarding school": ProvisionType.BOARDING_SCHOOL,
    "further education college with residential accommodation": ProvisionType.FURTHER_EDUCATION,
    "adoption support agency": ProvisionType.ADOPTION_SUPPORT,
    "residential holiday scheme for disabled children": ProvisionType.HOLIDAY_SCHEME,
    "secure training centre": ProvisionType.SECURE_TRAINING_CENTRE,
}
SECTORS = {sector.value.replace("_", " "): sector for sector in Sector}
STATUSES = {status.value: status for status in RegistrationStatus}
JUDGEMENTS = {
    "outstanding": Judgement.OUTSTANDING,
    "good": Judgement.GOOD,
    "requires improvement to be good": Judgement.REQUIRES_IMPROVEMENT,
    "inadequate": Judgement.INADEQUATE,
    "not judged": Judgement.NOT_JUDGED,
}
SUPPORTED_OUTCOMES = {
    "consistently strong service delivery": SupportedOutcome.CONSISTENTLY_STRONG,
    "inconsistent quality of service delivery": SupportedOutcome.INCONSISTENT,
    "serious or widespread weaknesses": SupportedOutcome.SERIOUS_WEAKNESSES,
}
SERVICE_CATEGORIES = {category.value.replace("_", " "): category for category in ServiceCategory}
SHORT_BREAK_FLAGS = frozenset({"short-break-only children's home", "short breaks only"})
