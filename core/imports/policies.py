"""Who may load files, and when a step of an import may be taken."""

from core.actor import Actor
from core.imports.kinds import ImportKind, kind_of
from core.models import Import
from core.policies import Decision, allow, deny


def can_import(actor: Actor, kind: ImportKind) -> Decision:
    if actor.has_role(*kind.roles):
        return allow()
    return deny("Your role does not let you load these files.")


def can_step(made: Import, state: Import.State) -> Decision:
    """Whether the next step from ``state`` may start: the import is there and nothing is running on it."""
    if made.state != state:
        return deny(f"This import is {made.get_state_display().lower()}.")
    if made.job is not None and not made.job.is_finished:
        return deny("Work on this import is still in progress.")
    return allow()


def can_undo(made: Import) -> Decision:
    return can_step(made, Import.State.APPLIED) and kind_of(made).can_undo(made)
