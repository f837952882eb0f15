"""Writing papers: start one, change its words, ask for its document, publish it."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.models import StaffMember
from authorities.selectors.settings import setting_value
from contracts.models import BlockContract
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.jobs import enqueue
from core.models import Job
from core.policies import require
from core.references import new_reference
from reports.choices import PaperFormat, PaperState
from reports.figures import CATALOGUE, clerk_for, gather
from reports.formats import sections_of
from reports.formats.d_words import words_for
from reports.models import Paper, PaperSection
from reports.policies import can_edit_paper, can_write_papers
from reports.selectors.papers import sections_empty, words_of
from reports.words import keys_in, strange_tokens

PAPER_JOB = "paper"


@transaction.atomic
def create_paper(*, block_contract: BlockContract, meeting_on: date, by: Actor, at: datetime) -> Paper:
    """Start a cabinet report (format D) on a block contract, with the words it usually begins from."""
    require(can_write_papers(by))
    today = timezone.localdate(at)
    if meeting_on <= today:
        raise DomainError("The meeting must be after today.", field="meeting_on")
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
        divisions_affected=f"All {setting_value(by.council_id, SettingKey.ELECTORAL_UNIT, on=today)}",
        is_key=False,
        contact=f"{writer.name}, {writer.job_title}",
        raised_by=writer,
        raised_at=at,
    )
    paper.is_key, paper.key_grounds = _key_decision(paper, by, today)
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
def edit_section(*, paper: Paper, key: str, text: str, by: Actor, at: datetime) -> PaperSection:
    """Change the words of one section. A token that is no figure is an error on ``text``."""
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    strange = strange_tokens(text, CATALOGUE)
    if strange:
        raise DomainError(
            f"There is no figure {strange[0]}. Choose one from the list of figures below.", field="text"
        )
    section = PaperSection.objects.select_for_update().get(paper=paper, key=key)
    section.text, section.written_at, section.written_by_id = text.strip(), at, by.member_id
    section.save(update_fields=["text", "written_at", "written_by"])
    return section


@transaction.atomic
def ask_for_draft(*, paper: Paper, by: Actor, at: datetime, on: date) -> Job:
    """Ask for a draft document of the words as they stand; the same words on the same day give one."""
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    return _ask(paper, by=by, at=at, on=on, publish=False)


@transaction.atomic
def publish_paper(*, paper: Paper, by: Actor, at: datetime, on: date) -> Job:
    """Ask for the published document. The job that makes it moves the paper to published in one step.

    Raises DomainError naming a section without words or a figure the records do not hold.
    """
    paper = _locked(paper)
    require(can_edit_paper(by, paper))
    words = words_of(paper)
    empty = sections_empty(paper, words)
    if empty:
        raise DomainError(f"Write “{empty[0].title}” before you publish: it has no words yet.")
    missing = gather(paper, by, on, keys_in(words.values())).missing
    if missing:
        raise DomainError(f"A figure is missing. {next(iter(missing.values()))}")
    return _ask(paper, by=by, at=at, on=on, publish=True)


def _ask(paper: Paper, *, by: Actor, at: datetime, on: date, publish: bool) -> Job:
    words = sha256(repr(sorted(words_of(paper).items())).encode()).hexdigest()[:32]
    kind = "Published report" if publish else "Draft report"
    return enqueue(
        PAPER_JOB,
        by=clerk_for(by),
        at=at,
        title=f"{kind} {paper.reference}, figures as at {formats.day(on)}",
        params={"paper": paper.reference, "on": on.isoformat(), "publish": publish},
        dedupe_key=f"{paper.reference} {on.isoformat()} {'publish' if publish else 'draft'} {words}",
    )


def _key_decision(paper: Paper, by: Actor, on: date) -> tuple[bool, str]:
    """Whether the whole ceiling (or, without one, the whole value) crosses the council's money line."""
    found = gather(paper, by, on, ["key_amount", "total_ceiling", "total_value"]).found
    value = found.get("total_ceiling") or found.get("total_value")
    if value is None:
        raise DomainError("The contract has neither a ceiling nor an end date. Record one before a paper.")
    amount = Decimal(str(value.reading.value))
    line = Decimal(str(found["key_amount"].reading.value))
    operator = setting_value(paper.authority_id, SettingKey.KEY_DECISION_OPERATOR, on=on)
    is_key = amount >= line if operator == ">=" else amount > line
    return is_key, f"{value.label}: {value.shown}, against {found['key_amount'].shown}" if is_key else ""


def _locked(paper: Paper) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("block_contract").get(pk=paper.pk)
