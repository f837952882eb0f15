"""The reader on Ofsted's real lists, and on the ways in which people spoil them."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from providers.choices import Outcome, RegistrationStatus, RegistrationType, Sector
from providers.ofsted import OfstedFileError, PremisesCategory, read_ofsted
from tests.shared_data import shared


@pytest.fixture(scope="module")
def list_2025():
    return read_ofsted(shared("ofsted/provider_at_march_2025.ods"))


@pytest.fixture
def lines() -> list[list[str]]:
    """The 2023 list's title, heading (row 4) and first five rows, ready to be spoilt."""
    with shared("ofsted/provider_at_march_2023.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(9), strict=False)]


@pytest.fixture
def write(tmp_path):
    def _write(lines: list[list[str]], encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)
        return path

    return _write


def column(lines: list[list[str]], name: str) -> int:
    return lines[3].index(name)


@pytest.mark.parametrize(
    ("name", "as_at", "count", "not_yet_inspected", "inadequate"),
    [
        ("provider_at_march_2022.csv", date(2022, 3, 31), 3576, 267, 89),
        ("provider_at_march_2023.csv", date(2023, 3, 31), 3546, 0, 73),
        ("provider_at_march_2025.ods", date(2025, 3, 31), 5600, 414 + 843, 54),
    ],
)
def test_published_list_is_read_whole(name, as_at, count, not_yet_inspected, inadequate):
    read = read_ofsted(shared(f"ofsted/{name}"))
    grades = Counter(row.outcome for row in read.rows)
    assert (read.as_at, len(read.rows), read.problems) == (as_at, count, [])
    assert grades[Outcome.NOT_YET_INSPECTED] == not_yet_inspected
    assert grades[Outcome.INADEQUATE] == inadequate


def test_2025_counts_are_those_ofsted_publishes(list_2025):
    """The file's own time-series sheet, at 31 March 2025."""
    kinds = Counter(row.registration_type for row in list_2025.rows)
    assert kinds[RegistrationType.CHILDRENS_HOME] + kinds[RegistrationType.SHORT_BREAK_HOME] == 3946
    assert kinds[RegistrationType.SECURE_HOME] == 14
    assert kinds[RegistrationType.RESIDENTIAL_SCHOOL] == 49
    assert kinds[RegistrationType.FOSTERING_AGENCY] == 339
    assert kinds[RegistrationType.FAMILY_CENTRE] == 110
    assert kinds[RegistrationType.SUPPORTED_ACCOMMODATION] == 893
    assert kinds[RegistrationType.SECURE_TRAINING_CENTRE] == 1


def test_home_of_2025_is_read_to_the_cell(list_2025):
    home = list_2025.rows[0]
    assert (home.row, home.urn, home.registration_type) == (5, "2590934", RegistrationType.CHILDRENS_HOME)
    assert (home.authority, home.places, home.registered_on) == ("Lewisham", 2, date(2020, 6, 25))
    assert (home.sector, home.status) == (Sector.PRIVATE, RegistrationStatus.ACTIVE)
    assert (home.name, home.postcode, home.owner_name) == (None, None, "Zone Central Ltd")
    assert home.inspection.inspected_on == date(2024, 11, 5)
    assert home.inspection.published_on == date(2025, 1, 14)
    assert home.inspection.number == "10360658"
    assert home.outcome == Outcome.REQUIRES_IMPROVEMENT


def test_urns_are_text_of_two_forms_and_never_a_number(list_2025):
    assert Counter(row.urn[:2] == "SC" for row in list_2025.rows) == {False: 3975, True: 1625}
    assert all("." not in row.urn for row in list_2025.rows)


def test_supported_accommodation_has_three_outcomes_and_no_grade(list_2025):
    supported = [r for r in list_2025.rows if r.registration_type == RegistrationType.SUPPORTED_ACCOMMODATION]
    assert Counter(row.outcome for row in supported) == {
        Outcome.SA_STRONG: 26,
        Outcome.SA_INCONSISTENT: 19,
        Outcome.SA_SERIOUS: 5,
        Outcome.NOT_YET_INSPECTED: 843,
    }


def test_premises_of_supported_accommodation_add_up_to_their_provider(list_2025):
    places, premises = Counter(), Counter()
    for item in list_2025.premises:
        places[item.urn] += item.places
        premises[item.urn] += 1
    supported = [r for r in list_2025.rows if r.registration_type == RegistrationType.SUPPORTED_ACCOMMODATION]
    assert len(list_2025.premises) == 8119
    assert all((row.places, row.premises_count) == (places[row.urn], premises[row.urn]) for row in supported)
    assert Counter(item.category for item in list_2025.premises)[PremisesCategory.SELF_CONTAINED] == 3387


def test_owner_of_0_is_no_owner_and_owner_of_figures_is_one(list_2025):
    owners = Counter(row.owner_name for row in list_2025.rows)
    assert owners[None] == 48
    assert owners["0"] == 0
    assert owners["3.13"] == 1


def test_authority_names_are_tidied_and_then_the_callers(lines, write):
    lines[4][column(lines, "Local authority")] = "Bournemouth,  Christchurch & Poole"
    asked = []

    def authority_of(name):
        asked.append(name)
        return "BCP" if name.startswith("Bournemouth") else None

    read = read_ofsted(write(lines), authority_of=authority_of)
    assert read_ofsted(write(lines)).rows[0].authority == "Bournemouth, Christchurch and Poole"
    assert [row.authority for row in read.rows] == ["BCP", None, None, None, None]
    note = read.problems[0]
    assert (note.row, note.rule, note.blocks) == (6, "area", False)
    assert note.message == "“West Northamptonshire” is not an authority on our list; the row has no area."
    assert asked[1] == "West Northamptonshire"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_of_excel_are_read(lines, write, encoding):
    lines[4][column(lines, "Organisation which owns the provider")] = "Café Léa"
    assert read_ofsted(write(lines, encoding)).rows[0].owner_name == "Café Léa"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_with_what_to_do(lines, write, encoding):
    with pytest.raises(OfstedFileError, match=r"UTF-16.*Save it as “CSV UTF-8”"):
        read_ofsted(write(lines, encoding))


def test_heading_is_found_on_another_row_with_line_breaks_and_capitals(lines, write):
    lines[3] = ["\n" + name.upper() for name in lines[3]]
    lines[0:0] = [["", ""]] * 5
    read = read_ofsted(write(lines))
    assert [row.row for row in read.rows] == [10, 11, 12, 13, 14]
    assert read.problems == []


def test_missing_column_is_named(lines, write):
    gone = column(lines, "Places")
    for line in lines[3:]:
        del line[gone]
    with pytest.raises(OfstedFileError, match="row 4 has no column “places”"):
        read_ofsted(write(lines))


def test_column_given_twice_is_named(lines, write):
    lines[3][0] = "URN"
    with pytest.raises(OfstedFileError, match="Row 4 has the heading “urn” more than once"):
        read_ofsted(write(lines))


def test_headings_shifted_by_a_column_are_an_error_that_names_the_cell(lines, write):
    lines[3] = ["", *lines[3][:-1]]
    with pytest.raises(OfstedFileError, match=r"No row .* can be used.*Row 5, "):
        read_ofsted(write(lines))


def test_missing_heading_row_is_an_error(lines, write):
    del lines[3]
    with pytest.raises(OfstedFileError, match="No heading row was found"):
        read_ofsted(write(lines))


def test_empty_file_is_an_error(tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()
    with pytest.raises(OfstedFileError, match="empty"):
        read_ofsted(path)


def test_heading_without_rows_is_an_error(lines, write):
    with pytest.raises(OfstedFileError, match="No row below the heading on row 4"):
        read_ofsted(write(lines[:4]))


def test_pdf_named_csv_is_an_error(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    with pytest.raises(OfstedFileError, match="is a PDF"):
        read_ofsted(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0rubbish"])
def test_broken_spreadsheet_is_an_error(tmp_path, data):
    path = tmp_path / "list.ods"
    path.write_bytes(data)
    with pytest.raises(OfstedFileError, match="cannot be opened"):
        read_ofsted(path)


def test_spreadsheet_without_the_list_is_an_error(tmp_path):
    book = Workbook()
    book.active.append(["Month", "Spend"])
    book.save(tmp_path / "spend.xlsx")
    with pytest.raises(OfstedFileError, match="No heading row was found"):
        read_ofsted(tmp_path / "spend.xlsx")


def test_xlsx_reads_as_the_csv_does_whatever_it_is_called(lines, write, tmp_path):
    book = Workbook()
    for line in lines:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line])
    path = tmp_path / "copy.csv"
    book.save(tmp_path / "copy.xlsx")
    (tmp_path / "copy.xlsx").rename(path)
    assert read_ofsted(path).rows == read_ofsted(write(lines)).rows


def test_list_without_its_date_needs_one(lines, write):
    lines[0][0] = "Providers"
    with pytest.raises(OfstedFileError, match="do not say “as at”"):
        read_ofsted(write(lines))
    assert read_ofsted(write(lines), as_at=date(2023, 3, 31)).as_at == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("URN", "2.59E+06", "“2.59E+06” is not SC and six digits, nor seven digits."),
        ("URN", "", "is blank."),
        ("Provision type", "Treehouse", "“Treehouse” is not a value we know."),
        ("Registration date", "31/02/2020", "“31/02/2020” is not a date."),
        ("Registration date", "02/13/2020", "“02/13/2020” is not a date."),
        ("Registration date", "43875", "“43875” is not a date."),
        ("Registration date", "01/04/2023", "01/04/2023 is after the day of the list."),
        ("Registration status", "Pending", "“Pending” is not a value we know."),
        ("Sector", "", "is blank."),
        ("Local authority", "", "is blank."),
        ("Places", "-3", "“-3” is not a whole number."),
        ("Places", "2.5", "“2.5” is not a whole number."),
        ("Short-break-only children's home", "perhaps", "“perhaps” is not a value we know."),
        ("Latest full inspection date", "", "is blank although a judgement is given."),
        ("Latest full inspection publication date", "01/01/2010", "is before the inspection."),
        ("Overall experiences and progress of children and young people", "", "is blank."),
    ],
)
def test_unusable_cell_leaves_out_its_row_and_names_row_and_column(lines, write, name, value, message):
    lines[5][column(lines, name)] = value
    read = read_ofsted(write(lines))
    assert [(p.row, p.column, p.message) for p in read.problems] == [(6, name, message)]
    assert [row.row for row in read.rows] == [5, 7, 8, 9]


def test_second_row_of_a_urn_is_reported_with_the_first(lines, write):
    lines.append(lines[4])
    read = read_ofsted(write(lines))
    assert str(read.problems[0]) == "Row 10, URN: SC009423 is already on row 5."
    assert len({row.urn for row in read.rows}) == len(read.rows) == 5


def test_row_with_a_stray_comma_is_reported(lines, write):
    lines[5].insert(6, "Limited")
    lines[5].append("shifted")
    read = read_ofsted(write(lines))
    assert (read.problems[0].row, read.problems[0].column) == (6, "the whole row")
    assert "comma" in read.problems[0].message


def test_short_rows_and_blank_rows_are_no_problem(lines, write):
    lines[4] = lines[4][:-2]
    lines.insert(5, [])
    lines.append([""] * 32)
    read = read_ofsted(write(lines))
    assert (len(read.rows), read.problems) == (5, [])
    assert read.rows[1].row == 7


def test_urn_written_as_a_decimal_is_the_same_urn(lines, write):
    lines[5][column(lines, "URN")] = "2611190.0"
    assert read_ofsted(write(lines)).rows[1].urn == "2611190"


def test_not_judged_is_an_outcome(lines, write):
    lines[4][column(lines, "Overall experiences and progress of children and young people")] = "Not judged"
    assert read_ofsted(write(lines)).rows[0].outcome == Outcome.NOT_JUDGED


def test_inspected_supported_accommodation_in_a_list_without_outcomes_is_reported(lines, write):
    lines[4][column(lines, "Provision type")] = "Supported Accommodation"
    read = read_ofsted(write(lines))
    assert str(read.problems[0]) == "Row 5, supported outcome: is blank."


def test_long_text_is_cut_in_messages(lines, write):
    lines[5][column(lines, "Sector")] = "word " * 200
    assert len(read_ofsted(write(lines)).problems[0].message) < 120


def test_flags_of_homes_are_read(list_2025):
    homes = [row for row in list_2025.rows if row.registration_type == RegistrationType.SHORT_BREAK_HOME]
    assert len(homes) == 124
    assert sum(row.is_short_break_only for row in list_2025.rows) == 125
    assert sum(row.has_several_buildings for row in list_2025.rows) == 28
