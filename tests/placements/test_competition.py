"""Mini-competitions: sealed, marked by two people apart, agreed; and direct awards with their candidates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from authorities.choices import Role
from contracts.choices import CriterionKind
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import AuditEvent
from placements.choices import RequestState
from placements.life_choices import DirectAwardGround
from placements.models import BlindMark, DirectAward, Offer, OfferScore, Referral
from placements.selectors.comparison import comparison_of
from placements.selectors.competition import marking_of
from placements.services.competition import mark_blind, moderate, send_in_marks
from placements.services.direct_awards import award_directly
from placements.services.evaluation import choose_offer, score_offer
from tests.factories.authorities import council_actor
from tests.factories.competed import OPENED, Competition, competition
from tests.factories.offers import OfferFactory
from tests.factories.placements import RecipientFactory

pytestmark = pytest.mark.django_db
D = Decimal


def marks(quality: str, social_value: str) -> dict[CriterionKind, Decimal]:
    return {CriterionKind.QUALITY: D(quality), CriterionKind.SOCIAL_VALUE: D(social_value)}


def mark_both(case: Competition, who: Actor, dear=("4", "3"), cheap=("3.5", "4")) -> None:
    with acting_as(who):
        mark_blind(offer=case.dear, marks=marks(*dear), by=who, at=OPENED)
        mark_blind(offer=case.cheap, marks=marks(*cheap), by=who, at=OPENED)


def send_in(case: Competition, who: Actor) -> None:
    with acting_as(who):
        send_in_marks(request=case.request, by=who, at=OPENED)


def agree(case: Competition) -> None:
    with acting_as(case.manager):
        moderate(offer=case.dear, marks=marks("4", "3"), reason="", by=case.manager, at=OPENED)
        moderate(offer=case.cheap, marks=marks("3.5", "4"), reason="", by=case.manager, at=OPENED)


def test_two_people_mark_apart_and_the_agreed_marks_give_81_50_and_75_00():
    case = competition()
    for who in (case.first, case.second):
        mark_both(case, who)
        send_in(case, who)
    agree(case)
    with acting_as(case.first):
        case.request.refresh_from_db()
        rows = comparison_of(case.request, on=OPENED.date()).offers
        assert [row.score.total for row in rows] == [D("81.50"), D("75.00")]
        choose_offer(offer=case.dear, reasons="", by=case.first, at=OPENED)
        case.request.refresh_from_db()
        assert case.request.state == RequestState.AWAITING_APPROVAL


def test_nobody_reads_the_others_marks_before_both_are_in_not_even_by_sql():
    case = competition()
    mark_both(case, case.first)
    send_in(case, case.first)
    administrator = council_actor(Role.ADMINISTRATOR, Role.AUDITOR, authority=case.request.authority)
    for other in (case.second, case.manager, administrator):
        with acting_as(other):
            assert not BlindMark.objects.exists()
            told = AuditEvent.objects.filter(table_name="placements_blindmark")
            assert all(event.before is None and event.after is None for event in told)
            assert "mark" not in str([event.after for event in told])
    mark_both(case, case.second)
    with acting_as(case.first):
        assert BlindMark.objects.filter(scorer=case.second.person_id).count() == 0
    send_in(case, case.second)
    with acting_as(case.manager):
        comparison = comparison_of(case.request, on=OPENED.date())
        assert len(marking_of(comparison, case.manager).of(case.dear, CriterionKind.QUALITY)) == 2


def test_marks_sent_in_stand_and_a_third_person_is_too_late():
    case = competition()
    mark_both(case, case.first)
    send_in(case, case.first)
    with pytest.raises(Conflict, match="stand as they are"):
        mark_both(case, case.first, dear=("5", "5"))
    with acting_as(case.first):
        # The wall lets no update reach them: the rows are read, and not written.
        assert BlindMark.objects.filter(scorer=case.first.person_id).update(mark=5) == 0
    mark_both(case, case.second)
    send_in(case, case.second)
    third = council_actor(Role.COMMISSIONER, authority=case.request.authority)
    with pytest.raises(Conflict, match="already"):
        mark_both(case, third)


def test_marks_are_not_sent_in_half_and_not_agreed_early():
    case = competition()
    with acting_as(case.first):
        mark_blind(offer=case.dear, marks=marks("4", "3"), by=case.first, at=OPENED)
    with pytest.raises(DomainError, match=case.cheap.setting.name):
        send_in(case, case.first)
    with pytest.raises(NotPermitted, match="two people"):
        agree(case)


def test_one_person_alone_cannot_mark_a_competition():
    case = competition()
    with acting_as(case.first), pytest.raises(NotPermitted, match="two people"):
        score_offer(offer=case.dear, quality_mark=D(5), social_value_mark=D(5), by=case.first, at=OPENED)


def test_marks_that_differ_are_agreed_with_a_reason():
    case = competition()
    mark_both(case, case.first, dear=("5", "3"))
    send_in(case, case.first)
    mark_both(case, case.second)
    send_in(case, case.second)
    with acting_as(case.manager):
        with pytest.raises(DomainError) as refused:
            moderate(offer=case.dear, marks=marks("4", "3"), reason=" ", by=case.manager, at=OPENED)
        assert refused.value.field == "reason"
        moderate(
            offer=case.dear, marks=marks("4", "3"), reason="No evidence for 5.", by=case.manager, at=OPENED
        )
        kept = OfferScore.objects.get(offer=case.dear, criterion="quality")
        assert (kept.mark, kept.points, kept.note) == (D("4.00"), D("48.00"), "No evidence for 5.")


def test_weights_are_fixed_once_the_referral_was_sent():
    case = competition()
    with acting_as(case.first), pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        Referral.objects.filter(request=case.request).update(weights={"cost": "100.00"})


def test_sealed_price_is_in_nothing_a_council_can_read():
    sealed = OfferFactory(weekly_total=D("4321.98"), sealed_until=timezone.now() + timedelta(hours=1))
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMISSIONER, Role.FINANCE):
        reader = council_actor(role, authority=sealed.authority)
        with acting_as(reader):
            assert not Offer.objects.filter(pk=sealed.pk).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema='public'")
                readable = []
                for (table,) in cursor.fetchall():
                    cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{table}"'])
                    if cursor.fetchone()[0]:
                        readable.append(table)
                for table in readable:
                    cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', ["%4321.98%"])
                    assert cursor.fetchone()[0] == 0, table


def award(case: Competition, offer: Offer, **facts) -> DirectAward:
    with acting_as(case.first):
        return award_directly(
            **{
                "offer": offer,
                "ground": DirectAwardGround.SIBLINGS,
                "reasons": "Her brother lives there.",
                "by": case.first,
                "at": OPENED,
                **facts,
            }
        )


def unsealed(case: Competition) -> Competition:
    with acting_as(Actor.council(case.request.authority_id, clearance=3)):
        Referral.objects.filter(request=case.request).update(seals_offers=False)
    return case


def test_direct_award_keeps_its_ground_and_the_homes_seen():
    case = unsealed(competition())
    made = award(case, case.cheap)
    with acting_as(case.first):
        candidates = {c.setting_id: c.weekly_total for c in made.candidates.all()}
        case.request.refresh_from_db()
    assert candidates == {case.dear.setting_id: D("4557.00"), case.cheap.setting_id: D("4101.30")}
    assert case.request.state == RequestState.AWAITING_APPROVAL


def test_foreign_key_proves_that_the_chosen_one_was_a_candidate():
    case = unsealed(competition())
    made = award(case, case.cheap)
    asked = RecipientFactory(referral=case.cheap.recipient.referral, state="offered")
    stranger = OfferFactory(recipient=asked)
    with acting_as(case.first), pytest.raises(IntegrityError, match="candidate"), transaction.atomic():
        DirectAward.objects.create(
            authority_id=made.authority_id,
            request=made.request,
            step=made.step,
            offer=stranger,
            ground=made.ground,
            reasons="x",
            homes_considered=0,
            awarded_by=made.awarded_by,
            awarded_at=OPENED,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_direct_award_needs_reasons_and_does_not_walk_past_sealed_bids():
    case = competition()
    with pytest.raises(DomainError) as refused:
        award(case, case.cheap, reasons=" ")
    assert refused.value.field == "reasons"
    with pytest.raises(DomainError, match="mini-competition"):
        award(case, case.cheap)


def test_second_click_of_an_award_is_told_and_changes_nothing():
    case = unsealed(competition())
    award(case, case.cheap)
    with pytest.raises(Conflict):
        award(case, case.cheap)
    with acting_as(case.first):
        assert DirectAward.objects.count() == 1
