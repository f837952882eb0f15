"""How Sefton's purchasing system admits: what it asks, and an application at each stage of its open round."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.tools import morning_of
from config.demo.world import World
from contracts.choices import FeeKind
from contracts.models import (
    AdmissionQuestion,
    AdmissionRound,
    CommercialTool,
    DiligenceItem,
    Lot,
    MaximumPrice,
    Membership,
    ToolNotice,
)
from contracts.selectors.admission import items_of, missing_from, questions_of, standings
from contracts.selectors.tool_rules import notice_standings
from contracts.services import admitting, applying
from contracts.services.members import ask_to_add_home
from contracts.tool_choices import ApplicationState as A
from contracts.tool_choices import CheckKind, CheckOutcome, WhenOver
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from providers.choices import RegistrationType
from providers.models import Setting

LEAD, TOOL = "SFT", "TL-SFTPDPS"
QUESTIONS = (
    ("How do you work with us and with other providers so that a child need not move?", "30"),
    ("How do you keep children safe, and how do you know?", "40"),
    ("What will a child's day, school and health look like with you?", "20"),
    ("What will you do for local jobs and skills?", "10"),
)
ITEMS = (
    (CheckKind.REGISTRATION, "Every home is registered and open", False),
    (CheckKind.RATING, "Every home is judged good or better, or not inspected yet", False),
    (CheckKind.EXCLUSION, "No ground for exclusion", True),
    (CheckKind.FINANCE, "Two years of accounts, or a parent's guarantee", True),
    (CheckKind.INSURANCE, "Employers' and public liability cover in force", False),
    (CheckKind.SAFEGUARDING, "Safeguarding policy and the named lead", True),
    (CheckKind.DATA_PROTECTION, "Registered for data protection", False),
    (CheckKind.REFERENCES, "References of two placing councils", False),
    (CheckKind.PRICE, "Prices are within the maximum of their band", False),
)
MAXIMUMS = (
    ("Standard", "4800", WhenOver.REFUSE),
    ("Complex", "6900", WhenOver.FLAG),
)
# How far each application of the open round has come.
STAGES = (
    A.DRAFT,
    A.SUBMITTED,
    A.INCOMPLETE,
    A.DILIGENCE,
    A.EVALUATION,
    A.MODERATION,
    A.DECISION,
    A.ADMITTED,
    A.REJECTED,
    A.WITHDRAWN,
)
EVALUATORS = (Role.PLACEMENTS_OFFICER, Role.SERVICE_MANAGER)
PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Declaration</title></head><body>'
    "<h1>Declaration</h1><p>Invented for the demonstration: it declares nothing.</p></body></html>"
)


def load_admission(world: World) -> None:
    for reference, tool in world.tools.items():
        if reference != TOOL:
            _give_notices(world, tool)
    _keep_open(world)
    tool = world.tools[TOOL]
    lot = _set_up(world, tool)
    paper = Upload("declaration.pdf", "application/pdf", render_pdf(PAGE, title="Declaration"))
    applicants = _applicants(world, lot)
    reopened = AdmissionRound(
        reference="RND-SFT2",
        tool=tool,
        number=2,
        opens_at=world.now - timedelta(days=20),
        closes_at=world.now + timedelta(days=10, hours=10),
    )
    with acting_as(world.council(LEAD)):
        reopened.save()
    for stage, (person, homes) in zip(STAGES, applicants, strict=False):
        _Applying(world, reopened, lot, person, paper).reach(stage, homes)
    _ask_for_one_more(world)


def _keep_open(world: World) -> None:
    """West Sussex's dynamic purchasing system is always open: a round without a last day."""
    tool = world.tools["TL-WSXDPS"]
    with acting_as(world.council("WSX")):
        AdmissionRound.objects.create(
            reference="RND-WSX1", tool=tool, number=1, opens_at=morning_of(tool.starts_on)
        )


def _set_up(world: World, tool: CommercialTool) -> Lot:
    """The paper of the tool; its first round is long over."""
    begun = morning_of(tool.starts_on)
    with acting_as(world.council(LEAD)):
        tool.decision_reference = "Cabinet, 3 February 2022"
        tool.save(update_fields=["decision_reference"])
        AdmissionQuestion.objects.bulk_create(
            AdmissionQuestion(tool=tool, position=n, text=text, weight=Decimal(weight), since=begun)
            for n, (text, weight) in enumerate(QUESTIONS, start=1)
        )
        DiligenceItem.objects.bulk_create(
            DiligenceItem(tool=tool, position=n, kind=kind, text=text, needs_document=asks, since=begun)
            for n, (kind, text, asks) in enumerate(ITEMS, start=1)
        )
        lot = tool.lots.get(number=1)
        MaximumPrice.objects.bulk_create(
            MaximumPrice(
                tool=tool,
                lot=lot,
                band=band,
                kind=FeeKind.CORE,
                weekly_rate=Decimal(rate),
                when_over=when_over,
                starts_on=tool.starts_on,
            )
            for band, rate, when_over in MAXIMUMS
        )
        AdmissionRound.objects.create(
            reference="RND-SFT1",
            tool=tool,
            number=1,
            opens_at=begun - timedelta(days=90),
            closes_at=begun - timedelta(days=45),
        )
    _give_notices(world, tool)
    return lot


def _give_notices(world: World, tool: CommercialTool) -> None:
    """Every notice that was due was given on its day, by the lead council."""
    lead = Actor.council(tool.lead_authority_id, clearance=3, name="Demo world")
    with acting_as(lead):
        ToolNotice.objects.bulk_create(
            ToolNotice(
                tool=tool,
                kind=each.due.kind,
                sent_on=each.due.due_on,
                number=f"{each.due.due_on:%Y}/S {each.due.due_on:%j}-{tool.pk:06d}",
                recorded_by="Demo world",
                recorded_at=morning_of(each.due.due_on),
            )
            for each in notice_standings(tool, on=world.today)
            if each.due.due_on < world.today
        )


def _applicants(world: World, lot: Lot) -> Iterator[tuple[Actor, list[Setting]]]:
    """Providers with a children's home that are not on the lot; the first has its own application to make."""
    with acting_as(world.council(LEAD)):
        on_it = set(Membership.objects.filter(lot=lot).values_list("provider_id", flat=True))
    for provider in world.providers[1:]:
        homes = [
            home.setting
            for home in world.homes
            if home.setting.provider_id == provider.pk
            and home.setting.registration_type == RegistrationType.CHILDRENS_HOME
        ]
        if homes and provider.pk not in on_it:
            yield world.provider_person(provider.pk), homes[:2]


class _Applying:
    """One application on its way: each step is taken by whoever takes it in life."""

    def __init__(self, world: World, round: AdmissionRound, lot: Lot, person: Actor, paper: Upload) -> None:
        self.world, self.round, self.lot, self.person, self.paper = world, round, lot, person, paper
        self.keeper = world.person(LEAD, Role.COMMISSIONER)
        self.dice = world.dice("application", person.provider_id)

    def at(self, days_ago: int) -> datetime:
        return self.world.now - timedelta(days=days_ago)

    def reach(self, stage: A, homes: list[Setting]) -> None:
        with acting_as(self.person):
            self.application = applying.start_application(
                round=self.round, lot=self.lot, by=self.person, at=self.at(18)
            )
            self._fill(homes, half_way=stage == A.DRAFT)
            if stage != A.DRAFT:
                self._submit()
            if stage == A.WITHDRAWN:
                applying.withdraw_application(
                    application=self.application,
                    reason="We have no bed to offer this year.",
                    by=self.person,
                    at=self.at(13),
                )
        if stage not in (A.DRAFT, A.SUBMITTED, A.WITHDRAWN):
            self._go_on(stage)

    def _fill(self, homes: list[Setting], *, half_way: bool) -> None:
        application, person = self.application, self.person
        applying.choose_homes(application=application, homes=homes, by=person)
        questions = questions_of(application)
        answers = {
            q.pk: "An answer of the demonstration: what we do, how often, who checks it, what changed."
            for q in (questions[:2] if half_way else questions)
        }
        applying.save_answers(application=application, answers=answers, by=person)
        if half_way:
            return
        rates: dict[tuple[str, str], Decimal | None] = {
            ("Standard", FeeKind.CORE.value): Decimal(self.dice.randrange(4000, 4800, 50)),
            ("Complex", FeeKind.CORE.value): Decimal(self.dice.randrange(5800, 7400, 50)),
        }
        applying.save_prices(application=application, rates=rates, by=person, at=self.at(17))
        for item in items_of(application):
            if item.needs_document:
                applying.hand_in_document(
                    application=application, item=item, upload=self.paper, by=person, at=self.at(17)
                )

    def _submit(self) -> None:
        if missing := missing_from(self.application, on=self.world.today):
            raise AssertionError(missing)
        self.application = applying.submit_application(
            application=self.application, by=self.person, at=self.at(16)
        )

    def _go_on(self, stage: A) -> None:
        keeper, application = self.keeper, self.application
        with acting_as(keeper):
            if stage == A.INCOMPLETE:
                admitting.return_application(
                    application=application,
                    reason="The accounts are of one year only. Hand in the year before, or a guarantee.",
                    by=keeper,
                    at=self.at(2),
                )
                return
            admitting.accept_application(application=application, by=keeper, at=self.at(14))
            checked = standings(application, keeper, on=self.world.today)
            for each in checked[:4] if stage == A.DILIGENCE else checked:
                is_met = all(finding.is_met for finding in each.hints)
                admitting.check_item(
                    application=application,
                    item=each.item,
                    outcome=CheckOutcome.MET if is_met else CheckOutcome.WAIVED,
                    note="" if is_met else "No child is placed there until it is put right.",
                    by=keeper,
                    at=self.at(12),
                )
            if stage == A.DILIGENCE:
                return
            people = [self.world.staff[LEAD, role] for role in EVALUATORS]
            admitting.start_scoring(application=application, evaluators=people, by=keeper, at=self.at(11))
        self._score(stage)
        if stage in (A.DECISION, A.ADMITTED, A.REJECTED):
            self._decide(stage)

    def _score(self, stage: A) -> None:
        """Both hand in, save where the scoring is still going on: there one has."""
        low = stage == A.REJECTED
        for number, role in enumerate(EVALUATORS[:1] if stage == A.EVALUATION else EVALUATORS):
            person = self.world.person(LEAD, role)
            with acting_as(person):
                marks: dict[int, tuple[int | None, str]] = {
                    q.pk: (
                        (1 if low else 3) + (number + q.position) % 2,
                        "As read in the answer: clear, with a doubt about how it is checked.",
                    )
                    for q in questions_of(self.application)
                }
                admitting.save_marks(
                    application=self.application, marks=marks, hand_in=True, by=person, at=self.at(8)
                )

    def _decide(self, stage: A) -> None:
        keeper, application = self.keeper, self.application
        agreed = 1 if stage == A.REJECTED else 4
        with acting_as(keeper):
            admitting.moderate(
                application=application,
                marks={q.pk: (agreed, "Agreed between the two.") for q in questions_of(application)},
                by=keeper,
                at=self.at(6),
            )
            if stage == A.ADMITTED:
                admitting.admit(
                    application=application,
                    tier=1,
                    starts_on=self.world.today - timedelta(days=3),
                    by=keeper,
                    at=self.at(4),
                )
            if stage == A.REJECTED:
                admitting.reject(
                    application=application,
                    feedback="Your answers on safety told of policies, not of what staff do. Apply again.",
                    by=keeper,
                    at=self.at(4),
                )


def _ask_for_one_more(world: World) -> None:
    """A member of Nottinghamshire's framework asks for one more of its homes to be covered."""
    with acting_as(world.council("NTT")):
        members = list(
            Membership.objects.filter(tool=world.tools["TL-D2N2"], lot__number=1).select_related(
                "tool", "lot"
            )
        )
        covered = {member.pk: set(member.covered.values_list("setting_id", flat=True)) for member in members}
    for member in members:
        for home in world.homes:
            setting = home.setting
            if (
                setting.provider_id == member.provider_id
                and setting.registration_type == RegistrationType.CHILDRENS_HOME
                and setting.pk not in covered[member.pk]
            ):
                person = world.provider_person(member.provider_id)
                with acting_as(person):
                    ask_to_add_home(member=member, home=setting, by=person, at=world.now - timedelta(days=1))
                return
