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


class Numbering(models.TextChoices):
    """How a paper numbers what is in its body."""

    SECTIONS = "sections", "Sections and paragraphs (1, 1.1, 1.2)"
    PARAGRAPHS = "paragraphs", "Paragraphs through the whole paper (1 to the last)"
    NONE = "none", "Headings without numbers"


class Option(models.TextChoices):
    """What a decision to buy always weighs."""

    DO_NOTHING = "do_nothing", "Do nothing: buy each placement by itself"
    AS_PLANNED = "as_planned", "As already planned"
    ALONE = "alone", "Buy alone"
    PARTNERS = "partners", "Buy with partners"
    JOIN = "join", "Join another council's arrangement"
    EXTEND = "extend", "Extend what there is"
    RETENDER = "retender", "Tender again"


class Standing(models.TextChoices):
    RECOMMENDED = "recommended", "Recommended"
    REJECTED = "rejected", "Rejected"
    NOT_OPEN = "not_open", "Not open to us"


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
# Who says how the council's papers look.
FORMAT_KEEPERS = (Role.DEMOCRATIC_SERVICES, Role.ADMINISTRATOR)
MEMBERS_READ = (PaperState.PUBLISHED, PaperState.DECIDED)
