"""Comments on a draft, its versions, what changed between them, and who has read what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import PAPER_READERS
from reports.life_forms import AnswerForm, CommentForm
from reports.life_tables import reading_rows, version_rows
from reports.models import Paper
from reports.pages import paper_page, telling
from reports.policies import can_discuss
from reports.selectors.discussion import access_thread, difference, readings_of, threads_of
from reports.selectors.papers import access_paper, sections_needed, versions_of
from reports.services.discussion import answer_comment, comment_on, resolve_comment


@open_to(*PAPER_READERS)
def paper_comments(request: ActorRequest, reference: str) -> HttpResponse:
    """Threads by section. A POST begins one, answers one (``thread``) or resolves one (``resolve``)."""
    paper = access_paper(request.actor, reference)
    if request.method == "POST" and (resolving := request.POST.get("resolve")):
        with telling(request, "Resolved."):
            resolve_comment(thread=access_thread(paper, resolving), by=request.actor, at=timezone.now())
        return redirect("paper_comments", reference)
    needed = sections_needed(paper)
    may = can_discuss(request.actor, paper)
    answered = request.GET.get("thread", "")
    thread = access_thread(paper, answered) if answered else None
    given = request.POST or None
    form = AnswerForm(given) if thread else CommentForm(given, paper_sections=needed)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            facts = {"words": form.cleaned_data["words"], "by": request.actor, "at": timezone.now()}
            if thread:
                answer_comment(thread=thread, **facts)
            else:
                comment_on(paper=paper, section=form.cleaned_data["section"], **facts)
            messages.success(request, "Your comment is kept.")
            return redirect("paper_comments", reference)
    titles = {section.key: section.title for section in needed}
    threads = list(threads_of(paper))
    context = {
        "open": [(titles.get(t.section, t.section), t) for t in threads if t.resolved_at is None],
        "resolved": [(titles.get(t.section, t.section), t) for t in threads if t.resolved_at],
        "answering": thread,
        "answer_to": f"?thread={thread.pk}" if thread else "",
        "form": form if may else None,
        "why_not": may.reason,
    }
    return paper_page(request, paper, "reports/paper_comments.html", "comments", context)


@require_safe
@open_to(*PAPER_READERS)
def paper_versions(request: ActorRequest, reference: str) -> HttpResponse:
    """Every version with what changed in it, and who opened which to read."""
    paper = access_paper(request.actor, reference)
    context = {
        "versions": version_rows(paper, list(versions_of(paper))),
        "readings": reading_rows(readings_of(paper)),
    }
    return paper_page(request, paper, "reports/paper_versions.html", "versions", context)


@require_safe
@open_to(*PAPER_READERS)
def paper_changes(request: ActorRequest, reference: str, older: int, newer: int) -> HttpResponse:
    """Words added and removed, and figures that moved, from one version to a later one."""
    paper: Paper = access_paper(request.actor, reference)
    found = difference(paper, older, newer)
    return paper_page(request, paper, "reports/paper_changes.html", "versions", {"found": found})
