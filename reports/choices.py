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
    PUBLISHED = "published", "Published"
    DECIDED = "decided", "Decided"


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
MEMBERS_READ = (PaperState.PUBLISHED, PaperState.DECIDED)
