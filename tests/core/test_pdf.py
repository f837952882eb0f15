"""Papers: valid PDF/UA-1, readable as text, and closed to the outside."""

import ctypes
import gc
import io
import os
import re
import subprocess
from pathlib import Path
from tempfile import gettempdir

import page
import pikepdf
import pypdf
import pytest
from django.template.loader import render_to_string

from core.gallery.paper import TITLE, sample_paper
from core.pdf import RefusedResource, render_pdf
from core.pdf.fonts import FOLDER, HouseFonts


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_pdf(sample_paper(), title=TITLE, accent="#6b2c5a")


def small(body: str) -> str:
    context = {"title": "Small", "organisation": "Exampleshire"}
    html = render_to_string("pdf/paper.html", context)
    return html.replace("<main>", f"<main>{body}")


class Mallinfo2(ctypes.Structure):
    """What the C library tells of its heap."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def allocated() -> int:
    """Bytes that the C library holds for somebody at this moment."""
    gc.collect()
    mallinfo2 = ctypes.CDLL(None).mallinfo2
    mallinfo2.restype = Mallinfo2
    return mallinfo2().uordblks


def test_paper_meets_pdf_ua_1(paper: bytes):
    report = page.validate_pdf_bytes(paper, profile="ua1")
    assert report.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def test_paper_says_its_title_language_and_that_it_is_tagged(paper: bytes):
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == TITLE


def test_paper_numbers_its_pages_sections_and_paragraphs(paper: bytes):
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(paper)).pages]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    whole = " ".join(pages)
    assert "1. Purpose" in whole and "2.1" in whole and "£13,500,000.00" in whole


def test_paper_has_an_outline_of_its_headings(paper: bytes):
    outline = pypdf.PdfReader(io.BytesIO(paper)).outline
    assert outline and outline[0].title == TITLE


def test_every_table_heading_has_a_scope(paper: bytes):
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        headings = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        ]
        scopes = {str(next(a.Scope for a in heading.A if "/Scope" in a)) for heading in headings}
    assert headings and scopes == {"/Column", "/Row"}


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:1/x.png">',
        '<img alt="x" src="https://example.com/x.png">',
        '<link rel="stylesheet" href="ftp://example.com/x.css">',
        '<object data="file:///etc/hosts"></object>',
    ],
)
def test_paper_fetches_nothing_that_is_not_ours(body: str):
    with pytest.raises(RefusedResource, match=re.escape(body.split('"')[-2][:8])):
        render_pdf(small(body), title="Small")


def test_accent_cannot_smuggle_a_style():
    with pytest.raises(ValueError, match="#rrggbb"):
        render_pdf(small(""), title="Small", accent="red; } * { display: none")


def test_title_of_any_characters_makes_a_file_with_a_title_that_can_be_read():
    made = render_pdf(small(""), title="Homes\x01 \u202efor \U0001f642 children")
    assert pypdf.PdfReader(io.BytesIO(made)).metadata.title == "Homes for (slightly smiling face) children"


def test_setting_papers_one_after_another_keeps_no_memory():
    """Of what each paper took, all is given back; a style that asks for font features in place leaks."""
    row = '<tr><th scope="row">Spent</th><td class="numeric">1,234.50</td></tr>'
    for _ in range(2):
        render_pdf(small(f"<table>{row * 60}</table>"), title="Small")
    before = allocated()
    for _ in range(2):
        render_pdf(small(f"<table>{row * 60}</table>"), title="Small")
    assert allocated() - before < 20_000


def test_fonts_left_by_a_killed_process_are_cleared_by_the_next():
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = Path(gettempdir(), f"{FOLDER}{ended.pid}-left")
    ours = Path(gettempdir(), f"{FOLDER}{os.getpid()}-ours")
    for folder in (left, ours):
        folder.mkdir()
    HouseFonts()
    assert not left.exists()
    assert ours.exists()
    ours.rmdir()
