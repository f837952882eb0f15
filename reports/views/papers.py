"""Decision papers: the list, one paper and its words, its documents, and the page a member reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.selectors.blocks import access_block, blocks_visible_to
from contracts.selectors.tools import access_tool, tools_to_use
from core import formats
from core.actor import acting_as
from core.documents.uploads import WORD
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.jobs.pages import access_job, progress_page
from core.views import open_to
from reports.choices import (
    EVERY_READER,
    FORMAT_KEEPERS,
    PAPER_READERS,
    PAPER_WRITERS,
    PaperState,
)
from reports.copies import Copy
from reports.differences import Change, changes
from reports.figures import CATALOGUE, clerk_for, gather
from reports.format_tables import drawing_rows
from reports.formats import layout_of
from reports.forms import SectionForm, TimetableForm
from reports.pages import keeping_seen
from reports.paper_forms import PaperForm
from reports.pictures import CHARTS, TABLES
from reports.policies import can_edit_paper, can_withdraw
from reports.reading import contents_of, draft_of, reading_of
from reports.selectors.logos import logo_of
from reports.selectors.papers import (
    access_paper,
    access_version,
    kept_version,
    papers_visible_to,
    recommended_in,
    section_of,
    versions_of,
    words_now,
    words_of,
)
from reports.selectors.timetable import timetable_for
from reports.selectors.waiting import waiting_count
from reports.services.discussion import note_reading
from reports.services.papers import NOT_WRITTEN, SectionMoved, ask_for_draft, create_paper, edit_section
from reports.tables import PAPER_KINDS, citable_rows, figure_rows, milestone_rows, paper_rows, section_tasks
from reports.word import word_of
from reports.workflows import PAPER


@require_safe
@open_to(*EVERY_READER)
def paper_list(request: ActorRequest) -> HttpResponse:
    papers = papers_visible_to(request.actor).order_by("-meeting_on", "reference")
    context = {
        "table": paper_rows(list(papers), to_read=not request.actor.has_role(*PAPER_READERS)),
        "writes": request.actor.has_role(*PAPER_WRITERS),
        "checks": request.actor.has_role(*PAPER_READERS),
        "waiting": waiting_count(request.actor),
        "formats": request.actor.has_role(*FORMAT_KEEPERS),
    }
    return render(request, "reports/papers.html", context)


@open_to(*PAPER_WRITERS)
def paper_new(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PaperForm(
        request.POST or None,
        contracts=blocks_visible_to(request.actor).order_by("name"),
        tools=tools_to_use(request.actor, on=today),
    )
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            kind, about = form.subject
            paper = create_paper(
                paper_format=form.cleaned_data["paper_format"],
                block_contract=access_block(request.actor, about) if kind == "block" else None,
                tool=access_tool(request.actor, about, on=today) if kind == "tool" else None,
                category=form.cleaned_data["category"],
                meeting_on=form.cleaned_data["meeting_on"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("paper_detail", paper.reference)
    return render(request, "reports/paper_new.html", {"form": form, "back": reverse("papers")})


@open_to(*PAPER_READERS)
def paper_timetable(request: ActorRequest) -> HttpResponse:
    """Give the day of a meeting, get every date that follows from it."""
    form = TimetableForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "back": reverse("papers")}
    if request.method == "POST" and form.is_valid():
        meeting_on = form.cleaned_data["meeting_on"]
        dates = timetable_for(request.actor, meeting_on, on=timezone.localdate())
        context["meeting"] = formats.day(meeting_on)
        context["table"] = milestone_rows(
            dates.milestones(is_key=form.cleaned_data["is_key"], is_private=form.cleaned_data["is_private"]),
            today=timezone.localdate(),
        )
    return render(request, "reports/timetable.html", context)


@require_safe
@open_to(*PAPER_READERS)
def paper_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """The paper at work: sections and what they lack, figures of today, versions."""
    paper = access_paper(request.actor, reference)
    words = words_of(paper)
    editable = bool(can_edit_paper(request.actor, paper))
    made_of = contents_of(request.actor, paper, timezone.localdate())
    context = {
        "paper": paper,
        "state_kind": PAPER_KINDS[PaperState(paper.state)],
        "meeting": f"{paper.body}, {formats.day(paper.meeting_on)}",
        "about": paper.block_contract or paper.tool or f"Need: {paper.get_category_display().lower()}",
        "recommended": recommended_in(paper),
        "key_decision": f"Yes. {paper.key_grounds}" if paper.is_key else "No",
        "tasks": section_tasks(paper, words, made_of, editable=editable),
        "editable": editable,
        "ready": PAPER.find("publish", paper.state) is not None,
        "here": {"words": True},
        "works_on_it": True,
        "is_public": paper.is_told,
        "may_withdraw": can_withdraw(request.actor, paper),
        "missing": [] if paper.is_withdrawn else made_of.missing,
        "figures": figure_rows(made_of.figures.found.values()),
        "timetable": milestone_rows(
            timetable_for(request.actor, paper.meeting_on, on=timezone.localdate()).milestones(
                is_key=paper.is_key, is_private=bool(paper.exempt_paragraph)
            ),
            today=timezone.localdate(),
        ),
        "versions": list(versions_of(paper)),
    }
    return render(request, "reports/paper_detail.html", context)


@open_to(*PAPER_WRITERS)
def paper_section(request: ActorRequest, reference: str, key: str) -> HttpResponse:
    """One section's words and the figures they may cite, with today's values."""
    paper = access_paper(request.actor, reference)
    section = layout_of(paper).section(key)
    if section is None or not can_edit_paper(request.actor, paper):
        raise Http404
    kept = section_of(paper, key)
    form: Any = SectionForm(
        request.POST or None,
        initial={"text": kept.text if kept else "", "seen": kept.written_at.isoformat() if kept else ""},
    )
    since: list[Change] = []
    if request.method == "POST" and form.is_valid():
        with reporting_to(form), keeping_seen(form):
            try:
                edit_section(
                    paper=paper,
                    key=key,
                    text=form.cleaned_data["text"],
                    seen=NOT_WRITTEN if request.POST.get("seen") == "" else form.cleaned_data["seen"],
                    by=request.actor,
                    at=timezone.now(),
                )
            except SectionMoved as moved:
                since = changes(form.cleaned_data["text"], moved.section.text)
                raise
            messages.success(request, f"“{section.title}” is saved.")
            return redirect("paper_detail", reference)
    gathered = gather(paper, request.actor, timezone.localdate(), CATALOGUE)
    context = {
        "paper": paper,
        "section": section,
        "lead": f"Answered for by {section.owner.lower()}. Rests on: {section.source.lower()}.",
        "form": form,
        "since": since,
        "figures": citable_rows(gathered.found.values()),
        "missing": gathered.missing,
        "wanting": contents_of(request.actor, paper, timezone.localdate()).missing_in(key),
        "drawings": drawing_rows({"chart": CHARTS, "table": TABLES}),
    }
    return render(request, "reports/paper_section.html", context)


@require_POST
@open_to(*PAPER_WRITERS)
def paper_make(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask for a draft; the making is followed on its own page."""
    paper = access_paper(request.actor, reference)
    try:
        job = ask_for_draft(paper=paper, by=request.actor, at=timezone.now(), on=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("paper_detail", reference)
    return redirect("paper_progress", reference, job.reference)


@require_safe
@open_to(*PAPER_READERS)
def paper_progress(request: ActorRequest, reference: str, job: str) -> HttpResponse:
    """How far the making is, and the document when it is made."""
    paper = access_paper(request.actor, reference)
    return progress_page(
        request,
        access_job(request.actor, job),
        "reports/paper_progress.html",
        {"paper": paper},
        again=reverse("paper_detail", args=[reference]),
    )


@require_safe
@open_to(*EVERY_READER)
def paper_read(request: ActorRequest, reference: str) -> HttpResponse:
    """The published paper as a page: its one-page summary first, then all of it; ``?copy=public`` as the
    public reads it."""
    paper = access_paper(request.actor, reference)
    version = kept_version(paper)
    if version is None:
        raise Http404
    note_reading(version=version, by=request.actor, at=timezone.now())
    context = {
        "paper": paper,
        "version": version,
        "state_kind": PAPER_KINDS[PaperState(paper.state)],
        **reading_of(paper, version, _copy(request)),
    }
    return render(request, "reports/paper_read.html", context)


@require_safe
@open_to(*EVERY_READER)
def paper_word(request: ActorRequest, reference: str) -> HttpResponse:
    """For circulation: as published, or the draft as it stands today."""
    paper = access_paper(request.actor, reference)
    version = kept_version(paper) if paper.is_told else None
    if version:
        reading = reading_of(paper, version, _copy(request))
        document, words, copy = reading["document"], reading["words"], reading["copy"]
    else:
        document = draft_of(request.actor, paper, timezone.localdate())
        words, copy = words_now(paper), Copy.DRAFT
    content = word_of(
        paper,
        document,
        marking=copy.marking(words),
        accent=setting_value(paper.authority_id, SettingKey.PAPER_COLOUR, on=timezone.localdate()),
        logo=logo_of(request.actor),
        at=timezone.now(),
    )
    filename = f"{paper.reference.lower()}{copy.ending(words)}.docx"
    return HttpResponse(
        content,
        content_type=WORD,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


@require_safe
@open_to(*EVERY_READER)
def paper_document(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """A version's PDF as the public may read it, or with ``?copy=full`` its copy with the exempt part."""
    # A member has no clearance for records, and needs none for the paper they are to decide on.
    with acting_as(clerk_for(request.actor)) as clerk:
        version = access_version(clerk, reference, number)
    document = version.full_document if request.GET.get("copy") == Copy.FULL else version.document
    if document is None:
        raise Http404
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    return response


def _copy(request: ActorRequest) -> Copy:
    return Copy.PUBLIC if request.GET.get("copy") == Copy.PUBLIC else Copy.FULL
