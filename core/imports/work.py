"""The work on an import, as jobs: each ends in one transaction, or leaves everything as it was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import DomainError
from core.imports.kinds import Finding, ImportKind, Progress, Reading, kind_of
from core.imports.selectors import given_files
from core.imports.services import APPLY, READ, UNDO, drop_files
from core.imports.workflow import IMPORT
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.locking import lock
from core.models import Import, ImportFinding, Job
from core.workflow import move

MOST_FINDINGS = 5_000
BATCH = 1_000
CHANGED = "The register has changed since the check, and so has what this would do. Look at it once more."


@job(READ)
def read_import(context: JobContext) -> Publish:
    """Read and check; what is found is kept with the import."""
    made = _import_of(context)
    reading = read(made, by=context.actor, progress=context.progress)

    def publish(job: Job) -> dict[str, Any]:
        locked = lock(made)
        keep_reading(locked, reading, by=context.actor, at=timezone.now())
        return {"state": locked.state}

    return publish


@job(APPLY)
def apply_import(context: JobContext) -> Publish:
    """Read once more, and load it if it still does what the preview said."""
    made = _import_of(context)
    reading = read(made, by=context.actor, progress=context.progress)
    context.progress(60, "Loading")

    def publish(job: Job) -> dict[str, Any]:
        locked, now = lock(made), timezone.now()
        if reading.blocked or reading.preview.as_json()["counts"] != locked.preview["counts"]:
            keep_reading(locked, reading, by=context.actor, at=now)
            return {"state": locked.state, "note": CHANGED}
        load(locked, reading, by=context.actor, at=now)
        return {"state": locked.state}

    return publish


@job(UNDO)
def undo_import(context: JobContext) -> Publish:
    made = _import_of(context)
    context.progress(20, "Taking back what was loaded")

    def publish(job: Job) -> dict[str, Any]:
        locked = lock(made)
        take_back(locked, by=context.actor, at=timezone.now())
        return {"state": locked.state}

    return publish


def read(made: Import, *, by: Actor, progress: Progress) -> Reading:
    """What the kind reads in the files; a file it cannot read at all is a finding."""
    with acting_as(by):
        files = given_files(made)
    progress(10, "Reading and checking")
    try:
        return kind_of(made).read(files, made.params, by=by, progress=progress)
    except DomainError as error:
        names = ", ".join(file.filename for file in files)
        return Reading([Finding(file=names[:200], rule="file", message=error.message)])


def keep_reading(made: Import, reading: Reading, *, by: Actor, at: datetime) -> None:
    """Replace preview and findings by those of ``reading``, and say whether it may be loaded."""
    made.preview = {**reading.preview.as_json(), "findings": _tally(reading.findings)}
    made.facts = dict(reading.facts)
    ImportFinding.objects.filter(made_for=made).delete()
    in_order = sorted(reading.findings, key=lambda finding: not finding.blocks)
    ImportFinding.objects.bulk_create(
        (_row(made, finding) for finding in in_order[:MOST_FINDINGS]), batch_size=BATCH
    )
    verb = "refuse" if reading.blocked else "check"
    move(made, IMPORT, verb, by=by, at=at, save_fields=["preview", "facts"])
    if reading.blocked:
        drop_files(made)


def load(made: Import, reading: Reading, *, by: Actor, at: datetime) -> None:
    """Apply, inside the caller's transaction."""
    made.applied_at, made.applied_by = at, by.name[:120]
    move(made, IMPORT, "apply", by=by, at=at, save_fields=["applied_at", "applied_by"])
    kind_of(made).apply(made, reading, by=by, at=at)
    drop_files(made)


def take_back(made: Import, *, by: Actor, at: datetime) -> None:
    """Undo, inside the caller's transaction."""
    kind: ImportKind = kind_of(made)
    if not (decision := kind.can_undo(made)):
        raise DomainError(decision.reason)
    made.undone_at, made.undone_by = at, by.name[:120]
    move(made, IMPORT, "undo", by=by, at=at, save_fields=["undone_at", "undone_by"])
    kind.undo(made, by=by, at=at)


def _import_of(context: JobContext) -> Import:
    with acting_as(context.actor):
        return Import.objects.get(pk=context.params["import"])


def _tally(findings: Sequence[Finding]) -> dict[str, int]:
    blocking = sum(finding.blocks for finding in findings)
    return {"blocking": blocking, "notes": len(findings) - blocking}


def _row(made: Import, finding: Finding) -> ImportFinding:
    return ImportFinding(
        made_for=made,
        authority_id=made.authority_id,
        file=_clean(finding.file, 200),
        sheet=_clean(finding.sheet, 60),
        row=finding.row,
        column=_clean(finding.column, 120),
        rule=finding.rule[:40],
        message=_clean(finding.message, 400),
        blocks=finding.blocks,
    )


def _clean(text: str, most: int) -> str:
    """PostgreSQL holds no NUL and no half of a pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()[:most]
