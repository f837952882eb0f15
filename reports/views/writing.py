"""Beside the words of a draft: its options, its figures since they were frozen, and the draft as a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import PAPER_READERS, PAPER_WRITERS, Option
from reports.figures import gather
from reports.format_tables import cost_rows, moved_rows, option_rows
from reports.formats.words import cost_citations
from reports.pages import keeping_seen
from reports.paper_forms import OptionForm
from reports.policies import can_edit_paper
from reports.reading import contents_of
from reports.selectors.figures_moved import frozen_version, moved_figures
from reports.selectors.papers import access_paper, options_of
from reports.services.options import state_of, weigh_option
from reports.words import keys_in


@require_safe
@open_to(*PAPER_READERS)
def paper_options(request: ActorRequest, reference: str) -> HttpResponse:
    """Every option the paper weighs."""
    paper = access_paper(request.actor, reference)
    editable = bool(can_edit_paper(request.actor, paper))
    options = options_of(paper)
    words = [text for row in options for text in (row.cost, row.risk, row.voids, row.reason)]
    made_of = gather(paper, request.actor, timezone.localdate(), [*keys_in(words), *cost_citations()])
    context = {
        "paper": paper,
        "table": option_rows(paper, options, made_of.found, editable=editable),
        "costs": cost_rows(options, made_of),
    }
    return render(request, "reports/paper_options.html", context)


@open_to(*PAPER_WRITERS)
def paper_option(request: ActorRequest, reference: str, option: str) -> HttpResponse:
    paper = access_paper(request.actor, reference)
    if option not in Option.values or not can_edit_paper(request.actor, paper):
        raise Http404
    row = next((each for each in options_of(paper) if each.option == option), None)
    names = ("standing", "cost", "risk", "voids", "reason")
    initial = {name: getattr(row, name, "") for name in names} | {"seen": state_of(row)}
    form: Any = OptionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form), keeping_seen(form):
            weigh_option(paper=paper, option=option, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The option is saved.")
            return redirect("paper_options", reference)
    context = {
        "form": form,
        "title": Option(option).label,
        "caption": paper.title,
        "back": reverse("paper_options", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@require_safe
@open_to(*PAPER_READERS)
def paper_figures(request: ActorRequest, reference: str) -> HttpResponse:
    """Figures that moved since the last version was made, and by how much."""
    paper = access_paper(request.actor, reference)
    frozen = frozen_version(paper)
    context = {
        "paper": paper,
        "frozen": frozen,
        "table": moved_rows(moved_figures(paper, timezone.now())) if frozen else None,
    }
    return render(request, "reports/paper_figures.html", context)


@require_safe
@open_to(*PAPER_READERS)
def paper_draft(request: ActorRequest, reference: str) -> HttpResponse:
    """The draft as a page, as it would print today; what is missing stands in its section."""
    paper = access_paper(request.actor, reference)
    on = timezone.localdate()
    made_of = contents_of(request.actor, paper, on)
    context = {
        "paper": paper,
        "document": made_of.document_of(paper),
        "missing": made_of.missing,
        "on": on,
    }
    return render(request, "reports/paper_draft.html", context)
