"""The steps of an import that people ask for; the work itself is a job (``work``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from core.actor import Actor, acting_as
from core.errors import Conflict
from core.imports.kinds import Given, ImportKind, kind_of
from core.imports.policies import can_import, can_step, can_undo
from core.imports.workflow import IMPORT
from core.jobs import enqueue
from core.locking import lock
from core.models import Import, ImportFile
from core.policies import require
from core.references import new_reference
from core.workflow import move

READ, APPLY, UNDO = "import_read", "import_apply", "import_undo"
S = Import.State


@transaction.atomic
def start_import(
    *, kind: ImportKind, files: Sequence[Given], params: Mapping[str, Any], by: Actor, at: datetime
) -> Import:
    """Keep the files as they came and have them read and checked; nothing is loaded yet."""
    require(can_import(by, kind))
    with acting_as(kind.acts_as(by)) as writer:
        made = keep_import(kind=kind, files=files, params=params, by=writer, at=at)
        _enqueue(READ, made, f"Checking {kind.title}", writer, at)
    return made


def keep_import(
    *, kind: ImportKind, files: Sequence[Given], params: Mapping[str, Any], by: Actor, at: datetime
) -> Import:
    """Write the import and its files as ``by``, the actor the kind acts as."""
    made = Import.objects.create(
        reference=new_reference("IMP"),
        authority_id=by.authority_id,
        kind=kind.name,
        asked_by=by.name[:120],
        asked_at=at,
        params=dict(params),
        state_at=at,
    )
    for file in files:
        ImportFile.objects.create(
            made_for=made,
            authority_id=by.authority_id,
            slot=file.slot,
            filename=file.filename[-200:],
            size=len(file.content),
            sha256=sha256(file.content).hexdigest(),
            content=file.content,
        )
    return made


@transaction.atomic
def confirm_import(*, made: Import, by: Actor, at: datetime) -> Import:
    """Have what the preview showed loaded."""
    return _ask(made, S.READY, APPLY, "Loading", by, at)


@transaction.atomic
def ask_to_undo(*, made: Import, by: Actor, at: datetime) -> Import:
    """Have what was loaded taken back."""
    with acting_as(kind_of(made).acts_as(by)):
        if not (decision := can_undo(made)):
            raise Conflict(decision.reason)
    return _ask(made, S.APPLIED, UNDO, "Undoing", by, at)


@transaction.atomic
def discard_import(*, made: Import, by: Actor, at: datetime) -> Import:
    """Leave it: nothing of it is loaded."""
    kind = kind_of(made)
    require(can_import(by, kind))
    with acting_as(kind.acts_as(by)) as writer:
        made = lock(made)
        if made.job is not None and not made.job.is_finished:
            raise Conflict("Work on this import is still in progress. Wait until it has ended.")
        move(made, IMPORT, "discard", by=writer, at=at)
        drop_files(made)
    return made


def drop_files(made: Import) -> None:
    """Forget the files' content where the kind need not keep it as evidence."""
    if not kind_of(made).keeps_files:
        ImportFile.objects.filter(made_for=made).update(content=None)


def _ask(made: Import, state: Import.State, work: str, doing: str, by: Actor, at: datetime) -> Import:
    kind = kind_of(made)
    require(can_import(by, kind))
    with acting_as(kind.acts_as(by)) as writer:
        made = lock(made)
        if not (decision := can_step(made, state)):
            raise Conflict(decision.reason)
        _enqueue(work, made, f"{doing} {kind.title}", writer, at)
    return made


def _enqueue(work: str, made: Import, title: str, by: Actor, at: datetime) -> None:
    made.job = enqueue(work, by=by, at=at, title=title, params={"import": made.pk})
    made.save(update_fields=["job"])
