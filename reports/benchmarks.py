"""``manage.py bench paper``: how long a paper takes beside the bare renderer, and what memory it needs."""

import gc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from weasyprint import CSS, HTML

from authorities.models import Authority
from core.benchmarks import benchmark, median_seconds
from core.charts import POUNDS, Series, grouped_bars
from core.pdf import render_pdf
from core.pdf.rendering import BUILT, TEAL
from reports.choices import PaperFormat
from reports.copies import Copy
from reports.exempt import Words
from reports.figures import Figure, Gathered, Unit
from reports.figures.figure import Reading
from reports.formats import PRODUCT
from reports.head import head_of
from reports.models import Paper
from reports.paper_html import paper_html
from reports.pictures import Drawn
from reports.pictures.picture import pictured
from reports.reading import Contents
from reports.words import Drawing

FIGURES, CHARTS, QUEUED = 40, 4, 50
ON = date(2026, 11, 20)
SETTLED = 5  # papers after which fonts and caches are loaded
SENTENCE = (
    "The council looks for homes close to family, friends and school, so that fewer children have to move and"
    " each of them can keep what matters to them while they are looked after away from their parents. "
)


@benchmark("paper")
def bench_paper() -> dict[str, Any]:
    """Seconds of a 12-page paper with 40 figures and 4 charts against WeasyPrint alone; megabytes over 50."""
    paper, contents = sample()
    html = paper_html(paper, contents, on=ON, copy=Copy.DRAFT)

    def whole() -> bytes:
        made = paper_html(paper, contents, on=ON, copy=Copy.DRAFT)
        return render_pdf(made, title=paper.title)

    pages = len(PdfReader(BytesIO(whole())).pages)
    bare = median_seconds(lambda: _bare(html), repeats=3)
    ours = median_seconds(whole, repeats=3)
    return {
        "pages": pages,
        "figures": len(contents.figures.found),
        "charts": len(contents.drawn.found),
        "seconds": round(ours, 2),
        "weasyprint_seconds": round(bare, 2),
        "ratio": round(ours / bare, 2),
        **_memory(whole),
    }


def sample() -> tuple[Paper, Contents]:
    """A cabinet report of invented words, its figures and charts made up: nothing is read or kept."""
    layout = PRODUCT[PaperFormat.D]
    figures = {f"figure_{n}": _figure(n) for n in range(FIGURES)}
    drawings = {Drawing("chart", f"chart_{'abcd'[n]}"): _chart(n) for n in range(CHARTS)}
    sections = [section for section in layout.in_use if section.key != "call_in_reason"]
    words: dict[str, str] = {}
    for n, section in enumerate(sections):
        cited = [f"{{figure:figure_{m}}}" for m in range(n * 2, min(n * 2 + 2, FIGURES))]
        text = SENTENCE + "".join(f"It counted {token} of them. " for token in cited)
        words[section.key] = text if n < 4 else "\n\n".join([text, SENTENCE])
    for drawing, key in zip(drawings, ("analysis", "alternatives", "reasons", "purpose"), strict=True):
        words[key] += f"\n\n{{chart:{drawing.name}}}"
    paper = Paper(
        authority=Authority(name="Exampleshire"),
        reference="PAP-SAMPLE",
        paper_format=PaperFormat.D,
        title="Homes for children",
        body="Cabinet",
        meeting_on=ON,
        reporting_director="Director of children's services",
        contact="Pat Example, Commissioner",
    )
    gathered, drawn = Gathered(figures, {}), Drawn(drawings, {})
    head = head_of(paper, layout.facts)
    return paper, Contents(Words(words), gathered, drawn, layout, paper.title, head)


def _figure(n: int) -> Figure:
    reading = Reading(Decimal(1000 + n), f"Charge ledger, line {n}", ON)
    return Figure(f"figure_{n}", f"Amount {n}", "Charged on the nights counted", Unit.POUNDS, reading)


def _chart(n: int) -> Any:
    title = f"Spend and budget, line {n}"
    drawn = grouped_bars(
        title=title,
        categories=[f"{year}" for year in range(2020, 2027)],
        series=[
            Series("Budget", [100 + n + y for y in range(7)]),
            Series("Spend", [90 + n + 2 * y for y in range(7)]),
        ],
        unit=POUNDS,
        heading="Year",
    )
    return pictured(drawn, title, "Pounds, financial years")


def _bare(html: str) -> bytes:
    """WeasyPrint on the same HTML and styles, and nothing else."""
    styles = [CSS(filename=BUILT / "pdf.css"), CSS(string=f":root {{ --accent: {TEAL} }}")]
    return HTML(string=html, base_url=str(BUILT)).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")


def _memory(work: Callable[[], Any]) -> dict[str, int]:
    """Megabytes one process holds after a few papers and after all of a queue, and its most."""
    for _ in range(SETTLED):
        work()
    settled = _resident()
    for _ in range(QUEUED - SETTLED):
        work()
    return {"queued": QUEUED, "mb_settled": settled, "mb_after": _resident(), "mb_peak": _status("VmHWM")}


def _resident() -> int:
    gc.collect()
    return _status("VmRSS")


def _status(name: str) -> int:
    """From the kernel's account of this process, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) // 1024
