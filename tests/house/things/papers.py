"""Decision papers and documents."""

from datetime import date

from authorities.choices import Role
from authorities.models import Authority, StaffMember
from contracts.models import BlockContract
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from providers.models import Provider
from reports.choices import PaperState
from reports.life_choices import ActionKind, NoticeRoute, Topic
from reports.models import Paper, PaperVersion
from reports.services.actions import plan_action
from reports.services.checking import add_older_paper
from reports.services.consulting import Asked, ask_sign_offs
from reports.services.discussion import comment_on
from reports.services.notices import give_notice
from reports.services.papers import create_paper
from tests.factories.placements import NOW, TODAY


def papers(block: BlockContract, writer: Actor) -> dict[str, str]:
    """A draft, and one that members may read with its document."""
    meeting_on = date(2027, 1, 21)
    with acting_as(writer):
        draft, published = (
            create_paper(block_contract=block, meeting_on=meeting_on, by=writer, at=NOW) for _ in range(2)
        )
        PaperVersion.objects.create(
            authority_id=writer.authority_id,
            paper=published,
            number=1,
            document=document(block.lead_authority, None),
            figures_hash="",
            made_at=NOW,
        )
        for number in (1, 2):
            PaperVersion.objects.create(
                authority_id=writer.authority_id,
                paper=draft,
                number=number,
                document=document(block.lead_authority, None),
                figures_hash="",
                made_at=NOW,
            )
        Paper.objects.filter(pk=published.pk).update(state=PaperState.PUBLISHED)
        action = worked_on(draft, writer)
        shared = document(block.lead_authority, block.provider)
        older = add_older_paper(title="An older paper", text="Words", filename="", by=writer, at=NOW)
    return {
        "paper": draft.reference,
        "published": published.reference,
        "action": action,
        "older": older.reference,
        "document": shared.reference,
    }


def worked_on(paper: Paper, writer: Actor) -> str:
    """A sign-off asked, a notice given, a comment made, an action planned; the action's reference."""
    facts = {"paper": paper, "by": writer, "at": NOW}
    asked = [Asked(Topic.FINANCE, role=Role.FINANCE)]
    ask_sign_offs(asked=asked, due_on=date(2026, 12, 1), on=TODAY, **facts)
    comment_on(section="purpose", words="Why now?", **facts)
    give_notice(
        route=NoticeRoute.FULL,
        matter="Beds",
        documents="",
        reasons="",
        agreed_by="",
        representations="",
        on=TODAY,
        **facts,
    )
    planned = plan_action(
        recommendation=1,
        kind=ActionKind.ACTION,
        words="Sign it",
        owner=StaffMember.objects.get(pk=writer.member_id),
        due_days=30,
        every_months=None,
        **facts,
    )
    return planned.reference


def document(authority: Authority, provider: Provider | None) -> Document:
    """A file of the council, opened to ``provider`` too."""
    return store_document(
        title="Report",
        filename="report.txt",
        content_type="text/plain",
        content=f"Report of {authority.name}".encode(),
        classification=Document.Classification.PUBLIC,
        authority_id=authority.pk,
        provider_id=provider.pk if provider else None,
        at=NOW,
    )
