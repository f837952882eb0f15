"""Writing papers: start one, change its words, ask for its document, publish it."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from authorities.choices import SettingKey
from authorities.models import StaffMember
from authorities.selectors.settings import setting_value
from contracts.models import BlockContract
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.jobs import enqueue
from core.models import Job
from core.policies import require
from core.references import new_reference
from reports.choices import PaperFormat, PaperState
from reports.differences import has_changed
from reports.figures import CATALOGUE, clerk_for
from reports.formats import sections_of
from reports.formats.d_words import words_for
from reports.models import Paper, PaperSection
from reports.moves import moves_digest
from reports.policies import can_edit_paper, can_write_papers
from reports.selectors.figures_moved import moved_figures
from reports.selectors.papers import sections_needed, words_now
from reports.selectors.publishing import publishing_hindrances
from reports.services.consulting import void_touched
from reports.services.facts import guard_meeting, test_key
from reports.words import strange_tokens

PAPER_JOB = "paper"


class SectionMoved(Conflict):
    """Somebody else changed the section meanwhile; ``section`` is as it stands now."""

    def __init__(self, section: PaperSection) -> None:
        who, when = section.written_by.name, formats.moment(section.written_at)
        super().__init__(
            f"{who} changed this section at {when}, while you were writing. What changed is shown below; your"
            " words are still in the box. Save again to keep yours.",
            field="text",
        )
        self.section = section


@transaction.atomic
def create_paper(*, block_contract: BlockContract, meeting_on: date, by: Actor, at: datetime) -> Paper:
    """Start a cabinet report (format D) on a block contract, with the words it usually begins from."""
    require(can_write_papers(by))
    guard_meeting(meeting_on, by=by, on=at.date())
    writer = StaffMember.objects.get(pk=by.member_id)
    paper = Paper(
        authority_id=by.council_id,
        reference=new_reference("PAP"),
        paper_format=PaperFormat.D,
        title=block_contract.name,
        state=PaperState.DRAFT,
        state_at=at,
        block_contract=block_contract,
        body="Cabinet",
        meeting_on=meeting_on,
        reporting_director="Director of children's services",
        divisions_affected=f"All {setting_value(by.council_id, SettingKey.ELECTORAL_UNIT, on=at.date())}",
        is_key=False,
        contact=f"{writer.name}, {writer.job_title}",
        raised_by=writer,
        raised_at=at,
    )
    test_key(paper, by, at.date())
    paper.save()
    words = words_for(paper)
    PaperSection.objects.bulk_create(
        PaperSection(
            authority_id=by.council_id,
            paper=paper,
            key=section.key,
            text=words.get(section.key, ""),
            written_at=at,
            written_by=writer,
        )
        for section in sections_of(paper.paper_format)
    )
    return paper


@transaction.atomic
def edit_section(
    *, paper: Paper, key: str, text: str, seen: datetime | None = None, by: Actor, at: datetime
) -> PaperSection:
    """Change the words of one section, and void the sign-offs that stood for them.

    A token that is no figure is an error on ``text``. ``seen`` is when the words were written that the
    writer began from: ``SectionMoved`` when somebody has changed them since.
    """
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    strange = strange_tokens(text, CATALOGUE)
    if strange:
        raise DomainError(
            f"There is no figure {strange[0]}. Choose one from the list of figures below.", field="text"
        )
    section = PaperSection.objects.select_for_update(of=("self",)).get(paper=paper, key=key)
    changed = has_changed(section.text, text)
    if seen is not None and seen < section.written_at and changed:
        raise SectionMoved(section)
    section.text, section.written_at, section.written_by_id = text.strip(), at, by.member_id
    section.save(update_fields=["text", "written_at", "written_by"])
    if changed:
        title = next((each.title for each in sections_needed(paper) if each.key == key), key)
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
    """Ask for a draft document of the words as they stand; the same words on the same day give one."""
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
    words = sha256(repr(sorted(words_now(paper).as_json().items())).encode()).hexdigest()[:32]
    kind = "Published report" if publish else "Draft report"
    return enqueue(
        PAPER_JOB,
        by=clerk_for(by),
        at=at,
        title=f"{kind} {paper.reference}, figures as at {formats.day(on)}",
        params={"paper": paper.reference, "on": on.isoformat(), "publish": publish},
        dedupe_key=f"{paper.reference} {on.isoformat()} {'publish' if publish else 'draft'} {words}",
    )


def _locked(paper: Paper) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("block_contract").get(pk=paper.pk)
