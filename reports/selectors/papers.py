"""Papers, their words and their versions: the doors to them."""

from collections.abc import Mapping

from django.db.models import Max, Prefetch, QuerySet

from core.actor import Actor
from core.errors import NotFound
from core.models import Document
from reports.choices import MEMBERS_READ, PAPER_READERS
from reports.exempt import Words
from reports.formats import Section, sections_of
from reports.models import Paper, PaperFigure, PaperSection, PaperVersion

FIGURES = Prefetch("figures", PaperFigure.objects.order_by("pk"))


def papers_visible_to(actor: Actor) -> QuerySet[Paper]:
    """The council's papers; to a member only those published."""
    papers = Paper.objects.filter(authority_id=actor.council_id).select_related(
        "authority", "block_contract__provider", "raised_by"
    )
    return papers if actor.has_role(*PAPER_READERS) else papers.filter(state__in=MEMBERS_READ)


def access_paper(actor: Actor, reference: str) -> Paper:
    found = papers_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def versions_of(paper: Paper) -> QuerySet[PaperVersion]:
    """Newest first, with their documents' facts but not their bytes."""
    documents = Document.objects.defer("content")
    return (
        PaperVersion.objects.filter(paper=paper)
        .select_related("paper")
        .prefetch_related(
            Prefetch("document", queryset=documents), Prefetch("full_document", queryset=documents)
        )
        .order_by("-number")
    )


def access_version(actor: Actor, reference: str, number: int) -> PaperVersion:
    """One version with its documents. A member opens only the version that was published: the last one."""
    paper = access_paper(actor, reference)
    versions = PaperVersion.objects.filter(paper=paper).select_related("document", "full_document")
    if not actor.has_role(*PAPER_READERS) and number != last_number(paper):
        raise NotFound
    found = versions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def newest_version(actor: Actor, reference: str) -> PaperVersion:
    """The last version of a paper with its figures; for a member that is the one that was published."""
    versions = versions_of(access_paper(actor, reference)).prefetch_related(FIGURES)
    found = versions.first()
    if found is None:
        raise NotFound
    return found


def last_number(paper: Paper) -> int:
    """Number of the newest version; 0 before the first."""
    return PaperVersion.objects.filter(paper=paper).aggregate(last=Max("number"))["last"] or 0


def access_section(paper: Paper, key: str) -> PaperSection:
    found = PaperSection.objects.filter(paper=paper, key=key).select_related("written_by").first()
    if found is None:
        raise NotFound
    return found


def words_of(paper: Paper) -> dict[str, str]:
    """Text by section key."""
    return dict(paper.sections.values_list("key", "text"))


def words_now(paper: Paper) -> Words:
    """The text as it stands, with what of it is exempt; figures computed from an exempt one are not yet."""
    rows = list(paper.sections.all())
    return Words(
        {row.key: row.text for row in rows},
        frozenset(row.key for row in rows if row.is_exempt),
        frozenset(paper.exempt_figures),
        paper.exempt_paragraph,
        paper.public_interest,
    )


def words_kept(version: PaperVersion) -> Words:
    """The text that a version was made of."""
    return Words.from_json(version.words) if version.words else words_now(version.paper)


def published_version(paper: Paper) -> PaperVersion | None:
    """The last version that was published, with its figures; None while the paper is written."""
    if paper.state not in MEMBERS_READ:
        return None
    found = versions_of(paper).filter(is_published=True).prefetch_related(FIGURES).first()
    return found or versions_of(paper).prefetch_related(FIGURES).first()


def sections_needed(paper: Paper) -> list[Section]:
    """The format's sections that this paper must have, in order."""
    return [section for section in sections_of(paper.paper_format) if section.required_if(paper)]


def sections_empty(paper: Paper, words: Mapping[str, str]) -> list[Section]:
    return [section for section in sections_needed(paper) if not words.get(section.key, "").strip()]
