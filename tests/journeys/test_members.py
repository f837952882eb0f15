"""From a forecast to a published paper on a member's desk."""

import re
from pathlib import Path

import page as pdf
from pypdf import PdfReader

POUNDS = re.compile(r"£[\d,]+\.\d\d")


def test_planner_sees_children_beds_and_a_forecast_with_its_band(people, forecast):
    planner = people["planner-derbyshire"]
    planner.open("/sufficiency/")
    assert planner.sees("Children in care by kind of placement and age")
    planner.follow("Beds and need")
    assert planner.sees("Need beside places")
    planner.follow("Forecast")
    assert planner.sees("How far to trust it") and planner.sees("Half of futures lie in the darkest range")
    assert planner.main.locator("figure svg, .hearth-chart svg").count()


def test_member_reads_the_published_paper_and_nothing_else(people, paper):
    member = people["cabinet-member-derbyshire"]
    member.open("/")
    assert member.path == "/papers/"
    member.follow(paper)
    assert member.sees("What is asked") and member.sees("Main risk")
    member.press("Read the paper")
    assert member.sees("On one page") and member.main.locator("svg").count()
    assert not re.search(r"CHD-[A-Z0-9]+", member.text)
    for closed in ("/requests/", "/spend/", "/placements/", f"/papers/{paper}/sections/recommendations/"):
        assert member.open(closed) == 404


def test_document_is_accessible_and_holds_the_pages_figures(people, paper):
    member = people["cabinet-member-derbyshire"]
    member.open(f"/papers/{paper}/read/")
    on_screen = set(POUNDS.findall(member.text))
    file: Path = member.download("Download as PDF")
    report = pdf.validate_pdf_bytes(file.read_bytes(), profile="ua1")
    assert report.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    text = " ".join(sheet.extract_text() for sheet in PdfReader(file).pages)
    assert on_screen and on_screen <= set(POUNDS.findall(text))
