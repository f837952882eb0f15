"""Finance's month: screen, drill-down and files say the same sum, of the council's own charges."""

import csv
import io
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from authorities.choices import Role
from contracts.choices import FeeKind, Route
from core.actor import Actor, acting_as
from core.periods import month_of
from placements.services.accrual import accrue_placements
from reports.selectors.spend import By, SpendLine, spend_by, total_of
from tests.factories.authorities import AuthorityFactory, RoleAssignmentFactory, StaffMemberFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW

pytestmark = pytest.mark.django_db
JANUARY = month_of(date(2026, 1, 1))


def placed(authority, weekly: str, **facts):
    placement = ActivePlacementFactory(agreement__authority=authority, **facts)
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal(weekly))
    return placement


def accrue_january(authority, through: date = date(2026, 1, 31)) -> None:
    with acting_as(Actor.council(authority.pk)) as actor:
        accrue_placements(by=actor, since=JANUARY.start, through=through, at=NOW)


@pytest.fixture
def council():
    """Two placements in January 2026, the second with education and over spot."""
    authority = AuthorityFactory()
    placed(authority, "4557.00")
    spot = placed(authority, "5000.00", agreement__route=Route.SPOT)
    AgreementFeeFactory(agreement=spot.agreement, kind=FeeKind.EDUCATION, weekly_rate=Decimal("351.35"))
    accrue_january(authority)
    return authority


def sign_in(client, authority, role):
    person = StaffMemberFactory(authority=authority)
    RoleAssignmentFactory(staff_member=person, role=role)
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


# 17 nights of 4,557.00, of 5,000.00 and of 351.35 a week.
TOTAL = Decimal("11067.00") + Decimal("12142.86") + Decimal("853.28")


@pytest.mark.parametrize("by", By)
def test_month_adds_up_however_it_is_taken_apart(council, by):
    with acting_as(Actor.council(council.pk)) as actor:
        total = total_of(spend_by(actor, JANUARY, by))
    assert (total.amount, total.nights) == (TOTAL, 34)


def test_average_weekly_cost_is_all_cost_over_all_nights(council):
    with acting_as(Actor.council(council.pk)) as actor:
        assert total_of(spend_by(actor, JANUARY, By.ROUTE)).weekly == Decimal("4954.18")


@pytest.mark.parametrize(
    ("amount", "children", "weekly"),
    [("5100000", 137, "713.93"), ("12970000", 70, "3553.42"), ("12970000", 82, "3033.41")],
)
def test_year_of_seftons_is_blended_over_its_nights(amount, children, weekly):
    line = SpendLine("", "", children, children * 365, Decimal(amount))
    assert line.weekly == Decimal(weekly)


def test_page_shows_the_total_and_drills_to_the_placement_by_reference(client, council):
    sign_in(client, council, Role.FINANCE)
    page = client.get("/spend/", follow=True).content.decode()
    assert "£24,063.14" in page
    group = client.get("/spend/2026-01/route/spot/").content.decode()
    assert "£12,996.14" in group and "PLA-" in group and "CHD-" in group
    reference = group.split("/spend/2026-01/of/")[1].split("/")[0]
    source = client.get(f"/spend/2026-01/of/{reference}/").content.decode()
    assert "£853.28" in source and "Education" in source


def test_files_add_up_to_the_screen(client, council):
    sign_in(client, council, Role.FINANCE)
    text = client.get("/spend/2026-01/spend.csv").content.decode("utf-8-sig")
    assert sum(Decimal(row["Spend (£)"]) for row in csv.DictReader(io.StringIO(text))) == TOTAL
    book = load_workbook(io.BytesIO(client.get("/spend/2026-01/spend.xlsx").content))
    assert book.sheetnames == [
        "By service line",
        "By route",
        "By provider",
        "By cost centre",
        "By kind of charge",
        "Placements",
        "What moved",
        "Voids",
        "Shares",
    ]
    for sheet in book.worksheets[:6]:
        amounts = [Decimal(str(row[-1])) for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert sum(amounts) == TOTAL


def test_libreoffice_opens_the_workbook_and_its_columns_add_up_to_the_page(client, council, tmp_path):
    sign_in(client, council, Role.FINANCE)
    assert "£24,063.14" in client.get("/spend/2026-01/").content.decode()
    (tmp_path / "spend.xlsx").write_bytes(client.get("/spend/2026-01/spend.xlsx").content)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", every_sheet, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "spend.xlsx")], check=True, capture_output=True, timeout=180)
    totals = {}
    for sheet in tmp_path.glob("spend-*.csv"):
        rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
        if rows and "Spend (£)" in rows[0]:
            totals[sheet.stem] = sum(Decimal(row["Spend (£)"]) for row in rows)
    assert len(totals) == 6 and set(totals.values()) == {TOTAL}


def test_month_under_way_says_how_far_it_is_charged(client, council):
    under_way = AuthorityFactory()
    placed(under_way, "4557.00")
    accrue_january(under_way, through=date(2026, 1, 20))
    page = sign_in(client, under_way, Role.FINANCE).get("/spend/2026-01/").content.decode()
    assert "So far: to the night of 20 January 2026" in page
    assert "So far" not in sign_in(client, council, Role.FINANCE).get("/spend/2026-01/").content.decode()


def test_another_council_sees_none_of_it(client, council):
    sign_in(client, AuthorityFactory(), Role.FINANCE)
    assert "Nothing was charged" in client.get("/spend/2026-01/").content.decode()
    assert client.get("/spend/2026-01/route/spot/").status_code == 404


def test_cabinet_member_has_no_spend_page(client, council):
    sign_in(client, council, Role.CABINET_MEMBER)
    assert client.get("/spend/").status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0001-01", "9999-12"])
def test_month_that_does_not_exist_is_not_found(client, council, month):
    sign_in(client, council, Role.FINANCE)
    assert client.get(f"/spend/{month}/").status_code == 404


def test_query_count_does_not_grow_with_rows(client, council):
    sign_in(client, council, Role.FINANCE)
    client.get("/spend/2026-01/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/spend/2026-01/?by=provider")
        return len(captured)

    before = queries()
    placed(council, "4000.00")
    accrue_january(council)
    assert queries() == before
