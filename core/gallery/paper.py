"""A sample paper: every part a decision paper or agreement is set from."""

from datetime import date
from typing import NamedTuple

from django.template.loader import render_to_string

from core.gallery.charts import sample_charts
from core.gallery.tables import SPEND

TITLE = "Block contract for residential care"


class Figure(NamedTuple):
    """A row of “figures used”."""

    number: int
    text: str
    value: str
    source: str
    as_at: date


FIGURES = [
    Figure(1, "Term value", "£13,500,000.00", "Block contract BLK-2X9QTR", date(2026, 1, 5)),
    Figure(2, "Children in residential care", "46", "Care history, placements open", date(2025, 12, 31)),
]


def sample_paper() -> str:
    """The paper as a whole HTML document."""
    charts = sample_charts()
    return render_to_string(
        "gallery/paper.html",
        {
            "title": TITLE,
            "organisation": "Exampleshire County Council",
            "kind": "Report to cabinet",
            "marking": "Public",
            "facts": [("Date", "5 March 2026"), ("Report of", "Director of children’s services")],
            "sections": [
                ("purpose", "Purpose"),
                ("analysis", "Information and analysis"),
                ("finance", "Financial implications"),
                ("sources", "Figures used"),
            ],
            "forecast": charts[0].chart,
            "spend": charts[1].chart,
            "table": SPEND,
            "figures": FIGURES,
        },
    )
