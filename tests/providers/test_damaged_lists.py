"""Two thousand damaged lists: each is refused in words, or read whole."""

import io
import zipfile

import pytest
from django.utils import timezone
from openpyxl import Workbook

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.imports import Given
from core.imports.work import import_now
from core.models import Import
from providers.imports import OFSTED
from providers.models import OfstedImport, OfstedListing, Setting
from providers.ofsted import OfstedFile, OfstedFileError, read_ofsted, spreadsheets
from tests.factories.authorities import council_actor
from tests.providers.ofsted_lists import as_csv, as_ods, as_xlsx, damaged, home, lines_of

LINES = lines_of(2023, [home(f"SC90000{n}", places=str(n + 1)) for n in range(6)])
MANY, STORED = 2_000, 25


def blocked(found: OfstedFile) -> bool:
    return any(problem.blocks for problem in found.problems)


def test_undamaged_list_is_read_alike_from_every_kind_of_file():
    read = [read_ofsted(write(LINES)) for write in (as_csv, as_ods, as_xlsx)]
    assert [len(found.rows) for found in read] == [6, 6, 6]
    assert all(found.problems == [] for found in read)


def test_damaged_lists_are_refused_in_words_or_read_whole():
    outcomes = {"refused": 0, "blocked": 0, "whole": 0}
    for seed in range(MANY):
        content = damaged(LINES, seed)
        try:
            found = read_ofsted(content)
        except OfstedFileError as error:
            assert error.message, seed
            outcomes["refused"] += 1
            continue
        outcomes["blocked" if blocked(found) else "whole"] += 1
        assert all(problem.row and problem.column and problem.message for problem in found.problems), seed
        assert len({row.urn for row in found.rows}) == len(found.rows), seed
    assert sum(outcomes.values()) == MANY
    assert min(outcomes.values()) > 100, outcomes


@pytest.mark.django_db
def test_damaged_list_is_loaded_whole_or_not_at_all():
    keeper = council_actor(Role.REGISTER_KEEPER)
    for seed in range(STORED):
        made = import_now(
            kind=OFSTED,
            files=[Given("list", "list.csv", damaged(LINES, seed))],
            params={},
            by=keeper,
            at=timezone.now(),
        )
        with acting_as(Actor.system()):
            listed, homes = OfstedListing.objects.count(), Setting.objects.count()
            if made.state == Import.State.APPLIED:
                assert listed == homes == made.preview["counts"]["Rows in the list"] > 0
                OFSTED.undo(made, by=Actor.system(), at=timezone.now())
            else:
                assert made.state == Import.State.REFUSED
                assert made.findings.filter(blocks=True).exists()
            assert not (
                OfstedImport.objects.exists() or OfstedListing.objects.exists() or Setting.objects.exists()
            )


@pytest.mark.parametrize("repeat", [5_000, 1_000_000])
def test_spreadsheet_that_claims_thousands_of_millions_of_cells_is_refused(repeat):
    with pytest.raises(OfstedFileError, match="more than a provider list can hold"):
        read_ofsted(as_ods(LINES, repeat=repeat))


def test_workbook_with_a_cell_at_the_far_corner_is_refused():
    book, out = Workbook(), io.BytesIO()
    book.active.cell(row=1_048_576, column=16_384, value="far")
    book.save(out)
    with pytest.raises(OfstedFileError, match="more than a provider list can hold"):
        read_ofsted(out.getvalue())


def test_archive_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 8_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("content.xml", "w") as file:
        file.write(bytes(9_000_000))
    with pytest.raises(OfstedFileError, match="more than a provider list can hold"):
        read_ofsted(out.getvalue())
