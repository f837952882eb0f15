"""Notice of a decision, the forward plan, and publication with everything that stands in its way."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import TYPES
from core.views import open_to
from reports.choices import EVERY_READER, PAPER_READERS, PAPER_WRITERS
from reports.format_tables import moved_rows
from reports.life_choices import NoticeRoute
from reports.life_forms import NoticeForm, PublishForm
from reports.life_tables import PLAN_HEADINGS, notice_rows, plan_file_rows, plan_rows
from reports.models import Paper
from reports.moves import moves_digest
from reports.pages import paper_page
from reports.policies import can_edit_paper
from reports.selectors.figures_moved import moved_figures
from reports.selectors.notices import forward_plan, notice_in_force, notices_of
from reports.selectors.papers import access_paper
from reports.selectors.public_plan import own_plan_code, own_public_notices
from reports.selectors.publishing import publishing_hindrances
from reports.selectors.timetable import timetable_for
from reports.services.notices import give_notice
from reports.services.papers import publish_paper
from reports.tables import milestone_rows
from reports.timetable import Timetable


@open_to(*PAPER_READERS)
def paper_notice(request: ActorRequest, reference: str) -> HttpResponse:
    """The days that follow from the meeting, the notices given, and a new one."""
    actor, today = request.actor, timezone.localdate()
    paper = access_paper(actor, reference)
    dates = timetable_for(actor, paper.meeting_on, on=today)
    may = can_edit_paper(actor, paper)
    form = NoticeForm(request.POST or None, initial=_usual(paper, dates, today)) if may else None
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form):
            give_notice(paper=paper, **form.cleaned_data, by=actor, at=timezone.now(), on=today)
            messages.success(request, "Notice is given. It stands in the forward plan.")
            return redirect("paper_notice", reference)
    milestones = dates.milestones(is_key=paper.is_key, is_private=bool(paper.exempt_paragraph))
    context = {
        "notices": notice_rows(notices_of(paper)),
        "timetable": milestone_rows(milestones, today=today),
        "form": form,
        "why_not": may.reason,
    }
    return paper_page(request, paper, "reports/paper_notice.html", "notice", context)


@open_to(*PAPER_WRITERS)
def paper_publish(request: ActorRequest, reference: str) -> HttpResponse:
    """What stands in the way and which figures moved; with nothing in the way, publication."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    paper = access_paper(actor, reference)
    may = can_edit_paper(actor, paper)
    hindrances = publishing_hindrances(paper, actor, at=now, on=today) if may else []
    moved = moved_figures(paper, now) if may else []
    form = PublishForm(request.POST or None, moved=bool(moved), initial={"accepted": moves_digest(moved)})
    if request.method == "POST" and may and form.is_valid():
        with reporting_to(form):
            accepted = form.cleaned_data["accepted"] if form.cleaned_data.get("accepts") else ""
            job = publish_paper(paper=paper, accepted=accepted, by=actor, at=now, on=today)
            return redirect("paper_progress", reference, job.reference)
    context = {
        "hindrances": hindrances,
        "moved": moved_rows(moved),
        "form": form if may and not hindrances else None,
        "why_not": may.reason,
    }
    return paper_page(request, paper, "reports/paper_publish.html", "publish", context)


@require_safe
@open_to(*EVERY_READER)
def forward_plan_page(request: ActorRequest) -> HttpResponse:
    """Decisions to come of which notice was given, as the public is told of them."""
    actor, today = request.actor, timezone.localdate()
    works = actor.has_role(*PAPER_READERS)
    context = {
        "table": plan_rows(forward_plan(actor, today), linked=works),
        "public": own_plan_code(actor, today),
    }
    return render(request, "reports/forward_plan.html", context)


@require_safe
@open_to(*EVERY_READER)
def forward_plan_file(request: ActorRequest, file_format: str) -> HttpResponse:
    """The same as a file to publish."""
    if file_format not in TYPES:
        raise Http404
    today = timezone.localdate()
    rows = plan_file_rows(own_public_notices(request.actor, today))
    if file_format == "csv":
        content = csv_bytes(PLAN_HEADINGS, rows)
    else:
        content = xlsx_bytes([Sheet("Forward plan", PLAN_HEADINGS, rows)])
    return HttpResponse(
        content,
        content_type=TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="forward-plan-{today}.{file_format}"'},
    )


def _usual(paper: Paper, dates: Timetable, today: date) -> dict[str, str]:
    """The second notice where the first stands and a part is private, otherwise what there is time for."""
    private = paper.exempt_paragraph and notice_in_force(paper)
    route = (
        NoticeRoute.PRIVATE
        if private
        else NoticeRoute.FULL
        if today <= dates.notice_by
        else NoticeRoute.EXCEPTION
        if today <= dates.exception_by
        else NoticeRoute.URGENT
    )
    return {"route": route.value, "matter": paper.title, "documents": f"Report: {paper.title}"}
