"""One paper in each of the other formats, by the councils whose arrangements such papers were written on.

The cabinet report on Derbyshire's block is in ``papers``. These four are drafts with a document made, words
that no record holds filled in.
"""

from dataclasses import dataclass
from datetime import date

from authorities.choices import Role, ServiceCategory
from authorities.selectors.calendars import holidays_for
from config.demo.world import World
from contracts.models import BlockContract, CommercialTool
from core.actor import acting_as
from core.calendar import working_day_on_or_after
from reports.choices import PaperFormat
from reports.models import Paper
from reports.services.papers import ask_for_draft, create_paper, edit_section


@dataclass(frozen=True)
class OwnPaper:
    """A council's paper on its own arrangement: ``about`` is the reference of a block or of a tool."""

    code: str
    paper_format: PaperFormat
    about: str
    days_to_meeting: int
    not_in_records: dict[str, str]


EQUALITY = (
    "An equality impact assessment found no negative effect. Homes nearer to family help children who share a"
    " protected characteristic keep their community and language."
)
PAPERS = (
    OwnPaper("NTT", PaperFormat.N, "BLK-NTT", 42, {}),
    OwnPaper(
        "KEN",
        PaperFormat.K,
        "BLK-KEN",
        49,
        {
            "consultation": (
                "The cabinet committee for children's services is to consider the decision and may make"
                " recommendations. Partners were consulted on their shares."
            ),
            "equality": EQUALITY,
        },
    ),
    OwnPaper(
        "SFT",
        PaperFormat.S,
        "TL-SFTPDPS",
        46,
        {
            "equality": EQUALITY,
            "external": (
                "Providers were asked in a market event which rules would keep them from joining. Young"
                " people in care told us what makes a home a good one."
            ),
        },
    ),
    OwnPaper(
        "WSX",
        PaperFormat.W,
        "TL-WSXDPS",
        44,
        {
            "consultation": (
                "Partner councils, providers and schools were asked about the extension. None was against it."
            ),
            "equality": EQUALITY,
        },
    ),
)


def start_own_papers(world: World) -> None:
    """Each asks for its draft; the jobs that make them are finished by the caller."""
    for own in PAPERS:
        with acting_as(world.person(own.code, Role.COMMISSIONER)) as author:
            paper = _started(world, own, working_day_on_or_after(
                date.fromordinal(world.today.toordinal() + own.days_to_meeting),
                holidays_for(author.council_id),
            ))  # fmt: skip
            for key, text in own.not_in_records.items():
                edit_section(paper=paper, key=key, text=text, by=author, at=world.now)
            ask_for_draft(paper=paper, by=author, at=world.now, on=world.today)


def _started(world: World, own: OwnPaper, meeting_on: date) -> Paper:
    author = world.person(own.code, Role.COMMISSIONER)
    return create_paper(
        paper_format=own.paper_format,
        block_contract=BlockContract.objects.filter(reference=own.about).first(),
        tool=CommercialTool.objects.filter(reference=own.about).first(),
        category=ServiceCategory.RESIDENTIAL,
        meeting_on=meeting_on,
        by=author,
        at=world.now,
    )
