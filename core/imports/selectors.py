"""Doors to imports. What fills the shared register is read by its keeper, in the name of whoever asks."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from core.actor import Actor, acting_as
from core.errors import NotFound
from core.imports.kinds import Given, ImportKind
from core.models import Import, ImportFile, ImportFinding


def imports_visible_to(actor: Actor, kind: ImportKind) -> QuerySet[Import]:
    """Imports of one kind, newest first; to be read inside ``acting_as(kind.acts_as(actor))``."""
    own = Import.objects.filter(kind=kind.name, authority_id=kind.acts_as(actor).authority_id)
    return own.select_related("job").order_by("-asked_at", "-pk")


def newest_imports(actor: Actor, kind: ImportKind, *, most: int) -> list[tuple[Import, list[str]]]:
    """The newest imports with the names of their files, in two queries."""
    files = Prefetch("files", ImportFile.objects.defer("content").order_by("pk"))
    with acting_as(kind.acts_as(actor)):
        found = imports_visible_to(actor, kind).prefetch_related(files)[:most]
        return [(made, [file.filename for file in made.files.all()]) for made in found]


def access_import(actor: Actor, kind: ImportKind, reference: str) -> Import:
    with acting_as(kind.acts_as(actor)):
        found = imports_visible_to(actor, kind).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def files_of(made: Import, actor: Actor, kind: ImportKind) -> list[ImportFile]:
    """Without their content; ``has_content`` says whether it was kept."""
    with acting_as(kind.acts_as(actor)):
        files = ImportFile.objects.filter(made_for=made).order_by("pk")
        kept = set(files.exclude(content=None).values_list("pk", flat=True))
        found = list(files.defer("content"))
    for file in found:
        file.has_content = file.pk in kept  # type: ignore[attr-defined]
    return found


def findings_of(
    made: Import, actor: Actor, kind: ImportKind, *, most: int | None = None
) -> Sequence[ImportFinding]:
    """What blocks first, then in the order of the files."""
    with acting_as(kind.acts_as(actor)):
        found = ImportFinding.objects.filter(made_for=made)
        return list(found.order_by("-blocks", "file", "sheet", "row", "pk")[:most])


def given_files(made: Import) -> list[Given]:
    """The files with their content, for reading; inside the actor's own transaction."""
    return [
        Given(file.slot, file.filename, bytes(file.content or b""))
        for file in ImportFile.objects.filter(made_for=made).order_by("pk")
    ]
