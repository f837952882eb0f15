"""Words of the authorities room: roles, kinds of council, what a council can set for itself."""

from django.db import models


class AuthorityKind(models.TextChoices):
    COUNTY = "county", "County council"
    UNITARY = "unitary", "Unitary authority"
    METROPOLITAN = "metropolitan", "Metropolitan borough"
    LONDON = "london", "London borough"


class Role(models.TextChoices):
    """What a member of a council's staff may do. A person may hold several; each is dated."""

    SOCIAL_WORKER = "social_worker", "Social worker"
    PLACEMENTS_OFFICER = "placements_officer", "Placements officer"
    COMMISSIONER = "commissioner", "Commissioner"
    SERVICE_MANAGER = "service_manager", "Service manager"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    ASSISTANT_DIRECTOR = "assistant_director", "Assistant director"
    NOMINATED_OFFICER = "nominated_officer", "Nominated officer"
    DCS = "dcs", "Director of children's services"
    CONTRACT_SIGNATORY = "contract_signatory", "Contract signatory"
    FINANCE = "finance", "Finance officer"
    LEGAL = "legal", "Legal and procurement officer"
    DEMOCRATIC_SERVICES = "democratic_services", "Democratic services officer"
    PLANNER = "planner", "Sufficiency planner"
    CABINET_MEMBER = "cabinet_member", "Cabinet member"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Council administrator"
    REGISTER_KEEPER = "register_keeper", "Register keeper"


# The financial ladder, lowest grade first: the lowest grade whose limits cover everything decides.
GRADES = (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)

# People who work on a child's case: requests, sourcing, referrals, agreements.
CASE_ROLES = (Role.SOCIAL_WORKER, Role.PLACEMENTS_OFFICER, Role.COMMISSIONER)
# Who may leaf through their council's records in the read-only admin.
READS_RECORDS = (Role.AUDITOR, Role.ADMINISTRATOR)

APPROVING_ROLES = (*GRADES, Role.NOMINATED_OFFICER, Role.CONTRACT_SIGNATORY)

# The highest level of the child information ladder each role may read.
CLEARANCE = {
    Role.SOCIAL_WORKER: 3,
    Role.PLACEMENTS_OFFICER: 3,
    Role.COMMISSIONER: 3,
    Role.SERVICE_MANAGER: 3,
    Role.HEAD_OF_SERVICE: 3,
    Role.ASSISTANT_DIRECTOR: 3,
    Role.NOMINATED_OFFICER: 3,
    Role.DCS: 3,
    Role.CONTRACT_SIGNATORY: 2,
    Role.FINANCE: 1,
    Role.LEGAL: 1,
    Role.DEMOCRATIC_SERVICES: 0,
    Role.PLANNER: 1,
    Role.CABINET_MEMBER: 0,
    Role.AUDITOR: 3,
    Role.ADMINISTRATOR: 0,
    Role.REGISTER_KEEPER: 0,
}


class ServiceCategory(models.TextChoices):
    """What kind of care is bought; partnerships, lots, budgets and forecasts all speak in these."""

    FOSTERING = "fostering", "Fostering"
    RESIDENTIAL = "residential", "Residential children's homes"
    SUPPORTED = "supported", "Supported accommodation"
    SCHOOL = "school", "Residential special schools"
    OTHER = "other", "Other arrangements"


class SettingKey(models.TextChoices):
    """What each council sets for itself; each value is effective-dated."""

    CHILD_LABEL = "child_label", "Word used for children in care"
    ELECTORAL_UNIT = "electoral_unit", "Electoral unit"
    GOVERNANCE_MODEL = "governance_model", "Governance model"
    KEY_DECISION_AMOUNT = "key_decision_amount", "Key decision amount (£)"
    KEY_DECISION_OPERATOR = "key_decision_operator", "Key decision comparison"
    KEY_DECISION_DIVISIONS = (
        "key_decision_divisions",
        "Divisions or wards affected that make a decision key",
    )
    KEY_NOTICE_CLEAR_DAYS = "key_notice_clear_days", "Clear days of key decision notice"
    EXCEPTION_CLEAR_DAYS = "exception_clear_days", "Clear working days of a general exception"
    PRIVATE_CLEAR_DAYS = (
        "private_clear_days",
        "Clear working days of the second notice of a private meeting",
    )
    PUBLICATION_CLEAR_DAYS = "publication_clear_days", "Clear working days papers are public before a meeting"
    RECORD_DAYS = "record_days", "Working days in which a decision is published"
    CALL_IN_DAYS = "call_in_days", "Call-in window in working days"
    CALL_IN_FROM = "call_in_from", "Event that starts the call-in window"
    FORWARD_PLAN_OPEN = "forward_plan_open", "The public reads our forward plan here"
    ROUTE_ORDER = "route_order", "Order of sourcing routes"
    RESPONSE_HOURS = "response_hours", "Hours to answer a referral, by urgency"
    QUALITY_GATEWAY = "quality_gateway", "Lowest inspection grade considered"
    ACCEPT_NOT_INSPECTED = "accept_not_inspected", "Consider homes not yet inspected"
    REVIEW_DAYS_AT_ONCE = "review_days_at_once", "Working days to review a child at once"
    REVIEW_DAYS = "review_days", "Working days to review a child otherwise"
    REVIEW_GRADE = "review_grade", "Lowest grade that decides a child's review"
    REG44_DAYS = "reg44_days", "Days after a month's end when its regulation 44 report is due"
    VACANCY_FRESH_DAYS = "vacancy_fresh_days", "Days a vacancy report stays fresh"
    WEEK_FACTOR = "week_factor", "Weeks in a year for headline figures"
    RETAINER_PERCENT = "retainer_percent", "Retainer as a percentage of the fee"
    RETAINER_AFTER_NIGHTS = "retainer_after_nights", "Nights away after which the retainer is paid"
    STAFFING_ALARM_DAYS = "staffing_alarm_days", "Days before extra staffing ends when it is looked at"
    COUNTED_TOGETHER_DAYS = (
        "counted_together_days",
        "Days in which a child's placements with one provider count together for a limit",
    )
    NOTICE_DAYS = "notice_days", "Notice to end a placement, in days"
    UPLIFT_WINDOW = "uplift_window", "Months in which an uplift may be asked"
    UPLIFT_CAP_PERCENT = "uplift_cap_percent", "Highest uplift in a year (%)"
    CEILING_NEEDED = "ceiling_needed", "Nothing is awarded without an approved ceiling"
    SUPPRESS_UNDER = "suppress_under", "Counts below this are suppressed"
    RETENTION_YEARS = "retention_years", "Years unused referrals are kept"
    INVOICE_TOLERANCE = "invoice_tolerance", "Difference at which an invoice still matches (£)"
    CREDITOR_LAYOUT = "creditor_layout", "Layout of the creditor file"
    PAPER_COLOUR = "paper_colour", "Colour of the council's papers"
