"""Words of a paper's life: who is asked, what notice is given, what is decided and who carries it out."""

from django.db import models

from reports.choices import PaperState


class Topic(models.TextChoices):
    """What a consultee answers for."""

    FINANCE = "finance", "Finance"
    LEGAL = "legal", "Legal"
    HR = "hr", "Human resources"
    EQUALITY = "equality", "Equality"
    PROCUREMENT = "procurement", "Procurement"
    OTHER = "other", "Other"


class SignOffState(models.TextChoices):
    ASKED = "asked", "Asked"
    GIVEN = "given", "Signed off"
    RETURNED = "returned", "Returned with comments"
    VOIDED = "voided", "Void: the words changed"
    WITHDRAWN = "withdrawn", "No longer asked"


class NoticeRoute(models.TextChoices):
    """How the public is told beforehand (SI 2012/2089 regulations 5 and 9 to 11)."""

    FULL = "full", "Notice of a key decision"
    EXCEPTION = "exception", "General exception"
    URGENT = "urgent", "Special urgency"
    PRIVATE = "private", "Second notice of a private meeting"


class Outcome(models.TextChoices):
    APPROVED = "approved", "Approved"
    AMENDED = "amended", "Approved as amended"
    DEFERRED = "deferred", "Deferred"
    REFUSED = "refused", "Refused"


class CallInOutcome(models.TextChoices):
    UPHELD = "upheld", "Decision upheld"
    SENT_BACK = "sent_back", "Referred back to the decision maker"


class ActionKind(models.TextChoices):
    DELEGATION = "delegation", "Delegation"
    ACTION = "action", "Action"
    REPORT = "report", "Report back"


class ActionState(models.TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class ExemptParagraph(models.TextChoices):
    """Schedule 12A to the Local Government Act 1972, part 1, as it applies in England."""

    INDIVIDUAL = "1", "1: information about an individual"
    IDENTITY = "2", "2: information likely to reveal who an individual is"
    BUSINESS = "3", "3: financial or business affairs of any person, the council included"
    LABOUR = "4", "4: consultations or negotiations on labour relations"
    PRIVILEGE = "5", "5: legal professional privilege"
    ENFORCEMENT = "6", "6: a notice, order or direction the council means to make"
    CRIME = "7", "7: preventing, investigating or prosecuting crime"


# Outcomes that let the recommendations be carried out.
CARRIED = (Outcome.APPROVED, Outcome.AMENDED)
# Before the body has it to decide on, or once it put it off.
MAY_BE_WITHDRAWN = (
    PaperState.DRAFT,
    PaperState.CONSULTING,
    PaperState.CLEARED,
    PaperState.NOTICED,
    PaperState.DEFERRED,
)
