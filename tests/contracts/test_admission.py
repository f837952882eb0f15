"""From an application in the portal to a member in a tier, with two blind scores on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from authorities.choices import Role, ServiceCategory
from authorities.models import StaffMember
from contracts.models import (
    Application,
    Mark,
    ModeratedMark,
    PriceSchedule,
)
from contracts.selectors.admission import (
    access_application,
    answers_of,
    application_queue,
    items_of,
    missing_from,
    questions_of,
    sheets_of,
    standings,
)
from contracts.selectors.reach import homes_on_tools
from contracts.services import admitting, applying
from contracts.tool_choices import ApplicationState, CheckOutcome, WhenOver
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.models import AuditEvent, Document
from providers.choices import ProviderRole
from tests.factories.admission import (
    CLOSES,
    AdmissionRoundFactory,
    ItemFactory,
    MaximumPriceFactory,
    QuestionFactory,
)
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import CommercialToolFactory, LotFactory, MembershipFactory, ToolAccessFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import OpenHomeFactory, ProviderFactory, ProviderUserFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
PAPER = Upload("accounts.pdf", "application/pdf", b"%PDF-1.7 accounts")


def provider_actor(provider) -> Actor:
    person = ProviderUserFactory(provider=provider)
    return Actor.provider(
        provider.pk,
        user_id=person.user_id,
        person_id=person.pk,
        roles=frozenset({ProviderRole.PROVIDER.value}),
        name=person.name,
    )


class Admission:
    """A tool with an open round, two questions, one item with a file and one maximum price."""

    def __init__(self) -> None:
        self.council = AuthorityFactory(name="Homeshire")
        self.tool = CommercialToolFactory(lead_authority=self.council, pass_mark=60)
        ToolAccessFactory(tool=self.tool)
        self.lot = LotFactory(tool=self.tool)
        self.round = AdmissionRoundFactory(tool=self.tool)
        for position, weight in ((1, 60), (2, 40)):
            QuestionFactory(tool=self.tool, position=position, weight=Decimal(weight))
        ItemFactory(tool=self.tool)
        self.maximum = MaximumPriceFactory(lot=self.lot)
        self.keeper = council_actor(Role.COMMISSIONER, authority=self.council)
        self.scorers = [
            council_actor(Role.PLACEMENTS_OFFICER, authority=self.council),
            council_actor(Role.LEGAL, authority=self.council),
        ]
        self.provider = ProviderFactory()
        self.home = OpenHomeFactory(provider=self.provider)
        self.applicant = provider_actor(self.provider)

    def started(self) -> Application:
        with acting_as(self.applicant):
            return applying.start_application(round=self.round, lot=self.lot, by=self.applicant, at=NOW)

    def filled(self) -> Application:
        made = self.started()
        with acting_as(self.applicant) as by:
            applying.choose_homes(application=made, homes=[self.home], by=by)
            applying.save_answers(
                application=made, answers={q.pk: "Well." for q in questions_of(made)}, by=by
            )
            applying.save_prices(
                application=made, rates={("Standard", "core"): Decimal("4700.00")}, by=by, at=NOW
            )
            [item] = items_of(made)
            applying.hand_in_document(application=made, item=item, upload=PAPER, by=by, at=NOW)
        return made

    def submitted(self) -> Application:
        made = self.filled()
        with acting_as(self.applicant) as by:
            return applying.submit_application(application=made, by=by, at=NOW)

    def in_evaluation(self) -> Application:
        made = self.submitted()
        with acting_as(self.keeper) as by:
            admitting.accept_application(application=made, by=by, at=LATER)
            for item in items_of(made):
                admitting.check_item(
                    application=made, item=item, outcome=CheckOutcome.MET, note="", by=by, at=LATER
                )
            people = [self.staff(scorer) for scorer in self.scorers]
            return admitting.start_scoring(application=made, evaluators=people, by=by, at=LATER)

    def staff(self, actor):
        return StaffMember.objects.get(pk=actor.person_id)

    def mark(self, made: Application, scorer: int, score: int, *, hand_in: bool = True) -> None:
        with acting_as(self.scorers[scorer]) as by:
            marks = {q.pk: (score, "As read") for q in questions_of(made)}
            admitting.save_marks(application=made, marks=marks, hand_in=hand_in, by=by, at=LATER)

    def decided_on(self, score: int) -> Application:
        made = self.in_evaluation()
        self.mark(made, 0, score)
        self.mark(made, 1, score)
        with acting_as(self.keeper) as by:
            made = access_application(by, made.reference)
            agreed = {q.pk: (score, "") for q in questions_of(made)}
            return admitting.moderate(application=made, marks=agreed, by=by, at=LATER)


@pytest.fixture
def admission() -> Admission:
    return Admission()


def test_an_application_becomes_a_member_that_sourcing_finds(admission):
    made = admission.decided_on(4)
    with acting_as(admission.keeper) as by:
        member = admitting.admit(application=made, tier=2, starts_on=TODAY, by=by, at=LATER)
        reached = homes_on_tools(
            by.council_id, ServiceCategory.RESIDENTIAL, on=TODAY, tier=2, tool_types=("framework",)
        )
        assert reached[admission.home.pk].words.endswith("tier 2")
        assert PriceSchedule.objects.get(membership=member).weekly_rate == Decimal("4700.00")
        assert member.changes.get().what == "Admitted to tier 2"
    with acting_as(admission.applicant) as by:
        own = access_application(by, made.reference)
        assert (own.state, own.membership.tier) == (ApplicationState.ADMITTED, 2)
        assert {mark.score for mark in own.moderated.all()} == {4}


def test_neither_evaluator_reads_the_others_marks_before_both_are_in(admission):
    made = admission.in_evaluation()
    admission.mark(made, 0, 5)
    admission.mark(made, 1, 1, hand_in=False)

    def read(actor) -> list[int]:
        with acting_as(actor) as by:
            access_application(by, made.reference)
            return sorted(Mark.objects.values_list("score", flat=True))

    assert read(admission.scorers[0]) == [5, 5]
    assert read(admission.scorers[1]) == [1, 1]
    assert read(admission.keeper) == []
    with acting_as(admission.keeper):
        assert [len(sheet.marks.all()) for sheet in sheets_of(made)] == [0, 0]
        kept = AuditEvent.objects.filter(table_name="contracts_mark")
        assert kept.exists() and not kept.exclude(before=None, after=None).exists()
    admission.mark(made, 1, 1)
    assert read(admission.scorers[0]) == read(admission.keeper) == [1, 1, 5, 5]


def test_marks_are_final_once_handed_in(admission):
    made = admission.in_evaluation()
    admission.mark(made, 0, 5)
    with pytest.raises(Conflict, match="handed in"):
        admission.mark(made, 0, 1)
    admission.mark(made, 1, 3)
    with acting_as(admission.scorers[0]):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Mark.objects.create(
                authority=admission.council,
                application=made,
                sheet=made.sheets.first(),
                user_id=admission.scorers[0].user_id,
                question=questions_of(made)[0],
                score=2,
                reason="Late",
            )
        assert Mark.objects.filter(score=5).update(score=0) == 0


def test_a_stranger_does_not_score(admission):
    made = admission.in_evaluation()
    with acting_as(admission.keeper) as by, pytest.raises(NotFound):
        admitting.save_marks(application=made, marks={}, hand_in=False, by=by, at=LATER)


def test_scores_far_apart_need_a_reason_to_agree(admission):
    made = admission.in_evaluation()
    admission.mark(made, 0, 5)
    admission.mark(made, 1, 1)
    with acting_as(admission.keeper) as by:
        agreed = {q.pk: (3, "") for q in questions_of(made)}
        with pytest.raises(DomainError, match="far apart"):
            admitting.moderate(application=made, marks=agreed, by=by, at=LATER)
        agreed = dict.fromkeys(agreed, (3, "Met half-way"))
        made = admitting.moderate(application=made, marks=agreed, by=by, at=LATER)
        assert admitting.score_of(made) == Decimal("60.0")


def test_a_low_score_is_rejected_with_feedback_and_may_apply_again(admission):
    made = admission.decided_on(2)
    with acting_as(admission.keeper) as by:
        with pytest.raises(DomainError, match="scored 40"):
            admitting.admit(application=made, tier=1, starts_on=TODAY, by=by, at=LATER)
        with pytest.raises(DomainError, match="feedback"):
            admitting.reject(application=made, feedback=" ", by=by, at=LATER)
        admitting.reject(application=made, feedback="Say what staff do.", by=by, at=LATER)
    with acting_as(admission.applicant) as by:
        assert access_application(by, made.reference).state_reason == "Say what staff do."
    assert admission.started().pk != made.pk


def test_provider_reads_marks_only_once_decided(admission):
    admission.decided_on(4)
    with acting_as(admission.applicant):
        assert not ModeratedMark.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Mark.objects.exists()


def test_a_draft_is_the_providers_own_and_kept_half_way(admission):
    made = admission.started()
    with acting_as(admission.applicant) as by:
        first = questions_of(made)[0]
        applying.save_answers(application=made, answers={first.pk: "Half"}, by=by)
        assert answers_of(made) == {first.pk: "Half"}
        assert missing_from(made, on=TODAY)[0] == "Choose at least one home"
        with pytest.raises(DomainError, match="not complete"):
            applying.submit_application(application=made, by=by, at=NOW)
    with acting_as(admission.keeper) as by:
        assert not application_queue(by).exists()
    with acting_as(provider_actor(ProviderFactory())) as by, pytest.raises(NotFound):
        access_application(by, made.reference)


def test_applying_twice_and_for_a_lot_one_is_on_is_refused(admission):
    admission.started()
    with pytest.raises(DomainError, match="already"):
        admission.started()
    member = MembershipFactory(lot=admission.lot)
    with acting_as(provider_actor(member.provider)) as by, pytest.raises(DomainError, match="on this lot"):
        applying.start_application(round=admission.round, lot=admission.lot, by=by, at=NOW)


@pytest.mark.parametrize(("at", "words"), [(CLOSES, "closed on"), (NOW - timedelta(days=60), "open on")])
def test_the_clock_of_the_round_is_kept_and_shown(admission, at, words):
    with acting_as(admission.applicant) as by, pytest.raises(DomainError, match=words) as said:
        applying.start_application(round=admission.round, lot=admission.lot, by=by, at=at)
    assert "It is" in said.value.message


def test_a_draft_is_not_submitted_after_the_deadline(admission):
    made = admission.filled()
    with acting_as(admission.applicant) as by, pytest.raises(DomainError, match="closed on"):
        applying.submit_application(application=made, by=by, at=CLOSES + timedelta(minutes=1))


def test_a_returned_application_may_come_back_within_ten_days_only(admission):
    made = admission.submitted()
    late = CLOSES - timedelta(hours=1)
    with acting_as(admission.keeper) as by:
        admitting.return_application(application=made, reason="One year of accounts", by=by, at=late)
    with acting_as(admission.applicant) as by:
        with pytest.raises(DomainError, match="could be completed until"):
            applying.submit_application(application=made, by=by, at=late + timedelta(days=11))
        back = applying.submit_application(application=made, by=by, at=late + timedelta(days=9))
        assert back.state == ApplicationState.SUBMITTED


@pytest.mark.parametrize(
    ("rate", "when_over", "stands"),
    [
        ("4800.00", WhenOver.REFUSE, True),
        ("4800.01", WhenOver.REFUSE, False),
        ("5200.00", WhenOver.FLAG, True),
    ],
)
def test_a_price_over_its_maximum_is_refused_or_flagged(admission, rate, when_over, stands):
    with acting_as(council_actor(Role.COMMISSIONER, authority=admission.council)):
        admission.maximum.when_over = when_over
        admission.maximum.save()
    made = admission.started()
    with acting_as(admission.applicant) as by:
        rates = {("Standard", "core"): Decimal(rate)}
        if stands:
            applying.save_prices(application=made, rates=rates, by=by, at=NOW)
            assert made.prices.get().is_over is (Decimal(rate) > 4800)
        else:
            with pytest.raises(DomainError, match="4,800") as said:
                applying.save_prices(application=made, rates=rates, by=by, at=NOW)
            assert said.value.field == "price_0"


def test_a_file_is_read_by_the_council_it_was_handed_to_and_no_other(admission):
    made = admission.submitted()
    with acting_as(admission.keeper) as by:
        [standing] = standings(made, by, on=TODAY)
        assert standing.document.document.filename == "accounts.pdf"
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not Document.objects.exists()
    with acting_as(provider_actor(ProviderFactory())):
        assert not Document.objects.exists()


def test_scoring_waits_for_due_diligence_and_two_different_people(admission):
    made = admission.submitted()
    with acting_as(admission.keeper) as by:
        admitting.accept_application(application=made, by=by, at=LATER)
        one = admission.staff(admission.scorers[0])
        with pytest.raises(DomainError, match="Due diligence is not passed"):
            admitting.start_scoring(application=made, evaluators=[one, one], by=by, at=LATER)
        [item] = items_of(made)
        with pytest.raises(DomainError, match="why"):
            admitting.check_item(
                application=made, item=item, outcome=CheckOutcome.NOT_MET, note="", by=by, at=LATER
            )
        admitting.check_item(
            application=made, item=item, outcome=CheckOutcome.WAIVED, note="Parent's", by=by, at=LATER
        )
        with pytest.raises(DomainError, match="two different people"):
            admitting.start_scoring(application=made, evaluators=[one, one], by=by, at=LATER)


def test_the_lead_of_a_category_runs_its_admission_and_the_tools_lead_does_not(admission):
    partner = AuthorityFactory(name="Partnershire")
    ToolAccessFactory(tool=admission.tool, authority=partner, category=ServiceCategory.FOSTERING, leads=True)
    fostering = LotFactory(tool=admission.tool, category=ServiceCategory.FOSTERING)
    with acting_as(admission.applicant) as by:
        made = applying.start_application(round=admission.round, lot=fostering, by=by, at=NOW)
        assert made.authority_id == partner.pk
        applying.choose_homes(application=made, homes=[admission.home], by=by)
        applying.save_answers(application=made, answers={q.pk: "W" for q in questions_of(made)}, by=by)
        applying.save_prices(application=made, rates={("", "core"): Decimal(900)}, by=by, at=NOW)
        [item] = items_of(made)
        applying.hand_in_document(application=made, item=item, upload=PAPER, by=by, at=NOW)
        applying.submit_application(application=made, by=by, at=NOW)
    with acting_as(admission.keeper) as by, pytest.raises(NotFound):
        access_application(by, made.reference)
    with acting_as(council_actor(Role.COMMISSIONER, authority=partner)) as by:
        assert access_application(by, made.reference).state == ApplicationState.SUBMITTED


def test_nobody_but_the_keeper_decides(admission):
    made = admission.submitted()
    with acting_as(admission.scorers[0]) as by, pytest.raises(NotPermitted):
        admitting.accept_application(application=made, by=by, at=LATER)
