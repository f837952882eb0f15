"""Words of the provider register: registration, inspection, needs, vacancies."""

from django.db import models


class RegistrationType(models.TextChoices):
    CHILDRENS_HOME = "childrens_home", "Children's home"
    SECURE_HOME = "secure_home", "Secure children's home"
    RESIDENTIAL_SCHOOL = "residential_school", "Residential special school registered as a home"
    SHORT_BREAK_HOME = "short_break_home", "Short-break home"
    FAMILY_CENTRE = "family_centre", "Residential family centre"
    FOSTERING_AGENCY = "fostering_agency", "Independent fostering agency"
    COUNCIL_FOSTERING = "council_fostering", "Local authority fostering agency"
    ADOPTION_AGENCY = "adoption_agency", "Voluntary adoption agency"
    COUNCIL_ADOPTION = "council_adoption", "Local authority adoption agency"
    ADOPTION_SUPPORT = "adoption_support", "Adoption support agency"
    BOARDING_SCHOOL = "boarding_school", "Boarding school"
    RESIDENTIAL_SPECIAL_SCHOOL = "residential_special_school", "Residential special school"
    FURTHER_EDUCATION = "further_education", "Further education college with residence"
    HOLIDAY_SCHEME = "holiday_scheme", "Residential holiday scheme for disabled children"
    SECURE_TRAINING_CENTRE = "secure_training_centre", "Secure training centre"
    SUPPORTED_ACCOMMODATION = "supported_accommodation", "Supported accommodation"


HOMES = (
    RegistrationType.CHILDRENS_HOME,
    RegistrationType.SECURE_HOME,
    RegistrationType.RESIDENTIAL_SCHOOL,
    RegistrationType.SHORT_BREAK_HOME,
)
# Where a child may be placed, and so whose vacancies matter.
TAKES_PLACEMENTS = (
    *HOMES,
    RegistrationType.FOSTERING_AGENCY,
    RegistrationType.COUNCIL_FOSTERING,
    RegistrationType.SUPPORTED_ACCOMMODATION,
)


class RegistrationStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    RESIGNED = "resigned", "Resigned"
    CANCELLED = "cancelled", "Cancelled"
    NOT_LISTED = "not_listed", "No longer on Ofsted's list"


class ReregistrationState(models.TextChoices):
    SUGGESTED = "suggested", "To be decided"
    CONFIRMED = "confirmed", "The same home"
    REJECTED = "rejected", "Two homes"


class ReregistrationClue(models.TextChoices):
    """What speaks for one home behind two numbers."""

    POSTCODE = "postcode", "Same postcode"
    NAME = "name", "Same name"
    OWNER = "owner", "Same owner"
    PLACES = "places", "Same number of places"


class Sector(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    PRIVATE = "private", "Private"
    VOLUNTARY = "voluntary", "Voluntary"
    HEALTH = "health", "Health authority"
    ACADEMY = "academy", "Academy or other"


class Sex(models.TextChoices):
    """As on the certificate and in the statistical return since 2024-25."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known or indeterminate"


class Accepts(models.TextChoices):
    ANY = "any", "Any"
    FEMALE = "F", "Girls only"
    MALE = "M", "Boys only"


class Outcome(models.TextChoices):
    """Inspection outcomes: four grades for homes and agencies, three for supported accommodation."""

    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement to be good"
    INADEQUATE = "inadequate", "Inadequate"
    SA_STRONG = "sa_strong", "Consistently strong"
    SA_INCONSISTENT = "sa_inconsistent", "Inconsistent quality"
    SA_SERIOUS = "sa_serious", "Serious or widespread weaknesses"
    NOT_YET_INSPECTED = "not_yet_inspected", "Not yet inspected"
    NOT_JUDGED = "not_judged", "Not judged: no child was there"


# Best first; what a quality gateway counts as at least as good as each grade.
GRADE_ORDER = (Outcome.OUTSTANDING, Outcome.GOOD, Outcome.REQUIRES_IMPROVEMENT, Outcome.INADEQUATE)
SA_ORDER = (Outcome.SA_STRONG, Outcome.SA_INCONSISTENT, Outcome.SA_SERIOUS)
# Neither good nor bad: there is no judgement to go by.
UNGRADED = (Outcome.NOT_YET_INSPECTED, Outcome.NOT_JUDGED)
# The lowest of either scale: the homes whose children are looked at first.
LOWEST_OUTCOMES = (Outcome.INADEQUATE, Outcome.SA_SERIOUS)


class Need(models.TextChoices):
    """Needs and risks as coded profile (after the Placements Data Standard v2)."""

    EMOTIONAL = "emotional", "Emotional and mental health"
    AUTISM = "autism", "Autism"
    LEARNING_DISABILITY = "learning_disability", "Learning disability"
    PHYSICAL_DISABILITY = "physical_disability", "Physical disability or home adaptation"
    HEALTH = "health", "Complex health needs"
    COMMUNICATION = "communication", "Communication needs"
    EDUCATION = "education", "Education support"
    THERAPEUTIC = "therapeutic", "Therapeutic support"
    SELF_HARM = "self_harm", "Risk of self-harm"
    SEXUAL_EXPLOITATION = "sexual_exploitation", "Risk of sexual exploitation"
    CRIMINAL_EXPLOITATION = "criminal_exploitation", "Risk of criminal exploitation"
    SUBSTANCE_USE = "substance_use", "Drug or alcohol use"
    MISSING = "missing", "Goes missing"
    EATING_DISORDER = "eating_disorder", "Eating disorder"
    HARM_TO_OTHERS = "harm_to_others", "Physical harm to others"
    HARMFUL_SEXUAL_BEHAVIOUR = "harmful_sexual_behaviour", "Harmful sexual behaviour"
    FIRE_SETTING = "fire_setting", "Fire setting"


class NotAdmitting(models.TextChoices):
    """Why a bed that is empty cannot be filled."""

    STAFFING = "staffing", "Not enough staff"
    MATCHING = "matching", "Matching with children already here"
    BUILDING = "building", "Building or repairs"
    REGISTRATION = "registration", "Registration or regulator"


class VacancyChannel(models.TextChoices):
    PORTAL = "portal", "Provider portal"
    LINK = "link", "Reminder link"
    API = "api", "API"
    UPLOAD = "upload", "File upload"


class ReminderRhythm(models.IntegerChoices):
    """How often a provider is asked whether its vacancies are still right, in days."""

    DAILY = 1, "Every day"
    WEEKLY = 7, "Every week"
    FORTNIGHTLY = 14, "Every two weeks"


class DocumentKind(models.TextChoices):
    """Documents that councils ask a provider for."""

    EMPLOYERS_LIABILITY = "employers_liability", "Employers' liability insurance"
    PUBLIC_LIABILITY = "public_liability", "Public liability insurance"
    PROFESSIONAL_INDEMNITY = "professional_indemnity", "Professional indemnity insurance"
    STATEMENT_OF_PURPOSE = "statement_of_purpose", "Statement of purpose"
    SAFEGUARDING_POLICY = "safeguarding_policy", "Safeguarding policy"
    OTHER = "other", "Other document"


# Cover that runs out, so its last day is asked for.
INSURANCE = (
    DocumentKind.EMPLOYERS_LIABILITY,
    DocumentKind.PUBLIC_LIABILITY,
    DocumentKind.PROFESSIONAL_INDEMNITY,
)
# Cover that councils expect of every provider: its absence is shown too.
EXPECTED_INSURANCE = (DocumentKind.EMPLOYERS_LIABILITY, DocumentKind.PUBLIC_LIABILITY)


class SuspensionScope(models.TextChoices):
    NEW_PLACEMENTS = "new_placements", "New placements only"
    ALL = "all", "All placements"


class NoticeKind(models.TextChoices):
    """What the regulator serves on a home that stays registered."""

    RESTRICTION = "restriction", "Restriction of accommodation"
    SUSPENSION = "suspension", "Suspension of registration"


class AlertKind(models.TextChoices):
    """What happened to a home that every council placing there must act on."""

    GRADE = "grade", "Grade fell"
    REGISTRATION = "registration", "Registration no longer active"
    SUSPENSION = "suspension", "Placements suspended"
    NOTICE = "notice", "Notice by Ofsted"
    CONCERN = "concern", "Concern raised"


class ConcernCategory(models.TextChoices):
    REQUIRES_IMPROVEMENT = "requires_improvement", "Judged to require improvement"
    LEADERSHIP = "leadership", "No registered manager, or a gap in leadership"
    COMPLAINTS = "complaints", "Trend in complaints"
    LATE_REG44 = "late_reg44", "Regulation 44 reports late or missing"
    INADEQUATE = "inadequate", "Judged inadequate"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    RESTRICTION = "restriction", "Restriction or compliance notice from Ofsted"
    FINANCE = "finance", "Financial distress"


class ConcernState(models.TextChoices):
    """How closely councils look at a home, from first notice to the end of it."""

    WATCH = "watch", "Being watched"
    CONCERN = "concern", "Concern"
    IMPROVING = "improving", "Improvement plan agreed"
    MONITORED = "monitored", "Improved and monitored"
    RESTORED = "restored", "Over: back to normal"
    REMOVED = "removed", "Over: no longer used"


LIVE_CONCERNS = (
    ConcernState.WATCH,
    ConcernState.CONCERN,
    ConcernState.IMPROVING,
    ConcernState.MONITORED,
)


class VisitKind(models.TextChoices):
    PLANNED = "planned", "Planned monitoring visit"
    UNANNOUNCED = "unannounced", "Unannounced visit"
    AFTER_CONCERN = "after_concern", "Visit because of a concern"
    BEFORE_USE = "before_use", "First visit before using the home"


class VisitFinding(models.TextChoices):
    GOOD = "good", "No concern"
    SOME = "some", "Something to put right"
    SERIOUS = "serious", "Serious concern"


class ProviderRole(models.TextChoices):
    """What a provider's person may do."""

    PROVIDER = "provider", "Provider user"
    PROVIDER_ADMINISTRATOR = "provider_administrator", "Provider administrator"
