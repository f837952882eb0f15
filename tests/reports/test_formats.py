"""The five formats as data: their sections in order, and what a council may change without code."""

from dataclasses import replace

import pytest

from authorities.choices import Role
from core.errors import DomainError
from reports.choices import Numbering, PaperFormat
from reports.formats import PRODUCT, Place, kept_layout, layout_from
from reports.formats.adapting import own_section, with_section, with_terms
from reports.models import Paper

SUMMARY = ["asked", "cost", "children", "risk"]
# As the formats are described: every section of the paper in its order, those of an appendix last.
SECTIONS = {
    PaperFormat.D: "divisions key purpose analysis consultation alternatives implications background"
    " appendices recommendations reasons call_in finance legal human_resources equality priorities",
    PaperFormat.N: "introduction analysis models decommissioning conclusion background contact",
    PaperFormat.K: "publication key subject recommendations reasons analysis options finance legal equality"
    " consultation alternatives interests signature",
    PaperFormat.S: "summary recommendations reasons alternatives costs finance capital implications resource"
    " legal equality climate priorities consultation internal external contact appendices background analysis"
    " procurement conclusion",
    PaperFormat.W: "summary recommendations analysis proposal alternatives consultation costs finance effect"
    " risks policy legal equality climate signature contact background",
}
PARTS = {
    PaperFormat.S: {"costs": 2, "implications": 4, "consultation": 2},
    PaperFormat.W: {"costs": 2, "policy": 3},
}


@pytest.mark.parametrize("paper_format", PaperFormat)
def test_format_has_its_sections_in_order(paper_format):
    layout = PRODUCT[paper_format]
    always = [s for s in layout.in_use if s.required_if(Paper(call_in_waived=False))]
    assert [s.key for s in always if s.place is Place.SUMMARY] == SUMMARY
    assert [s.key for s in always if s.place is not Place.SUMMARY] == SECTIONS[paper_format].split()
    under = [s.under for s in layout.in_use if s.under]
    assert {key: under.count(key) for key in under} == PARTS.get(paper_format, {})
    assert layout_from(paper_format, kept_layout(layout)) == layout


def test_each_format_numbers_its_own_way_and_finance_and_law_are_signed_off():
    numbering = {f: PRODUCT[f].numbering for f in PaperFormat}
    assert numbering[PaperFormat.N] == Numbering.PARAGRAPHS and numbering[PaperFormat.K] == Numbering.NONE
    for paper_format in (PaperFormat.D, PaperFormat.K, PaperFormat.S, PaperFormat.W):
        layout = PRODUCT[paper_format]
        assert layout.section("finance").sign_off == Role.FINANCE
        assert layout.section("legal").sign_off == Role.LEGAL


def test_council_turns_on_what_the_format_only_offers_and_adds_its_own():
    layout = PRODUCT[PaperFormat.W]
    assert layout.section("social_value") is None
    offered = next(s for s in layout.sections if s.key == "social_value")
    layout = with_section(layout, replace(offered, used=True), after="climate")
    own = own_section(layout, title="Children’s views!", place=Place.BODY, owner="Commissioning")
    layout = with_section(layout, own, after="summary")
    keys = [s.key for s in layout.in_use]
    assert keys[keys.index("climate") + 1] == "social_value" and keys[keys.index("summary") + 1] == own.key
    assert own.key == "own_children_s_views"
    assert own_section(layout, title="Children’s views", place=Place.BODY, owner="X").key.endswith("_2")


def test_format_keeps_its_order_and_its_heart():
    layout = PRODUCT[PaperFormat.W]
    asked = layout.section("recommendations")
    for section, after, field in (
        (replace(asked, used=False), "summary", "used"),
        (replace(asked, under="legal"), "summary", "under"),
        (replace(asked, under="costs"), "summary", "under"),  # its parent stands elsewhere
        (replace(layout.section("costs"), under="policy"), "summary", "under"),
        (asked, "nowhere", "after"),
    ):
        with pytest.raises(DomainError) as error:
            with_section(layout, section, after=after)
        assert error.value.field == field


def test_labels_at_the_head_are_the_council_s_own():
    layout = PRODUCT[PaperFormat.D]
    labels = {"meeting": "Committee", "key": "", "portfolio": "Portfolio holder"}
    changed = with_terms(layout, name="Committee report", numbering=Numbering.NONE, labels=labels)
    assert dict(changed.facts) == {"meeting": "Committee", "portfolio": "Portfolio holder"}
    assert changed.name == "Committee report"
