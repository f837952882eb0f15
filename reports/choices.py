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
    WITHDRAWN = "withdrawn", "Withdrawn"


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
# Waiting for a decision, the first or another.
TO_DECIDE = (PaperState.PUBLISHED, PaperState.SENT_BACK)
# A decision is to come: of these the forward plan tells.
PLANNED = (
    PaperState.DRAFT,
    PaperState.CONSULTING,
    PaperState.CLEARED,
    PaperState.NOTICED,
    PaperState.PUBLISHED,
    PaperState.DEFERRED,
)
# Once decided, and not put off or sent back.
IN_EFFECT = (PaperState.EFFECTIVE, PaperState.IMPLEMENTING, PaperState.CLOSED)
# A briefing informs; nobody decides on it.
UNDECIDED_FORMATS = (PaperFormat.N,)
# Nothing more comes of these.
OVER = (PaperState.CLOSED, PaperState.WITHDRAWN)
# Who publishes decisions and records call-ins.
CLERKS = (Role.DEMOCRATIC_SERVICES,)
# Who clears a paper for the director, who takes or records the decision on it.
PAPER_CLEARERS = (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)
PAPER_DECIDERS = (Role.CABINET_MEMBER, Role.DEMOCRATIC_SERVICES, Role.DCS)
EVERY_READER = (*PAPER_READERS, Role.CABINET_MEMBER)
# Who says how the council's papers look.
FORMAT_KEEPERS = (Role.DEMOCRATIC_SERVICES, Role.ADMINISTRATOR)
