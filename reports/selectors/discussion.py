"""Comments by section, readers of a version, and what two versions differ in."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from core.errors import NotFound
from reports.choices import PaperFormat
from reports.differences import Change, changes, has_changed
from reports.formats import layout_from
from reports.models import Paper, PaperComment, PaperReading, PaperVersion
from reports.selectors.papers import FIGURES, versions_of, words_kept

# More than a number of a version can be.
MOST_VERSIONS = 2**15


@dataclass(frozen=True)
class SectionChange:
    title: str
    changes: list[Change]


@dataclass(frozen=True)
class FigureChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What ``newer`` says otherwise than ``older``."""

    older: PaperVersion
    newer: PaperVersion
    sections: list[SectionChange]
    figures: list[FigureChange]


def threads_of(paper: Paper) -> QuerySet[PaperComment]:
    """Open ones first, each with its answers in order."""
    answers = PaperComment.objects.select_related("written_by").order_by("written_at", "pk")
    return (
        PaperComment.objects.filter(paper=paper, thread__isnull=True)
        .select_related("written_by", "resolved_by")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("section", "written_at", "pk")
    )


def access_thread(paper: Paper, pk: str) -> PaperComment:
    found = threads_of(paper).select_related("paper").filter(pk=int(pk)).first() if _whole(pk) else None
    if found is None:
        raise NotFound
    return found


def readings_of(paper: Paper) -> QuerySet[PaperReading]:
    return (
        PaperReading.objects.filter(version__paper=paper)
        .select_related("reader", "version")
        .order_by("-version__number", "read_at")
    )


def difference(paper: Paper, older: int, newer: int) -> Difference:
    """Between two versions by number; ``NotFound`` where one does not exist."""
    if not 0 < older < newer < MOST_VERSIONS:
        raise NotFound
    found = {
        v.number: v
        for v in versions_of(paper)
        .defer(None)
        .defer("pictures")
        .prefetch_related(FIGURES)
        .filter(number__in=(older, newer))
    }
    if older not in found or newer not in found:
        raise NotFound
    return Difference(
        found[older],
        found[newer],
        _sections(found[older], found[newer]),
        _figures(found[older], found[newer]),
    )


def _sections(older: PaperVersion, newer: PaperVersion) -> list[SectionChange]:
    before, after = words_kept(older).full(), words_kept(newer).full()
    titles = {
        section.key: section.title
        for section in layout_from(PaperFormat(newer.paper.paper_format), newer.layout).sections
    }
    return [
        SectionChange(titles.get(key, key), changes(before.get(key, ""), after.get(key, "")))
        for key in dict.fromkeys([*titles, *before, *after])
        if has_changed(before.get(key, ""), after.get(key, ""))
    ]


def _figures(older: PaperVersion, newer: PaperVersion) -> list[FigureChange]:
    before = {figure.key: figure for figure in older.figures.all()}
    after = {figure.key: figure for figure in newer.figures.all()}
    return [
        FigureChange(
            (after.get(key) or before[key]).label,
            before[key].shown if key in before else "Not used",
            after[key].shown if key in after else "Not used",
        )
        for key in dict.fromkeys([*before, *after])
        if (before[key].shown if key in before else None) != (after[key].shown if key in after else None)
    ]


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
