"""Derbyshire's papers at every stage of their life: asked, cleared, published, called for, carried out.

Each goes its way by the very services that people use, on the days on which it would have.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from authorities.choices import Role
from authorities.models import StaffMember
from authorities.selectors.calendars import holidays_for
from config.demo.world import World
from contracts.models import BlockContract
from core.actor import Actor, acting_as
from core.calendar import add_working_days, working_day_on_or_after, working_day_on_or_before
from core.jobs.worker import run_next
from reports.life_choices import ActionKind, NoticeRoute, Outcome
from reports.models import Paper
from reports.selectors.decisions import recommendations_of
from reports.selectors.papers import sections_needed
from reports.services.actions import complete_action, plan_action
from reports.services.consulting import Asked, answer_sign_off, ask_sign_offs, clear_paper
from reports.services.deciding import decide_paper, let_take_effect, publish_decision
from reports.services.discussion import answer_comment, comment_on
from reports.services.facts import change_facts, exempt_parts
from reports.services.notices import give_notice
from reports.services.papers import create_paper, edit_section, mark_section, publish_paper
from reports.sign_offs import usually_asked

OF = "DBS"
# From the day a paper is begun to its meeting, and from its publication to it: room for every clear day.
BEGUN_BEFORE, PUBLISHED_BEFORE = timedelta(days=42), timedelta(days=12)
REFERENCES = {Role.FINANCE: "FD.7041/26", Role.LEGAL: "LD.5512/26", Role.HEAD_OF_SERVICE: "CS.0318/26"}
REASONS = "The need is shown, and a used bed costs less than a placement bought singly."
ALTERNATIVES = "Buying each placement singly, and building homes of our own."


class PaperLife:
    """One council's block, and the people through whose hands its papers go."""

    def __init__(self, world: World, not_in_records: dict[str, str]) -> None:
        self.world, self.not_in_records = world, not_in_records
        with acting_as(self.person(Role.COMMISSIONER)) as author:
            self.block = BlockContract.objects.get(lead_authority_id=author.authority_id)
            self.holidays = holidays_for(author.council_id)

    def person(self, role: Role) -> Actor:
        return self.world.person(OF, role)

    def working_day(self, days: int) -> date:
        """So many working days from today, or before it when negative."""
        return add_working_days(self.world.today, days, self.holidays)

    def begin(self, meeting_on: date, title: str) -> Paper:
        """Written, on the day on which one would have begun."""
        on = min(self.world.today, meeting_on - BEGUN_BEFORE)
        at = self._at(on)
        with acting_as(self.person(Role.COMMISSIONER)) as author:
            paper = create_paper(block_contract=self.block, meeting_on=meeting_on, by=author, at=at)
            for key, text in self.not_in_records.items():
                edit_section(paper=paper, key=key, text=text, by=author, at=at)
            return change_facts(
                paper=paper,
                title=title,
                body=paper.body,
                meeting_on=meeting_on,
                reporting_director=paper.reporting_director,
                contact=paper.contact,
                divisions_affected=paper.divisions_affected,
                divisions_significant=0,
                call_in_waived=False,
                call_in_reason="",
                call_in_agreed_by="",
                by=author,
                on=on,
            )

    def consult(self, paper: Paper, *, but: Role | None = None) -> None:
        """Everybody the format names is asked and signs off, except ``but``."""
        on = timezone.localdate(paper.raised_at)
        with acting_as(self.person(Role.COMMISSIONER)) as author:
            asked = [Asked(topic, role=role) for topic, role in usually_asked(sections_needed(paper)).items()]
            due_on = working_day_on_or_after(on + timedelta(days=10), self.holidays)
            made = ask_sign_offs(
                paper=paper, asked=asked, due_on=due_on, by=author, at=paper.raised_at, on=on
            )
        for each in made:
            if each.role != but:
                with acting_as(self.person(Role(each.role))) as officer:
                    reference = REFERENCES[Role(each.role)]
                    at = paper.raised_at + timedelta(hours=4)
                    answer_sign_off(
                        sign_off=each, agrees=True, reference=reference, words="", by=officer, at=at
                    )

    def clear(self, paper: Paper) -> None:
        """Cleared by the director, with notice given."""
        at, on = paper.raised_at + timedelta(hours=6), timezone.localdate(paper.raised_at)
        with acting_as(self.person(Role.DCS)) as director:
            clear_paper(paper=paper, by=director, at=at)
        with acting_as(self.person(Role.DEMOCRATIC_SERVICES)) as clerk:
            give_notice(
                paper=paper,
                route=NoticeRoute.FULL,
                matter=paper.title,
                documents=f"Report: {paper.title}",
                reasons="",
                agreed_by="",
                representations="",
                by=clerk,
                at=at,
                on=on,
            )

    def publish(self, paper: Paper) -> None:
        """With its document made."""
        on = paper.meeting_on - PUBLISHED_BEFORE
        with acting_as(self.person(Role.DEMOCRATIC_SERVICES)) as clerk:
            publish_paper(paper=paper, by=clerk, at=self._at(on), on=on)
        while run_next():
            """The document and the letters of the way here."""

    def decide(self, paper: Paper, published_on: date) -> None:
        """Approved by the member on the day of the meeting, and the record published."""
        with acting_as(self.person(Role.CABINET_MEMBER)) as member:
            decide_paper(
                paper=paper,
                outcome=Outcome.APPROVED,
                taken_on=paper.meeting_on,
                by=member,
                at=self._at(paper.meeting_on),
                on=paper.meeting_on,
                taken_by="Cabinet",
                resolution="",
                reasons=REASONS,
                alternatives=ALTERNATIVES,
            )
        with acting_as(self.person(Role.DEMOCRATIC_SERVICES)) as clerk:
            publish_decision(paper=paper, by=clerk, at=self._at(published_on), on=published_on)

    def _at(self, on: date) -> datetime:
        return min(self.world.now, timezone.make_aware(datetime.combine(on, time(9, 30))))


def make_papers(world: World, not_in_records: dict[str, str]) -> None:
    """One in consultation with a void sign-off, one noticed, one to be decided, one in call-in, one that is
    being carried out."""
    life = PaperLife(world, not_in_records)
    _in_consultation(life)
    _noticed(life)
    for days, title in ((-9, "homes near Matlock"), (-3, "a second year of the block")):
        paper = life.begin(life.working_day(days), f"{life.block.name}: {title}")
        _through_publication(life, paper)
        if days == -9:
            _plan(life, paper)
        life.decide(paper, life.working_day(days + 2))
    with acting_as(life.person(Role.DEMOCRATIC_SERVICES)) as clerk:
        let_take_effect(by=clerk, at=world.now, on=world.today)
    _first_action_done(life)
    last = working_day_on_or_before(world.today, life.holidays)
    _through_publication(life, life.begin(last, life.block.name))


def _through_publication(life: PaperLife, paper: Paper) -> None:
    life.consult(paper)
    life.clear(paper)
    life.publish(paper)


def _in_consultation(life: PaperLife) -> None:
    """Legal has not answered; finance signed words that were changed since, and asks about them."""
    paper = life.begin(life.working_day(35), f"{life.block.name}: the first option to extend")
    life.consult(paper, but=Role.LEGAL)
    at = life.world.now
    with acting_as(life.person(Role.FINANCE)) as officer:
        words = "Is the ceiling the same as last year’s?"
        thread = comment_on(paper=paper, section="finance", words=words, by=officer, at=at)
    with acting_as(life.person(Role.COMMISSIONER)) as author:
        words = "It is. I have said so in the section."
        answer_comment(thread=thread, words=words, by=author, at=at)
        kept = paper.sections.get(key="finance").text
        text = f"{kept}\n\nThe ceiling stays as it was approved."
        edit_section(paper=paper, key="finance", text=text, by=author, at=at)


def _noticed(life: PaperLife) -> None:
    """Cleared, with its price exempt from publication; the second notice of the private part is to come."""
    paper = life.begin(life.working_day(28), f"{life.block.name}: a variation of price")
    with acting_as(life.person(Role.COMMISSIONER)) as author:
        exempt_parts(
            paper=paper,
            paragraph="3",
            public_interest="To tell one provider’s price while others are asked for theirs would cost more.",
            figures=["weekly_rate"],
            by=author,
            at=life.world.now,
        )
        mark_section(paper=paper, key="risk", is_exempt=True, by=author)
    life.consult(paper)
    life.clear(paper)


def _plan(life: PaperLife, paper: Paper) -> None:
    """The last recommendation is a report that comes again; the first is the director's to carry out."""
    with acting_as(life.person(Role.COMMISSIONER)) as author:
        last = len(recommendations_of(paper))
        for number, kind, words, role, days, again in (
            (1, ActionKind.DELEGATION, "Sign the extension with the provider", Role.DCS, 30, None),
            (last, ActionKind.REPORT, "Report occupancy and cost to the member", Role.HEAD_OF_SERVICE, 90, 6),
        ):
            owner = StaffMember.objects.get(pk=life.person(role).member_id)
            plan_action(
                paper=paper,
                recommendation=number,
                kind=kind,
                words=words,
                owner=owner,
                due_days=days,
                every_months=again,
                by=author,
                at=life.world.now,
            )


def _first_action_done(life: PaperLife) -> None:
    """What fell to the author is done; the rest is still owed."""
    with acting_as(life.person(Role.COMMISSIONER)) as author:
        action = next(
            action
            for paper in Paper.objects.filter(
                authority_id=author.council_id, actions__state="open"
            ).distinct()
            for action in paper.actions.filter(state="open", owner=author.member_id).select_related("paper")
        )
        complete_action(
            action=action,
            outcome="The ceiling is recorded and the provider told.",
            by=author,
            at=life.world.now,
            on=life.world.today,
        )
