"""Words of the reports room: papers, their formats and their life."""

from django.db import models

from authorities.choices import Role


class PaperFormat(models.TextChoices):
    D = "d", "Cabinet report"
    N = "n", "Members' briefing"
    K = "k", "Record of decision"
    S = "s", "Cabinet report with grids"
    W = "w", "Officer decision report"


class PaperState(models.TextChoices):
    DRAFT = "draft", "Draft"
    CONSULTING = "consulting", "Out for consultation"
    CLEARED = "cleared", "Cleared"
    NOTICED = "noticed", "Notice given"
    PUBLISHED = "published", "Published"
    DEFERRED = "deferred", "Deferred"
    DECIDED = "decided", "Decided"
    CALL_IN = "call_in", "Call-in open"
    CALLED_IN = "called_in", "Called in"
    SENT_BACK = "sent_back", "Referred back"
    EFFECTIVE = "effective", "In effect"
    IMPLEMENTING = "implementing", "Being carried out"
    CLOSED = "closed", "Closed"


class StatementKind(models.TextChoices):
    SUFFICIENCY = "sufficiency", "Sufficiency statement"
    MARKET = "market", "Market position statement"


# Who writes papers, and who reads them while they are written. Cabinet members read what is published.
PAPER_WRITERS = (Role.COMMISSIONER, Role.LEGAL, Role.DEMOCRATIC_SERVICES)
PAPER_READERS = (
    *PAPER_WRITERS,
    Role.HEAD_OF_SERVICE,
    Role.ASSISTANT_DIRECTOR,
    Role.DCS,
    Role.FINANCE,
    Role.AUDITOR,
)
MEMBERS_READ = (
    PaperState.PUBLISHED,
    PaperState.DEFERRED,
    PaperState.DECIDED,
    PaperState.CALL_IN,
    PaperState.CALLED_IN,
    PaperState.SENT_BACK,
    PaperState.EFFECTIVE,
    PaperState.IMPLEMENTING,
    PaperState.CLOSED,
)
# Once decided, and not put off or sent back.
IN_EFFECT = (PaperState.EFFECTIVE, PaperState.IMPLEMENTING, PaperState.CLOSED)
# A briefing informs; nobody decides on it.
UNDECIDED_FORMATS = (PaperFormat.N,)
# Who clears a paper for the director, who takes or records the decision on it.
PAPER_CLEARERS = (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)
PAPER_DECIDERS = (Role.CABINET_MEMBER, Role.DEMOCRATIC_SERVICES, Role.DCS)
EVERY_READER = (*PAPER_READERS, Role.CABINET_MEMBER)
