"""A paper as the HTML its PDF is set from."""

from datetime import date

from django.template.loader import render_to_string

from reports.copies import Copy
from reports.models import Paper
from reports.reading import Contents
from reports.selectors.logos import Logo


def paper_html(paper: Paper, made_of: Contents, *, on: date, copy: Copy, logo: Logo | None = None) -> str:
    """The whole document, with everything it shows inside it."""
    document = made_of.document_of(paper, copy)
    return render_to_string(
        "reports/paper_pdf.html",
        {
            "title": paper.title,
            "organisation": paper.authority.name,
            "author": paper.reporting_director,
            "kind": document.name,
            "marking": copy.marking(made_of.words),
            "logo": logo,
            "missing": made_of.missing,
            "document": document,
            "on": on,
        },
    )
