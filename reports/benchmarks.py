"""``manage.py bench paper``: a paper beside the bare renderer, and a queue of them on one worker."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from pypdf import PdfReader
from weasyprint import CSS, HTML

from authorities.choices import Role
from authorities.models import Authority, User
from authorities.selectors.calendars import holidays_for
from contracts.models import BlockContract
from core.actor import Actor, acting_as
from core.benchmarks import benchmark, median_seconds
from core.calendar import working_day_on_or_after
from core.charts import POUNDS, Series, grouped_bars
from core.jobs import enqueue
from core.jobs.measuring import work_off
from core.models import Job
from core.pdf import render_pdf
from core.pdf.rendering import BUILT, TEAL
from core.people import actor_of
from reports.choices import PaperFormat
from reports.copies import Copy
from reports.exempt import Words
from reports.figures import CATALOGUE, Figure, Gathered, Unit, clerk_for, gather
from reports.figures.figure import Reading
from reports.formats import PRODUCT, Layout, layout_of
from reports.head import head_of
from reports.models import Paper
from reports.paper_html import paper_html
from reports.pictures import CHARTS as PICTURES
from reports.pictures import Drawn
from reports.pictures.picture import pictured
from reports.reading import Contents
from reports.services.papers import PAPER_JOB, create_paper, edit_section
from reports.words import Drawing

FIGURES, CHARTS, QUEUED = 40, 4, 50
ON = date(2026, 11, 20)
# Megabytes between the first shift and the last by which measuring itself may err.
MOST_GROWTH = 5
# The sections in which a chart stands.
ILLUSTRATED = ("analysis", "alternatives", "reasons", "purpose")
SENTENCE = (
    "The council looks for homes close to family, friends and school, so that fewer children have to move and"
    " each of them can keep what matters to them while they are looked after away from their parents. "
)


@benchmark("paper")
def bench_paper() -> dict[str, Any]:
    """Seconds of a 12-page paper with 40 figures and 4 charts against WeasyPrint alone; 50 queued."""
    paper, contents = sample()
    html = paper_html(paper, contents, on=ON, copy=Copy.DRAFT)

    def whole() -> bytes:
        made = paper_html(paper, contents, on=ON, copy=Copy.DRAFT)
        return render_pdf(made, title=paper.title)

    pages = len(PdfReader(BytesIO(whole())).pages)
    bare = median_seconds(lambda: _bare(html), repeats=3)
    ours = median_seconds(whole, repeats=3)
    queue = _queued()
    grown = queue["mb_after"] - queue["mb_after_first_shift"]
    return {
        "pages": pages,
        "figures": len(contents.figures.found),
        "charts": len(contents.drawn.found),
        "seconds": round(ours, 2),
        "weasyprint_seconds": round(bare, 2),
        "ratio": round(ours / bare, 2),
        **queue,
        "mb_grown": grown,
        "passes": ours / bare <= 1.25 and queue["finished"] == QUEUED and grown <= MOST_GROWTH,
    }


def sample() -> tuple[Paper, Contents]:
    """A cabinet report of invented words, its figures and charts made up: nothing is read or kept."""
    layout = PRODUCT[PaperFormat.D]
    figures = {f"figure_{n}": _figure(n) for n in range(FIGURES)}
    drawings = {Drawing("chart", f"chart_{'abcd'[n]}"): _chart(n) for n in range(CHARTS)}
    words = written(layout, list(figures), [drawing.name for drawing in drawings])
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


def written(layout: Layout, figures: Sequence[str], charts: Sequence[str]) -> dict[str, str]:
    """Words for every section, by its key, that cite each of these figures and charts: twelve pages."""
    words: dict[str, str] = {}
    for n, key in enumerate(section.key for section in layout.in_use if section.key != "call_in_reason"):
        text = SENTENCE + "".join(
            f"It counted {{figure:{cited}}} of them. " for cited in figures[n * 2 : n * 2 + 2]
        )
        words[key] = text if n < 4 else f"{text}\n\n{SENTENCE}"
    for chart, key in zip(charts, ILLUSTRATED, strict=True):
        words[key] += f"\n\n{{chart:{chart}}}"
    return words


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


def _queued() -> dict[str, Any]:
    """So many drafts of one real paper, asked for at once. It stays, with its versions."""
    author, block = _author()
    now, today = timezone.now(), timezone.localdate()
    with acting_as(author):
        holidays = holidays_for(author.council_id)
        meeting_on = working_day_on_or_after(today + timedelta(days=40), holidays)
        paper = create_paper(block_contract=block, meeting_on=meeting_on, by=author, at=now)
        found = list(gather(paper, author, today, CATALOGUE).found)
        for key, text in written(layout_of(paper), found[:FIGURES], list(PICTURES)[:CHARTS]).items():
            edit_section(paper=paper, key=key, text=text, by=author, at=now)

    def ask() -> list[Job]:
        params = {"paper": paper.reference, "on": today.isoformat(), "publish": False}
        title = f"Draft report {paper.reference}"
        clerk = clerk_for(author)
        return [enqueue(PAPER_JOB, by=clerk, at=now, title=title, params=params) for _ in range(QUEUED)]

    return work_off(ask, by=author)


def _author() -> tuple[Actor, BlockContract]:
    """A commissioner and a block contract of their council."""
    for user in User.objects.order_by("pk").iterator():
        actor = actor_of(user)
        if actor is not None and actor.has_role(Role.COMMISSIONER):
            with acting_as(actor):
                block = BlockContract.objects.filter(lead_authority_id=actor.council_id).first()
            if block is not None:
                return actor, block
    raise LookupError("No commissioner here has a block contract: load the demo world first.")
