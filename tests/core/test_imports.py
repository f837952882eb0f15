"""The kernel of imports, with a kind that keeps names in a list."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.imports import Finding, Given, ImportKind, Preview, Reading, Slot, register_kind
from core.imports.forms import UploadForm
from core.imports.selectors import access_import, files_of, findings_of, newest_imports
from core.imports.services import ask_to_undo, confirm_import, discard_import, start_import
from core.jobs.worker import run_next
from core.models import Import
from tests.factories.authorities import AuthorityFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Names(ImportKind):
    name, route, title, roles = "names", "names", "Names", ("planner",)
    slots = (Slot("list", "The list"), Slot("more", "More lists", required=False, many=True))

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def read(self, files, params, *, by, progress):
        names, findings = [], []
        for file in files:
            if file.content.startswith(b"%PDF"):
                raise DomainError("The file is a PDF.")
            for row, name in enumerate(file.content.decode().splitlines(), start=1):
                if "?" in name:
                    findings.append(
                        Finding(file.filename, "odd", f"{name} is no name.", row=row, column="Name")
                    )
                names.append(name)
        fresh = [name for name in names if name not in self.loaded]
        return Reading(
            findings, Preview(counts={"New names": len(fresh)}), data=fresh, facts={"n": len(fresh)}
        )

    def apply(self, made, reading, *, by, at):
        if "nobody" in reading.data:
            raise DomainError("Nobody cannot be loaded.")
        self.loaded += reading.data

    def undo(self, made, *, by, at):
        del self.loaded[-made.facts["n"] :]


@pytest.fixture
def kind() -> Iterator[Names]:
    made = Names()
    register_kind(made)
    yield made


@pytest.fixture
def planner() -> Actor:
    return Actor.council(AuthorityFactory().pk, name="Planner", roles=frozenset({"planner"}))


def upload(kind: Names, by: Actor, text: str = "Ann\nBob") -> Import:
    with acting_as(by):
        made = start_import(
            kind=kind, files=[Given("list", "names.csv", text.encode())], params={}, by=by, at=AT
        )
    run_next()
    return current(made, by, kind)


def current(made: Import, by: Actor, kind: Names) -> Import:
    with acting_as(by):
        return access_import(by, kind, made.reference)


def step(service, made: Import, by: Actor, kind: Names) -> Import:
    with acting_as(by):
        service(made=made, by=by, at=AT)
    run_next()
    return current(made, by, kind)


def test_files_are_checked_confirmed_loaded_and_undone(kind, planner):
    made = upload(kind, planner)
    assert (made.state, made.preview["counts"], kind.loaded) == ("ready", {"New names": 2}, [])
    made = step(confirm_import, made, planner, kind)
    assert (made.state, made.applied_by, kind.loaded) == ("applied", "Planner", ["Ann", "Bob"])
    made = step(ask_to_undo, made, planner, kind)
    assert (made.state, made.undone_by, kind.loaded) == ("undone", "Planner", [])
    with pytest.raises(Conflict):
        step(confirm_import, made, planner, kind)


def test_row_that_cannot_be_used_refuses_the_whole_and_is_named(kind, planner):
    made = upload(kind, planner, "Ann\nB?b")
    assert (made.state, made.preview["findings"]) == ("refused", {"blocking": 1, "notes": 0})
    with acting_as(planner):
        (found,) = findings_of(made, planner, kind)
    assert (found.file, found.row, found.column, found.rule) == ("names.csv", 2, "Name", "odd")
    with pytest.raises(Conflict):
        step(confirm_import, made, planner, kind)


def test_file_of_another_kind_is_refused_in_words(kind, planner):
    made = upload(kind, planner, "%PDF-1.7")
    with acting_as(planner):
        (found,) = findings_of(made, planner, kind)
    assert (made.state, found.message) == ("refused", "The file is a PDF.")


def test_what_would_now_do_something_else_is_shown_once_more(kind, planner):
    made = upload(kind, planner)
    kind.loaded.append("Bob")
    made = step(confirm_import, made, planner, kind)
    assert (made.state, made.preview["counts"], kind.loaded) == ("ready", {"New names": 1}, ["Bob"])
    assert "changed since the check" in made.job.result["note"]
    assert step(confirm_import, made, planner, kind).state == "applied"


def test_failure_while_loading_leaves_everything_as_it_was(kind, planner):
    made = step(confirm_import, upload(kind, planner, "nobody"), planner, kind)
    assert (made.state, made.applied_at, made.job.error) == ("ready", None, "Nobody cannot be loaded.")
    assert step(discard_import, made, planner, kind).state == "discarded"


def test_content_is_dropped_when_the_kind_need_not_keep_it(kind, planner):
    kind.keeps_files = False
    made = upload(kind, planner)
    with acting_as(planner):
        assert files_of(made, planner, kind)[0].has_content
    made = step(confirm_import, made, planner, kind)
    with acting_as(planner):
        (file,) = files_of(made, planner, kind)
    assert (file.has_content, file.size, len(file.sha256)) == (False, 7, 64)


def test_only_the_kind_s_roles_and_only_their_own_council(kind, planner):
    made = upload(kind, planner)
    clerk = Actor.council(planner.authority_id, roles=frozenset({"finance"}))
    other = Actor.council(AuthorityFactory().pk, roles=frozenset({"planner"}))
    with pytest.raises(NotPermitted):
        step(confirm_import, made, clerk, kind)
    with acting_as(other):
        assert newest_imports(other, kind, most=9) == []
        with pytest.raises(NotFound):
            access_import(other, kind, made.reference)
        assert not Import.objects.exists()
        assert Import.objects.filter(pk=made.pk).update(kind="stolen") == 0


def test_upload_form_says_what_is_wrong_with_a_file_beside_it(kind):
    from django.core.files.uploadedfile import SimpleUploadedFile as File
    from django.utils.datastructures import MultiValueDict

    given = MultiValueDict(
        {"list": [File("names.csv", b"")], "more": [File("x.csv", b"a"), File("y.pdf", b"b")]}
    )
    form = UploadForm({}, given, kind=kind)
    assert form.errors == {"list": ["names.csv is empty"], "more": ["y.pdf is not a .csv file"]}
    assert "list" in UploadForm({}, MultiValueDict(), kind=kind).errors
    good = UploadForm({}, MultiValueDict({"list": [File("../../a.csv", b"Ann")]}), kind=kind)
    assert good.is_valid() and good.files_given == [Given("list", "a.csv", b"Ann")]


def test_report_is_a_file_that_a_spreadsheet_runs_nothing_of(kind, planner):
    from core.exports import csv_bytes
    from core.imports.tables import FINDING_COLUMNS, report_rows

    made = upload(kind, planner, "=cmd?")
    with acting_as(planner):
        rows = report_rows(findings_of(made, planner, kind))
    text = csv_bytes([heading.text for heading in FINDING_COLUMNS], rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][5] == "'=cmd? is no name."
