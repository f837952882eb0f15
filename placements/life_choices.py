"""Words of a placement's life after it was agreed: changes, absences, notice, clocks, goals, the end."""

from django.db import models


class DirectAwardGround(models.TextChoices):
    """Why one home was chosen without a competition."""

    ONLY_HOME = "only_home", "Only one home can meet the need"
    USER_CHOICE = "user_choice", "The child’s or family’s own choice"
    URGENT = "urgent", "Too urgent to compete"
    CONTINUITY = "continuity", "Continuity of care or school"
    SIBLINGS = "siblings", "To live with a brother or sister"
    COURT = "court", "Directed by the court"
    TOOL_TERMS = "tool_terms", "The tool’s terms allow a direct call-off"


class VariationState(models.TextChoices):
    """The life of one change to an agreement's terms."""

    PROPOSED = "proposed", "Awaiting approval"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"
    PROVIDER_SIGNED = "provider_signed", "Signed by the provider"
    IN_FORCE = "in_force", "Signed by both sides"
    REFUSED = "refused", "Not approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EndReason(models.TextChoices):
    """Why a placement ends: the return's reasons for a change of placement, then its reasons care ceased."""

    CARPL = "CARPL", "As the care plan said"
    CLOSE = "CLOSE", "The home closes, or the carer gives up"
    ALLEG = "ALLEG", "An allegation"
    STAND = "STAND", "Standards of care"
    APPRR = "APPRR", "Registration or approval removed"
    CREQB = "CREQB", "The home asks: the child’s behaviour"
    CREQO = "CREQO", "The home asks: another reason"
    CHILD = "CHILD", "The child asks to move"
    LAREQ = "LAREQ", "The council asks for the move"
    CUSTOD = "CUSTOD", "Remand or custody"
    OTHER = "OTHER", "Another reason"
    E4A = "E4A", "Home to parents, planned"
    E4B = "E4B", "Home to parents, not planned"
    E3 = "E3", "Another council takes over responsibility"
    E5 = "E5", "Turned 18: moves on with support"
    E7 = "E7", "Turned 18: to care that adult services pay for"
    E17 = "E17", "Turned 18: stays with the carers"
    NOVATED = "NOVATED", "Same home and carers under a new registration or owner"


# Ends nobody planned, which a disruption meeting looks at.
DISRUPTIONS = frozenset(
    {
        EndReason.CREQB,
        EndReason.CREQO,
        EndReason.CHILD,
        EndReason.LAREQ,
        EndReason.STAND,
        EndReason.ALLEG,
        EndReason.E4B,
    }
)
# What a home may give as its reason for notice.
HOME_REASONS = (EndReason.CREQB, EndReason.CREQO, EndReason.CLOSE, EndReason.OTHER)


class AbsenceKind(models.TextChoices):
    HOSPITAL = "hospital", "In hospital"
    FAMILY = "family", "With family"
    HOLIDAY = "holiday", "On holiday"
    ELSEWHERE = "elsewhere", "A short stay elsewhere"
    MISSING = "missing", "Missing"
    UNAUTHORISED = "unauthorised", "Away without leave"
    CUSTODY = "custody", "Held in custody"


class AbsenceFee(models.TextChoices):
    FULL = "full", "The full fee goes on"
    RETAINER = "retainer", "The retainer is paid for the core fee"


class ClockKind(models.TextChoices):
    """What the law or good practice asks to be done by a day, and is proved by evidence."""

    PLACEMENT_PLAN = "placement_plan", "Placement plan made"
    AREA_TOLD = "area_told", "Area’s council told"
    VISIT = "visit", "Child visited"
    REVIEW = "review", "Care reviewed"
    DISRUPTION_MEETING = "disruption_meeting", "Disruption meeting held"
    PATHWAY_PLAN = "pathway_plan", "Pathway plan begun (15 years 9 months)"
    AT_SIXTEEN = "at_sixteen", "Options at 16 looked at"
    ADULT_SERVICES = "adult_services", "Adult services consulted (17)"
    MOVE_PLAN = "move_plan", "Plan for the move made (17 years 6 months)"
    LEAVES_CARE = "leaves_care", "What follows at 18 settled"


class GoalArea(models.TextChoices):
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    FEELINGS = "feelings", "Feelings and behaviour"
    SAFETY = "safety", "Safety"
    FAMILY = "family", "Family and friends"
    INDEPENDENCE = "independence", "Independence"


class ScoreOccasion(models.TextChoices):
    START = "start", "At the start"
    REVIEW = "review", "At a review"
    END = "end", "At the end"


class StepDirection(models.TextChoices):
    DOWN = "down", "Step down to less intensive care"
    ACROSS = "across", "Step across at the same level"
    UP = "up", "Step up to more intensive care"
    HOME = "home", "Return home"


class StepPlanStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    REACHED = "reached", "Reached"
    DROPPED = "dropped", "Dropped"
