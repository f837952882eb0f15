"""What the checker finds in a paper, with what was put aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from reports.checker import Finding, check
from reports.document import paper_document
from reports.figures import gather
from reports.models import Dismissal, OlderPaper, Paper
from reports.plain import plain_text
from reports.selectors.papers import words_now
from reports.words import keys_in

Checked = Paper | OlderPaper


@dataclass(frozen=True)
class Found:
    """A finding and, where somebody put it aside, by whom, when and why."""

    finding: Finding
    dismissal: Dismissal | None


def older_papers_visible_to(actor: Actor) -> QuerySet[OlderPaper]:
    """Newest first, without their words."""
    return (
        OlderPaper.objects.filter(authority_id=actor.council_id)
        .select_related("added_by")
        .defer("text")
        .order_by("-added_at")
    )


def access_older_paper(actor: Actor, reference: str) -> OlderPaper:
    found = older_papers_visible_to(actor).defer(None).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def found_in_draft(paper: Paper, actor: Actor, on: date) -> list[Found]:
    """Read as it would print on a day: figures put in, sections and paragraphs numbered."""
    words = words_now(paper).full()
    figures = gather(paper, actor, on, keys_in(words.values())).found
    return _with_dismissals(check(plain_text(paper_document(paper, words, figures))), paper)


def found_in_older(older: OlderPaper) -> list[Found]:
    return _with_dismissals(check(older.text), older)


def dismissals_of(checked: Checked) -> QuerySet[Dismissal]:
    """Those in force."""
    where = {"paper": checked} if isinstance(checked, Paper) else {"older_paper": checked}
    return Dismissal.objects.filter(**where, restored_at__isnull=True).select_related("dismissed_by")


def _with_dismissals(findings: Iterable[Finding], checked: Checked) -> list[Found]:
    aside = {each.fingerprint: each for each in dismissals_of(checked)}
    return [Found(finding, aside.get(finding.fingerprint)) for finding in findings]
