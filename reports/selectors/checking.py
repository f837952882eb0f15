"""What the checker finds in a paper, with what was put aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from reports.checker import Finding, check
from reports.models import Dismissal, OlderPaper, Paper
from reports.plain import plain_text
from reports.reading import Contents, contents_of

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
    return found_in_contents(paper, contents_of(actor, paper, on))


def found_in_contents(paper: Paper, made_of: Contents) -> list[Found]:
    return _with_dismissals(check(plain_text(made_of.document_of(paper))), paper)


def found_in_older(older: OlderPaper) -> list[Found]:
    return _with_dismissals(check(older.text), older)


def dismissals_of(checked: Checked) -> QuerySet[Dismissal]:
    """Those in force."""
    where = {"paper": checked} if isinstance(checked, Paper) else {"older_paper": checked}
    return Dismissal.objects.filter(**where, restored_at__isnull=True).select_related("dismissed_by")


def _with_dismissals(findings: Iterable[Finding], checked: Checked) -> list[Found]:
    aside = {each.fingerprint: each for each in dismissals_of(checked)}
    return [Found(finding, aside.get(finding.fingerprint)) for finding in findings]
