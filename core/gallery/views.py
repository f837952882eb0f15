"""The gallery page and the sample job that its progress bar follows."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.components import COMPONENTS, STATUS_TONES, TONES, render_component
from core.gallery.charts import sample_charts, sample_sparkline
from core.gallery.forms import EveryFieldForm, FilterForm, OneQuestionForm, refused_form
from core.gallery.paper import TITLE, sample_paper
from core.gallery.tables import CHANGES, CHOICES, COMPARISON, FEES, SPEND, sample_table
from core.pdf import render_pdf
from core.views import open_to_anyone

PUBLIC = "Demo mode only: shows no record of anybody"


@open_to_anyone(PUBLIC)
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    return render(
        request,
        "gallery/index.html",
        {
            "components": sorted(COMPONENTS),
            "at": datetime(2026, 3, 5, 14, 30, tzinfo=UTC),
            "status_kinds": STATUS_TONES,
            "tones": sorted(TONES),
            "plain_form": EveryFieldForm(),
            "refused": refused_form(),
            "question": OneQuestionForm(auto_id="question_%s"),
            "filters": FilterForm(request.GET or None, auto_id="filter_%s"),
            "full_table": sample_table(request, 23),
            "empty_table": sample_table(request, 0),
            "choices": CHOICES,
            "comparison": COMPARISON,
            "fees": FEES,
            "spend": SPEND,
            "changes": CHANGES,
            "charts": sample_charts(),
            "spark": sample_sparkline(),
        },
    )


@open_to_anyone(PUBLIC)
@login_not_required
def gallery_paper(request: HttpRequest) -> HttpResponse:
    """The sample paper as PDF."""
    return HttpResponse(render_pdf(sample_paper(), title=TITLE), content_type="application/pdf")


@open_to_anyone(PUBLIC)
@login_not_required
def gallery_progress(request: HttpRequest) -> HttpResponse:
    """The sample job's next state: finished, so the page stops asking."""
    return HttpResponse(render_component("progress", label="Cabinet report", percent=100, state="Finished"))
