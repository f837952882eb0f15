"""Dates to act before: what they are, who is told, once, and who when nobody listens."""

from datetime import date, timedelta

import pytest
from django.core.signing import Signer
from icalendar import Calendar

from authorities.choices import Role
from authorities.models import StaffMember
from contracts.calendar_feeds import calendar_of, feed_token, reader_of
from contracts.diary_tables import line_rows
from contracts.keeping_choices import ContractDateKind as K
from contracts.key_dates import term_dates
from contracts.models import ContractAlarm, ContractOption
from contracts.selectors.diary import contract_line, contract_lines, person_behind
from contracts.services.diary import (
    acknowledge_alarm,
    add_date,
    close_date,
    keep_contract,
    make_feed,
    raise_alarms,
    revoke_feed,
)
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotFound
from core.models import Job
from core.periods import Period
from providers.links import digest_of
from tests.factories.authorities import council_actor
from tests.factories.contracts import BlockContractFactory
from tests.factories.placements import NOW, TODAY

pytestmark = pytest.mark.django_db
APRIL = Period(date(2023, 4, 1), date(2026, 4, 1))


def option(position: int = 1, months: int = 24) -> ContractOption:
    return ContractOption(position=position, months=months, notice_months=12)


def dates_by_kind(*options: ContractOption, on: date, months: int = 18) -> dict[str, date]:
    found = term_dates(APRIL, options, governance_weeks=12, reprocure_months=months, on=on)
    return {each.kind: each.on for each in found}


def test_option_is_decided_before_end_less_notice_less_governance():
    dates = dates_by_kind(option(), on=date(2024, 1, 1))
    assert dates[K.OPTION] == date(2025, 1, 6)
    assert dates[K.ENDS] == date(2026, 3, 31)


def test_buying_starts_again_before_the_end_that_open_options_would_give():
    assert dates_by_kind(option(), on=date(2024, 1, 1))[K.REPROCURE] == date(2026, 10, 1)
    assert dates_by_kind(option(), on=date(2025, 1, 7))[K.REPROCURE] == date(2024, 10, 1)
    assert dates_by_kind(on=date(2024, 1, 1), months=24)[K.REPROCURE] == date(2024, 4, 1)


def council_with_block(**facts):
    block = BlockContractFactory(**{"ends_on": TODAY + timedelta(days=100), **facts})
    return block, council_actor(Role.COMMISSIONER, authority=block.lead_authority)


def keeper_of(block) -> Actor:
    return Actor.council(block.lead_authority_id, name="Contract alarms")


def test_each_date_is_told_once_and_to_the_owner():
    block, owner = council_with_block()
    with acting_as(owner):
        line = contract_line(owner, "block", block.reference, on=TODAY)
        staff = StaffMember.objects.get(pk=owner.person_id)
        keep_contract(line=line, owner=staff, reprocure_months=18, by=owner)
    process = keeper_of(block)
    with acting_as(process):
        assert raise_alarms(by=process, at=NOW) == 1
        assert raise_alarms(by=process, at=NOW + timedelta(days=1)) == 0
        alarm = ContractAlarm.objects.get()
        letter = Job.objects.get(kind="staff_letter")
    assert (alarm.kind, alarm.owner_id) == (K.ENDS, owner.person_id)
    assert letter.params["people"] == [owner.person_id]


def test_alarm_nobody_acknowledges_goes_a_grade_up_once():
    block, owner = council_with_block()
    process = keeper_of(block)
    with acting_as(process):
        raise_alarms(by=process, at=NOW)
        for days in (13, 15, 16):
            raise_alarms(by=process, at=NOW + timedelta(days=days))
        late = [job for job in Job.objects.all() if Role.HEAD_OF_SERVICE.value in job.params["roles"]]
        assert len(late) == 1
        assert ContractAlarm.objects.get().escalated_at == NOW + timedelta(days=15)
    with acting_as(owner):
        acknowledge_alarm(alarm=ContractAlarm.objects.get(), plan="Paper to cabinet", by=owner, at=NOW)
        with pytest.raises(Conflict):
            acknowledge_alarm(alarm=ContractAlarm.objects.get(), plan="Again", by=owner, at=NOW)


def test_date_outside_the_term_or_gone_by_is_refused():
    block, owner = council_with_block()
    with acting_as(owner):
        line = contract_line(owner, "block", block.reference, on=TODAY)
        for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=100)):
            with pytest.raises(DomainError):
                add_date(line=line, kind=K.BREAK, on=on, note="", by=owner, at=NOW)


def test_diary_is_the_councils_own():
    block, owner = council_with_block()
    with acting_as(owner):
        line = contract_line(owner, "block", block.reference, on=TODAY)
        add_date(line=line, kind=K.REVIEW, on=TODAY + timedelta(days=9), note="", by=owner, at=NOW)
        assert K.REVIEW in {each.kind for each in contract_lines(owner, on=TODAY)[0].dates}
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger):
        assert contract_lines(stranger, on=TODAY) == []
        with pytest.raises(NotFound):
            contract_line(stranger, "block", block.reference, on=TODAY)


def test_calendar_holds_every_date_and_no_child():
    _, owner = council_with_block()
    with acting_as(owner):
        calendar = Calendar.from_ical(calendar_of(contract_lines(owner, on=TODAY), name="Homeshire", at=NOW))
    events = calendar.walk("VEVENT")
    assert {event.decoded("dtstart") for event in events} >= {TODAY + timedelta(days=99)}
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_address_works_until_it_is_revoked_and_is_not_guessed():
    _, owner = council_with_block()
    with acting_as(owner):
        feed = make_feed(by=owner, at=NOW)
        token = feed_token(authority_id=owner.council_id, user_id=owner.user_id or 0, made_at=feed.made_at)
        reader = reader_of(token)
        assert reader and reader.user_id == owner.user_id
        assert person_behind(reader, digest_of(token), on=TODAY).person_id == owner.person_id
        revoke_feed(by=owner, at=NOW)
        with pytest.raises(NotFound):
            person_behind(reader, digest_of(token), on=TODAY)
    assert reader_of(token + "x") is None
    assert reader_of(Signer().sign("1-1-1")) is None


def test_typed_date_that_passed_stays_to_be_done_until_it_is_closed():
    block, owner = council_with_block()
    due = TODAY + timedelta(days=5)
    with acting_as(owner):
        line = contract_line(owner, "block", block.reference, on=TODAY)
        typed = add_date(line=line, kind=K.INSURANCE, on=due, note="Liability", by=owner, at=NOW)
        later = due + timedelta(days=10)
        late = contract_line(owner, "block", block.reference, on=later)
        assert [each.on for each in late.coming(later) if each.kind == K.INSURANCE] == [due]
        assert "Passed" in str(line_rows([late], on=later).rows[0][4])
        close_date(contract_date=typed, by=owner, on=later)
        closed = contract_line(owner, "block", block.reference, on=later)
        assert K.INSURANCE not in {each.kind for each in closed.coming(later)}


def test_option_that_nobody_decided_in_time_is_shown_as_passed():
    block, owner = council_with_block()
    with acting_as(owner):
        ContractOption.objects.create(contract=block, position=1, months=24, notice_months=12)
        line = contract_line(owner, "block", block.reference, on=TODAY)
    assert "Passed" in str(line_rows([line], on=TODAY).rows[0][2])
