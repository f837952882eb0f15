"""The life of an import, as data. Which roles may is each kind's to say: see ``policies``."""

from core.models import Import
from core.workflow import TransitionTable, transition

S = Import.State
IMPORT = TransitionTable(
    name="import",
    initial=S.READING,
    transitions=(
        transition("refuse", (S.READING, S.READY), S.REFUSED, roles="*", label="Refuse"),
        transition("check", (S.READING, S.READY), S.READY, roles="*", label="Check"),
        transition("apply", S.READY, S.APPLIED, roles="*", label="Load"),
        transition("discard", (S.READING, S.READY), S.DISCARDED, roles="*", label="Discard"),
        transition("undo", S.APPLIED, S.UNDONE, roles="*", label="Undo"),
    ),
)
