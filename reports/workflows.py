"""The life of a decision paper, as data."""

from core.workflow import TransitionTable, transition
from reports.choices import PAPER_WRITERS
from reports.choices import PaperState as S

PAPER = TransitionTable(
    name="paper",
    initial=S.DRAFT,
    transitions=(
        transition(
            "publish", (S.DRAFT, S.CONSULTING, S.CLEARED), S.PUBLISHED, roles=PAPER_WRITERS, label="Publish"
        ),
    ),
)

TABLES = (PAPER,)
