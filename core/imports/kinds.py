"""What a room says of the files it loads: which they are, how they are read, what loading and undoing do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.actor import Actor
from core.models import Import
from core.policies import Decision, allow

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Slot:
    """One place for files in the upload form. ``endings`` are the names' endings that may be chosen."""

    name: str
    label: str
    hint: str = ""
    required: bool = True
    many: bool = False
    endings: tuple[str, ...] = (".csv",)
    most_bytes: int = 50_000_000


@dataclass(frozen=True)
class Given:
    """One file as it was given."""

    slot: str
    filename: str
    content: bytes


@dataclass(frozen=True)
class Finding:
    """Something wrong. ``row`` counts from 1 as a spreadsheet does, 0 is the whole file; ``rule`` is a stable
    code. A finding that ``blocks`` lets nothing of the import be loaded; another is a note."""

    file: str
    rule: str
    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    blocks: bool = True


@dataclass(frozen=True)
class Preview:
    """What loading would change: ``counts`` of it by their labels, and a ``sample`` of rows under
    ``columns``. ``lead`` says in a sentence what was read."""

    lead: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    columns: Sequence[str] = ()
    sample: Sequence[Sequence[str]] = ()

    def as_json(self) -> dict[str, Any]:
        # JSON in PostgreSQL keeps no order of keys.
        return {**asdict(self), "order": list(self.counts)}


@dataclass(frozen=True)
class Reading:
    """A read of the files: what is wrong in them, what they would change, and ``data`` for ``apply``.

    ``facts`` is kept on the import as JSON for the kind's own use.
    """

    findings: Sequence[Finding] = ()
    preview: Preview = field(default_factory=Preview)
    data: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


class ImportKind(ABC):
    """One kind of import. Its ``name`` is kept on each import; ``route`` begins its pages' names, and is
    what the address matrix takes for the thing in their addresses.

    ``keeps_files`` says whether the files stay as evidence after loading or refusal; otherwise only their
    names and hashes do.
    """

    name: str
    route: str
    title: str
    lead: str = ""
    roles: Collection[str]
    slots: Sequence[Slot]
    keeps_files: bool = True
    # A template with the links between the list of imports and its sister pages.
    navigation: str = ""

    def acts_as(self, actor: Actor) -> Actor:
        """Who writes for ``actor``: themselves, or for the shared register its keeper in their name."""
        return actor

    def extra_fields(self) -> dict[str, Any]:
        """Form fields beside the files; what is typed comes to ``read`` as ``params`` (JSON)."""
        return {}

    @abstractmethod
    def read(
        self, files: Sequence[Given], params: Mapping[str, Any], *, by: Actor, progress: Progress
    ) -> Reading:
        """Read and check; runs with no transaction open, at upload and once more before loading. Whatever
        needs the database is read inside ``acting_as(by)``. A file that cannot be read at all is a
        ``DomainError`` or a ``Finding``, never another exception."""

    @abstractmethod
    def apply(self, made: Import, reading: Reading, *, by: Actor, at: Any) -> None:
        """Load what was read, inside the one transaction that also ends the job. A ``DomainError`` leaves
        everything as it was."""

    def can_undo(self, made: Import) -> Decision:
        """Whether an import that was loaded may be undone now, or why not."""
        return allow()

    @abstractmethod
    def undo(self, made: Import, *, by: Actor, at: Any) -> None:
        """Restore what was before ``made``, inside one transaction; a ``DomainError`` says why not."""


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    """Make a kind known, once, from its room's ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def kind_of(made: Import) -> ImportKind:
    return _kinds[made.kind]
