"""How a council's papers look: its formats, their sections, its logo."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import FORMAT_KEEPERS, Numbering, PaperFormat
from reports.format_tables import fact_rows, format_rows, section_rows
from reports.formats import Layout, Place, Section, council_format, layout_for
from reports.formats.adapting import (
    comes_after,
    layout_section,
    own_section,
    with_section,
    with_terms,
)
from reports.formats.section import CONDITIONS
from reports.pages import keeping_seen
from reports.paper_forms import FormatSectionForm, LogoForm, TermsForm
from reports.selectors.logos import logo_of
from reports.services.formats import change_format, drop_logo, keep_logo, restore_format


@require_safe
@open_to(*FORMAT_KEEPERS)
def paper_formats(request: ActorRequest) -> HttpResponse:
    """The five formats as this council has them."""
    council = request.actor.council_id
    layouts = [(layout_for(council, each), council_format(council, each)) for each in PaperFormat]
    context = {"table": format_rows(layouts), "logo": logo_of(request.actor)}
    return render(request, "reports/formats.html", context)


@require_safe
@open_to(*FORMAT_KEEPERS)
def paper_format(request: ActorRequest, paper_format: str) -> HttpResponse:
    layout, seen = _layout(request, paper_format)
    own = council_format(request.actor.council_id, paper_format)
    context = {
        "layout": layout,
        "numbering": layout.numbering.label,
        "own": own,
        "seen": {"seen": seen},
        "sections": section_rows(layout),
        "facts": fact_rows(layout),
    }
    return render(request, "reports/format.html", context)


@open_to(*FORMAT_KEEPERS)
def format_terms(request: ActorRequest, paper_format: str) -> HttpResponse:
    """Name, numbering and the labels at the head."""
    layout, seen = _layout(request, paper_format)
    initial = {"seen": seen, "name": layout.name, "numbering": layout.numbering}
    form = TermsForm(request.POST or None, initial=initial, layout=layout)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = with_terms(
            layout, name=given["name"], numbering=Numbering(given["numbering"]), labels=form.labels
        )
        if _kept(request, form, changed, given["seen"]):
            return redirect("paper_format", paper_format)
    return _form_page(request, form, f"Terms of: {layout.name.lower()}", paper_format)


@open_to(*FORMAT_KEEPERS)
def format_section(request: ActorRequest, paper_format: str, key: str) -> HttpResponse:
    layout, seen = _layout(request, paper_format)
    section = layout_section(layout, key)
    if section is None:
        raise Http404
    initial = {
        "seen": seen,
        "title": section.title,
        "place": section.place.value,
        "after": comes_after(layout, key),
        "under": section.under,
        "owner": section.owner,
        "sign_off": section.sign_off,
        "required_if": section.required_if.name,
        "lettered": section.lettered,
        "used": section.used,
    }
    form = FormatSectionForm(request.POST or None, initial=initial, layout=layout, key=key)
    if request.method == "POST" and form.is_valid() and _section_kept(request, form, layout, section):
        return redirect("paper_format", paper_format)
    return _form_page(request, form, section.title, paper_format)


@open_to(*FORMAT_KEEPERS)
def format_section_new(request: ActorRequest, paper_format: str) -> HttpResponse:
    """A section of the council's own."""
    layout, seen = _layout(request, paper_format)
    last = layout.sections[-1].key
    initial = {"seen": seen, "used": True, "required_if": "never", "place": Place.BODY.value, "after": last}
    form = FormatSectionForm(request.POST or None, initial=initial, layout=layout)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        section = own_section(layout, title=given["title"], place=Place(given["place"]), owner=given["owner"])
        if _section_kept(request, form, layout, section):
            return redirect("paper_format", paper_format)
    return _form_page(request, form, "Add a section", paper_format)


@require_POST
@open_to(*FORMAT_KEEPERS)
def format_restore(request: ActorRequest, paper_format: str) -> HttpResponse:
    layout, _ = _layout(request, paper_format)
    given = request.POST.get("seen", "")
    try:
        restore_format(
            paper_format=layout.paper_format,
            seen=int(given) if given.isascii() and given.isdigit() and len(given) < 6 else -1,
            by=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The format is as it was at the start.")
    return redirect("paper_format", paper_format)


@open_to(*FORMAT_KEEPERS)
def paper_logo(request: ActorRequest) -> HttpResponse:
    """Show, replace or take away the council's logo."""
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            upload = form.cleaned_data["logo"]
            keep_logo(
                content=upload.content,
                alt=form.cleaned_data["alt"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "The logo is kept. New documents carry it.")
            return redirect("paper_formats")
    context = {"form": form, "logo": logo_of(request.actor), "back": reverse("paper_formats")}
    return render(request, "reports/logo.html", context)


@require_POST
@open_to(*FORMAT_KEEPERS)
def paper_logo_drop(request: ActorRequest) -> HttpResponse:
    drop_logo(by=request.actor)
    messages.success(request, "The logo is taken away. New documents carry the council's name alone.")
    return redirect("paper_formats")


def _layout(request: ActorRequest, paper_format: str) -> tuple[Layout, int]:
    """The layout as it stands and its number, 0 for the product's own."""
    if paper_format not in PaperFormat.values:
        raise Http404
    own = council_format(request.actor.council_id, paper_format)
    return layout_for(request.actor.council_id, paper_format), own.number if own else 0


def _section_kept(request: ActorRequest, form: Any, layout: Layout, section: Section) -> bool:
    given = form.cleaned_data
    changed = replace(
        section,
        title=given["title"],
        place=Place(given["place"]),
        under=given["under"],
        owner=given["owner"],
        sign_off=Role(given["sign_off"]) if given["sign_off"] else None,
        required_if=CONDITIONS[given["required_if"]],
        lettered=given["lettered"],
        used=given["used"],
    )
    with reporting_to(form):
        return _kept(request, form, with_section(layout, changed, after=given["after"]), given["seen"])
    return False


def _kept(request: ActorRequest, form: Any, layout: Layout, seen: int) -> bool:
    with reporting_to(form), keeping_seen(form):
        change_format(layout=layout, seen=seen, by=request.actor, at=timezone.now())
        messages.success(request, "The format is kept. Papers still being written follow it.")
        return True
    return False


def _form_page(request: ActorRequest, form: Any, title: str, paper_format: str) -> HttpResponse:
    back = reverse("paper_format", args=[paper_format])
    return render(request, "layouts/form.html", {"form": form, "title": title, "back": back})
