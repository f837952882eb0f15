"""Papers, their words and their versions: the doors to them."""

from collections.abc import Mapping

from django.db.models import Max, Prefetch, Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from core.models import Document
from reports.choices import MEMBERS_READ, PAPER_READERS, Option, PaperState, Standing
from reports.exempt import OPTIONS_TABLE, Words
from reports.formats import Section, layout_of
from reports.models import Paper, PaperFigure, PaperOption, PaperSection, PaperVersion
from reports.words import keys_in

FIGURES = Prefetch("figures", PaperFigure.objects.order_by("pk"))


def papers_visible_to(actor: Actor) -> QuerySet[Paper]:
    """The council's papers; to a member only those published, even if withdrawn since."""
    papers = Paper.objects.filter(authority_id=actor.council_id).select_related(
        "authority", "block_contract__provider", "tool", "raised_by", "withdrawn_by"
    )
    if actor.has_role(*PAPER_READERS):
        return papers
    withdrawn = Q(state=PaperState.WITHDRAWN, published_on__isnull=False)
    return papers.filter(withdrawn | Q(state__in=MEMBERS_READ))


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
        .defer("pictures", "layout", "words")
        .prefetch_related(
            Prefetch("document", queryset=documents), Prefetch("full_document", queryset=documents)
        )
        .order_by("-number")
    )


def kept_version(paper: Paper) -> PaperVersion | None:
    """The newest with all that it was made of, to be read again."""
    return _told(paper, versions_of(paper)).defer(None).first()


def access_version(actor: Actor, reference: str, number: int) -> PaperVersion:
    """One version with its documents. A member opens only the last one that was published."""
    paper = access_paper(actor, reference)
    versions = PaperVersion.objects.filter(paper=paper).select_related("document", "full_document")
    if not actor.has_role(*PAPER_READERS):
        last = _told(paper, versions).aggregate(last=Max("number"))["last"]
        versions = versions.filter(number=last)
    found = versions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def newest_version(actor: Actor, reference: str) -> PaperVersion:
    """The last version of a paper with its figures; for a member that is the one that was published."""
    paper = access_paper(actor, reference)
    versions = _told(paper, versions_of(paper)).prefetch_related(FIGURES)
    found = versions.defer(None).defer("pictures").first()
    if found is None:
        raise NotFound
    return found


def _told(paper: Paper, versions: QuerySet[PaperVersion]) -> QuerySet[PaperVersion]:
    """Of a paper that was published, revised and then withdrawn, no draft made after its publication."""
    return versions.filter(is_published=True) if paper.is_withdrawn and paper.is_told else versions


def figures_told(version: PaperVersion) -> list[PaperFigure]:
    """Figures of the version's document: an exempt one is not in the public copy."""
    figures = list(version.figures.all())
    if not version.is_published or not version.words:
        return figures
    public = set(keys_in(words_kept(version).public().values()))
    return [figure for figure in figures if figure.key in public]


def last_number(paper: Paper) -> int:
    """Number of the newest version; 0 before the first."""
    return PaperVersion.objects.filter(paper=paper).aggregate(last=Max("number"))["last"] or 0


def section_of(paper: Paper, key: str) -> PaperSection | None:
    """What is written of one section; None where the council took it into its format since."""
    return PaperSection.objects.filter(paper=paper, key=key).select_related("written_by").first()


def words_of(paper: Paper) -> dict[str, str]:
    """Text by section key."""
    return dict(paper.sections.values_list("key", "text"))


def words_now(paper: Paper) -> Words:
    """The text as it stands, with what of it is exempt; figures computed from an exempt one are not yet."""
    rows = list(paper.sections.order_by("pk"))
    return Words(
        {row.key: row.text for row in rows},
        frozenset(row.key for row in rows if row.is_exempt),
        frozenset(paper.exempt_figures),
        paper.exempt_paragraph,
        paper.public_interest,
        _options_table(options_of(paper)) if any(OPTIONS_TABLE in row.text for row in rows) else "",
    )


def words_kept(version: PaperVersion) -> Words:
    """The text that a version was made of."""
    return Words.from_json(version.words) if version.words else words_now(version.paper)


def published_version(paper: Paper) -> PaperVersion | None:
    """The last version that was published, with its figures; None while the paper is written."""
    if not paper.is_told:
        return None
    versions = _told(paper, versions_of(paper)).defer(None).prefetch_related(FIGURES)
    return versions.filter(is_published=True).first() or versions.first()


def options_of(paper: Paper) -> list[PaperOption]:
    """Options the paper weighs, in their usual order."""
    order = list(Option.values)
    return sorted(PaperOption.objects.filter(paper=paper), key=lambda row: order.index(row.option))


def recommended_in(paper: Paper) -> str:
    """The option the paper recommends, in words."""
    found = PaperOption.objects.filter(paper=paper, standing=Standing.RECOMMENDED).first()
    return found.get_option_display() if found else "None recommended yet"


def _options_table(options: list[PaperOption]) -> str:
    rows = [("Option", "Cost", "Risk", "Who pays for empty beds", "Finding")]
    rows += [
        (
            row.get_option_display(),
            row.cost,
            row.risk,
            row.voids,
            f"{row.get_standing_display()}. {row.reason}",
        )
        for row in options
    ]
    return "\n".join("| " + " | ".join(" ".join(cell.split()) for cell in row) + " |" for row in rows)


def sections_needed(paper: Paper) -> list[Section]:
    """The format's sections that this paper must have, in order."""
    return layout_of(paper).needed(paper)


def sections_empty(paper: Paper, words: Mapping[str, str]) -> list[Section]:
    return [section for section in sections_needed(paper) if not words.get(section.key, "").strip()]
