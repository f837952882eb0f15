"""Words of commercial tools: notices, admission and how members do."""

from django.db import models

from contracts.choices import MembershipState


class NoticeKind(models.TextChoices):
    """Notices a tool must give; those of the Procurement Act 2023 by their number."""

    CONTRACT = "contract", "Contract notice"
    AWARD = "award", "Contract award notice"
    UK2 = "uk2", "UK2 Preliminary market engagement notice"
    UK3 = "uk3", "UK3 Planned procurement notice"
    UK4 = "uk4", "UK4 Tender notice"
    UK6 = "uk6", "UK6 Contract award notice"
    UK7 = "uk7", "UK7 Contract details notice"
    UK10 = "uk10", "UK10 Contract change notice"
    UK11 = "uk11", "UK11 Contract termination notice"
    UK13 = "uk13", "UK13 Dynamic market intention notice"
    UK14 = "uk14", "UK14 Dynamic market establishment notice"
    UK15 = "uk15", "UK15 Dynamic market modification notice"
    UK16 = "uk16", "UK16 Dynamic market cessation notice"


class WhenOver(models.TextChoices):
    """What happens to a price above the maximum of its band."""

    REFUSE = "refuse", "Refused"
    FLAG = "flag", "Accepted and flagged"


class CheckKind(models.TextChoices):
    """What an item of due diligence is about; for some the register itself tells how it stands."""

    REGISTRATION = "registration", "Registration of each home"
    RATING = "rating", "Inspection grade of each home"
    INSURANCE = "insurance", "Insurance"
    PRICE = "price", "Prices against the maximum"
    EXCLUSION = "exclusion", "Exclusion grounds"
    FINANCE = "finance", "Financial standing"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    DATA_PROTECTION = "data_protection", "Data protection"
    REFERENCES = "references", "References"


class CheckOutcome(models.TextChoices):
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    WAIVED = "waived", "Not needed here"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    INCOMPLETE = "incomplete", "Returned as incomplete"
    DILIGENCE = "diligence", "Due diligence"
    EVALUATION = "evaluation", "Being scored"
    MODERATION = "moderation", "Being moderated"
    DECISION = "decision", "Awaiting decision"
    ADMITTED = "admitted", "Admitted"
    REJECTED = "rejected", "Not admitted"
    WITHDRAWN = "withdrawn", "Withdrawn"


CLOSED_APPLICATIONS = (ApplicationState.ADMITTED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
# An application that no longer stands in the way of another.
MAY_APPLY_AGAIN = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
# The applicant may still change what it says.
WITH_APPLICANT = (ApplicationState.DRAFT, ApplicationState.INCOMPLETE)
LIVE_MEMBERS = (MembershipState.ACTIVE, MembershipState.SUSPENDED)


class AdditionState(models.TextChoices):
    ASKED = "asked", "Waiting for the council"
    ADDED = "added", "Added"
    REFUSED = "refused", "Not added"


class Measure(models.TextChoices):
    """How a performance indicator is measured."""

    ANSWER_HOURS = "answer_hours", "Hours to answer a referral (middle value)"
    ACCEPTANCE = "acceptance", "Referrals answered with an offer (%)"
    FILL = "fill", "Contracted bed-nights in use (%)"
    STABILITY = "stability", "Placements without an early move (%)"
    PROGRESS = "progress", "Children's goals that moved forward (%)"
    GOOD_OR_BETTER = "good_or_better", "Homes judged good or better (%)"
    FRESHNESS = "freshness", "Homes with an up-to-date vacancy report (%)"
    ENTERED = "entered", "Entered by hand with evidence"


# Other councils are told these only of enough children.
OF_CHILDREN = (Measure.STABILITY, Measure.PROGRESS)


class Comparator(models.TextChoices):
    AT_LEAST = "at_least", "At least"
    AT_MOST = "at_most", "At most"


class Trigger(models.TextChoices):
    """What opens a step of a protocol."""

    BELOW_GOOD = "below_good", "A home falls below good"
    KPI_MISSED = "kpi_missed", "A target is missed"


class TaskState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"
