"""Writing papers: start one, change its words, ask for its document, publish it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import ServiceCategory, SettingKey
from authorities.models import StaffMember
from authorities.selectors.settings import settings_in_force
from contracts.models import BlockContract, CommercialTool
from core import formats
from core.actor import Actor, acting_as
from core.errors import DomainError
from core.jobs import enqueue
from core.models import Job
from core.policies import require
from core.references import new_reference
from reports.choices import PaperFormat, PaperState
from reports.differences import has_changed
from reports.figures import Facts, clerk_for, gather
from reports.figures.citations import strange_in
from reports.formats import layout_for, layout_of
from reports.formats.words import cost_citations, options_for, words_for
from reports.key_decisions import KeyRule
from reports.marks import ChangedMeanwhile
from reports.models import Paper, PaperOption, PaperSection
from reports.moves import moves_digest
from reports.pictures import CHARTS, TABLES, draw
from reports.policies import can_edit_paper, can_write_papers
from reports.reading import contents_of
from reports.selectors.figures_moved import moved_figures
from reports.selectors.publishing import publishing_hindrances
from reports.services.consulting import void_touched
from reports.services.facts import guard_meeting, set_key
from reports.words import drawings_in, keys_in

PAPER_JOB = "paper"
NOT_WRITTEN = datetime(1, 1, 2, tzinfo=UTC)


class SectionMoved(ChangedMeanwhile):
    """Somebody else changed the section meanwhile; ``section`` is as it stands now."""

    def __init__(self, section: PaperSection) -> None:
        who, when = section.written_by.name, formats.moment(section.written_at)
        super().__init__(
            f"{who} changed this section at {when}, while you were writing. What changed is shown below; your"
            " words are still in the box. Save again to keep yours.",
            seen=section.written_at.isoformat(),
            field="text",
        )
        self.section = section


@dataclass(frozen=True)
class Subject:
    """What a paper is about: a block contract, a commercial tool, or (with neither) one kind of care.

    ``category`` is the kind of care its figures count; a block has its own.
    """

    block_contract: BlockContract | None = None
    tool: CommercialTool | None = None
    category: str = ""

    @property
    def name(self) -> str:
        about = self.block_contract or self.tool
        return about.name if about else f"What is needed: {ServiceCategory(self.category).label.lower()}"


DECIDES = {
    PaperFormat.D: "Cabinet",
    PaperFormat.N: "Members",
    PaperFormat.K: "Cabinet member for children's services",
    PaperFormat.S: "Cabinet",
    PaperFormat.W: "Director of children's services",
}


@transaction.atomic
def create_paper(
    *,
    meeting_on: date,
    by: Actor,
    at: datetime,
    block_contract: BlockContract | None = None,
    tool: CommercialTool | None = None,
    category: str = "",
    paper_format: str = PaperFormat.D,
) -> Paper:
    """Start a paper in one of the formats, with the words and options it usually begins from.

    It is about ``block_contract``, ``tool`` (with a ``category``) or, with neither, a ``category``.
    """
    require(can_write_papers(by))
    today = timezone.localdate(at)
    guard_meeting(meeting_on, by=by, on=today)
    if block_contract is not None:
        category = block_contract.category
    if category not in ServiceCategory.values:
        raise DomainError("Choose the kind of care this paper is about.", field="category")
    subject = Subject(block_contract, tool, category)
    writer = StaffMember.objects.get(pk=by.member_id)
    settings = settings_in_force(by.council_id, on=today)
    rule = KeyRule.of(settings)
    layout = layout_for(by.council_id, paper_format)
    paper = Paper(
        authority_id=by.council_id,
        reference=new_reference("PAP"),
        paper_format=paper_format,
        title=subject.name,
        state=PaperState.DRAFT,
        state_at=at,
        block_contract=block_contract,
        tool=tool,
        category=category,
        body=DECIDES[PaperFormat(paper_format)],
        meeting_on=meeting_on,
        reporting_director="Director of children's services",
        divisions_affected=f"All {rule.unit}",
        portfolio="Children's services",
        is_key=False,
        contact=f"{writer.name}, {writer.job_title}",
        raised_by=writer,
        raised_at=at,
    )
    set_key(paper, by, today)
    paper.save()
    words = words_for(
        paper,
        layout.sections,
        child_label=settings[SettingKey.CHILD_LABEL],
        rule=rule,
        can_be_given=Given(paper, by, today),
    )
    PaperSection.objects.bulk_create(
        PaperSection(
            authority_id=by.council_id,
            paper=paper,
            key=section.key,
            text=words.get(section.key, ""),
            written_at=at,
            written_by=writer,
        )
        for section in layout.sections
    )
    missing = gather(paper, by, today, cost_citations()).missing
    PaperOption.objects.bulk_create(
        PaperOption(authority_id=by.council_id, paper=paper, option=option, **weighed)
        for option, weighed in options_for(paper, missing).items()
    )
    return paper


@transaction.atomic
def edit_section(
    *, paper: Paper, key: str, text: str, seen: datetime | None = None, by: Actor, at: datetime
) -> PaperSection:
    """Change the words of one section, and void the sign-offs that stood for them.

    A token that is no figure is an error on ``text``. ``seen`` is when the words were written that the
    writer began from (``NOT_WRITTEN`` before there were any): ``SectionMoved`` when somebody has changed them
    since.
    """
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    if strange := strange_in(text, charts=CHARTS, tables=TABLES):
        raise DomainError(strange, field="text")
    # A section that the council took into its format after the paper was begun has no row yet.
    section, is_new = PaperSection.objects.select_for_update(of=("self",)).get_or_create(
        authority_id=paper.authority_id,
        paper=paper,
        key=key,
        defaults={"written_at": at, "written_by_id": by.member_id},
    )
    changed = has_changed(section.text, text)
    if seen is not None and seen < section.written_at and changed and not is_new:
        raise SectionMoved(section)
    section.text, section.written_at, section.written_by_id = text.strip(), at, by.member_id
    section.save(update_fields=["text", "written_at", "written_by"])
    if changed:
        found = layout_of(paper).section(key)
        title = found.title if found else key
        void_touched(paper, key=key, title=title, by=by, at=at)
    return section


@transaction.atomic
def mark_section(*, paper: Paper, key: str, is_exempt: bool, by: Actor) -> PaperSection:
    """Say that a whole section is, or is not, for publication. The words stay as they were signed off."""
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    section = PaperSection.objects.select_for_update(of=("self",)).get(paper=paper, key=key)
    section.is_exempt = is_exempt
    section.save(update_fields=["is_exempt"])
    return section


@transaction.atomic
def ask_for_draft(*, paper: Paper, by: Actor, at: datetime, on: date) -> Job:
    """Ask for a draft document of the paper as it stands; what would print the same gives one."""
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    return _ask(paper, by=by, at=at, on=on, publish=False)


@transaction.atomic
def publish_paper(*, paper: Paper, accepted: str = "", by: Actor, at: datetime, on: date) -> Job:
    """Ask for the published document. The job that makes it moves the paper to published in one step.

    ``accepted`` is ``moves_digest`` of the figures that the writer was shown to have moved. Raises
    DomainError with the first thing that stands in the way.
    """
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    hindrances = publishing_hindrances(paper, by, at=at, on=on)
    if hindrances:
        raise DomainError(hindrances[0].text)
    moved = moved_figures(paper, at)
    if moved and accepted != moves_digest(moved):
        raise DomainError(
            "Figures have moved since the last version. Read which, and accept them.", field="accepted"
        )
    return _ask(paper, by=by, at=at, on=on, publish=True)


def _ask(paper: Paper, *, by: Actor, at: datetime, on: date, publish: bool) -> Job:
    kind = "Published report" if publish else "Draft report"
    made_of = contents_of(by, paper, on)
    return enqueue(
        PAPER_JOB,
        by=clerk_for(by),
        at=at,
        title=f"{kind} {paper.reference}, figures as at {formats.day(on)}",
        params={
            "paper": paper.reference,
            "on": on.isoformat(),
            "publish": publish,
            "figures": made_of.figures.digest,
        },
        dedupe_key=f"{paper.reference} {on.isoformat()} {'publish' if publish else 'draft'} {made_of.mark}",
    )


class Given:
    """Says of a text whether the records hold every figure and drawing in it; each is tried once."""

    def __init__(self, paper: Paper, by: Actor, on: date) -> None:
        self._paper, self._by, self._on = paper, by, on
        self._tried: dict[object, bool] = {}

    def __call__(self, text: str) -> bool:
        citations = [each for each in keys_in([text]) if each not in self._tried]
        drawings = [each for each in drawings_in([text]) if each not in self._tried]
        if citations:
            found = gather(self._paper, self._by, self._on, citations).found
            self._tried.update((citation, citation in found) for citation in citations)
        if drawings:
            with acting_as(clerk_for(self._by)) as clerk:
                drawn = draw(Facts(self._paper, clerk, self._on), drawings).found
            self._tried.update((drawing, drawing in drawn) for drawing in drawings)
        return all(self._tried[each] for each in [*keys_in([text]), *drawings_in([text])])


def _locked(paper: Paper) -> Paper:
    return (
        Paper.objects.select_for_update(of=("self",))
        .select_related("block_contract", "tool")
        .get(pk=paper.pk)
    )
