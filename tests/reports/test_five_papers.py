"""A paper in each format from the same records: its sections as printed, accessible, and read in order."""

import io

import page
import pytest
from pypdf import PdfReader

from authorities.choices import ServiceCategory
from core.actor import acting_as
from core.pdf import render_pdf
from reports.choices import PaperFormat
from reports.copies import Copy
from reports.paper_html import paper_html
from reports.reading import contents_of
from reports.services.papers import create_paper, edit_section
from tests.factories.own_formats import tool_of
from tests.factories.reports import MEETING, NOW, TODAY, ForecastRunFactory, block_world

pytestmark = pytest.mark.django_db
OWNED = "Written by its owner{note:With a note at the foot}."
# Headings in the order a reader meets them, and how a numbered paragraph begins.
PRINTED = {
    PaperFormat.D: (
        ["1. Divisions affected", "4. Information and analysis", "10. Recommendations", "a) Financial"],
        "10.1 That Cabinet",
    ),
    PaperFormat.N: (["Introduction", "Decommissioning arrangements", "Conclusion"], "1. Members asked"),
    PaperFormat.K: (
        ["Key decision criteria", "Reasons for decision", "Signed"],
        "A. That the cabinet member",
    ),
    PaperFormat.S: (
        ["A. Revenue costs", "B. Capital costs", "1. Background", "3. Conclusion"],
        "A. That Cabinet",
    ),
    PaperFormat.W: (
        ["1. Background and context", "5.1 Revenue consequences", "7.2 Equality duty"],
        "2.1 It began on",
    ),
}


def squeezed(text: str) -> str:
    """Without spaces: where letters stand close, extraction may part them."""
    return "".join(text.split())


@pytest.fixture
def world():
    made = block_world()
    ForecastRunFactory(authority=made.authority)
    return made


@pytest.mark.parametrize("paper_format", PaperFormat)
def test_paper_of_each_format_is_whole_accessible_and_in_reading_order(world, paper_format):
    on_tool = paper_format in (PaperFormat.S, PaperFormat.W)
    tool = tool_of(world) if on_tool else None
    with acting_as(world.writer) as writer:
        paper = create_paper(
            paper_format=paper_format,
            block_contract=None if on_tool else world.contract,
            tool=tool,
            category=ServiceCategory.RESIDENTIAL,
            meeting_on=MEETING,
            by=writer,
            at=NOW,
        )
        for key in ("consultation", "external", "equality", "human_resources", "contact"):
            if paper.sections.filter(key=key).exists():
                edit_section(paper=paper, key=key, text=OWNED, by=writer, at=NOW)
        contents = contents_of(writer, paper, TODAY)
        html = paper_html(paper, contents, on=TODAY, copy=Copy.DRAFT)
    assert contents.missing == [] and contents.layout.needed(paper)
    content = render_pdf(html, title=paper.title)
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert report.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    reader = PdfReader(io.BytesIO(content))
    text = squeezed("".join(one.extract_text() for one in reader.pages))
    headings, paragraph = PRINTED[paper_format]
    front, _, rest = text.partition("Contents")
    assert "Onone" in front and "Whatchangesforchildren" in front
    body = rest[rest.index(squeezed("Appendix 1")) :]  # after the list of contents
    places = [body.index(squeezed(heading)) for heading in headings]
    assert places == sorted(places)
    assert squeezed(paragraph) in body and "[missing" not in text
    for told in ("With a note at the foot", "Buy with partners", "Figures used in this paper"):
        assert squeezed(told) in body
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)]
