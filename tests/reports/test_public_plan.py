"""The forward plan that everybody reads: which councils', which words, and what the wall keeps back."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, SettingKey
from authorities.models import AuthoritySetting
from core.actor import acting_as
from core.errors import DomainError
from reports.choices import PaperState
from reports.life_choices import NoticeRoute, Outcome
from reports.models import DecisionNotice, Paper, PublicNotice
from reports.selectors.notices import forward_plan
from reports.selectors.public_plan import own_public_notices
from reports.services.deciding import decide_paper
from reports.services.facts import exempt_parts
from reports.services.notices import give_notice
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, drafted_paper
from tests.factories.walled import as_login_role
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
PARAGRAPH_3 = "Paragraph 3: financial or business affairs of any person, the council included"


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


def published_by(authority, **more) -> AuthoritySetting:
    facts = {"key": SettingKey.FORWARD_PLAN_OPEN, "value": True, **more}
    return AuthoritySettingFactory(authority=authority, **facts)


def noticed(world, **more) -> Paper:
    """A draft with notice of its decision given."""
    paper = drafted_paper(world)
    words = {"matter": "Whether to keep the block", "documents": "The report", **more}
    rest = dict.fromkeys(("reasons", "agreed_by", "representations"), "")
    with acting_as(world.writer) as writer:
        give_notice(paper=paper, route=NoticeRoute.FULL, by=writer, at=NOW, on=TODAY, **words, **rest)
    return paper


def told(world) -> PublicNotice:
    with acting_as(world.writer):
        return PublicNotice.objects.get()


def page(world, route: str = "public_plan"):
    return Client().get(reverse(route, args=[world.authority.code]))


def hide_price(paper, world, **more) -> None:
    facts = {"paragraph": "3", "public_interest": "SECRET reasons.", "figures": ["weekly_rate"], **more}
    with acting_as(world.writer) as writer:
        exempt_parts(paper=paper, by=writer, at=NOW, **facts)


def test_everybody_reads_the_plan_of_a_council_that_publishes_it(world):
    paper = noticed(world)
    assert page(world).status_code == 404
    assert "Exampleshire" not in Client().get(reverse("public_plans")).content.decode()
    published_by(world.authority)
    said = page(world).content.decode()
    for part in ("Whether to keep the block", "21 January 2027", "The report", paper.reference):
        assert part in said
    assert paper.contact not in said
    start = Client().get("/").content.decode()
    assert reverse("public_plans") in start
    assert page(world).request["PATH_INFO"] in Client().get(reverse("public_plans")).content.decode()


def test_no_council_and_one_that_does_not_publish_are_the_same(world):
    published_by(AuthorityFactory())
    for code in (world.authority.code, "E99999999", "nobody"):
        for route in ("public_plan", "public_plan_file"):
            assert Client().get(reverse(route, args=[code])).status_code == 404


def test_plan_is_public_on_the_days_of_the_setting_only(world):
    noticed(world)
    today = timezone.localdate()
    setting = published_by(world.authority, starts_on=today + timedelta(days=1))
    assert page(world).status_code == 404
    with acting_as(council_actor(Role.ADMINISTRATOR, authority=world.authority)):
        AuthoritySetting.objects.filter(pk=setting.pk).update(
            starts_on=today - timedelta(days=9), ends_on=today
        )
    assert page(world).status_code == 404
    with as_login_role():
        assert not PublicNotice.objects.exists()


def test_wall_shows_a_stranger_the_public_rows_and_nothing_else(world):
    other = block_world(ledger=False, placements=False, children=1)
    for each in (world, other):
        noticed(each)
    published_by(world.authority)
    AuthoritySettingFactory(authority=world.authority, key=SettingKey.KEY_DECISION_AMOUNT, value="1.00")
    with as_login_role():
        assert [row.authority_id for row in PublicNotice.objects.all()] == [world.authority.pk]
        assert set(AuthoritySetting.objects.values_list("key", flat=True)) == {SettingKey.FORWARD_PLAN_OPEN}
        for table in ("reports_paper", "reports_decisionnotice", "reports_papersection"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                run(f"SELECT * FROM {table}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            run("UPDATE reports_publicnotice SET matter = 'x'")
    with acting_as(other.writer):
        assert [row.authority_id for row in PublicNotice.objects.all()] == [other.authority.pk]


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_everybody_who_is_signed_in_reads_the_same_page(world):
    noticed(world)
    published_by(world.authority)
    stranger = council_actor(Role.FINANCE)
    response = browser_of(stranger).get(reverse("public_plan", args=[world.authority.code]))
    assert "Whether to keep the block" in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_strangers_copy_may_be_kept_for_a_while_and_costs_few_queries(world):
    noticed(world)
    published_by(world.authority)
    with CaptureQueriesContext(connection) as asked:
        response = page(world)
    assert len(asked) <= 2
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in response.headers["Vary"] and not response.cookies


def test_file_holds_what_the_page_says_and_what_officers_download(world):
    noticed(world, matter="=1+1, a matter")
    published_by(world.authority)
    response = page(world, "public_plan_file")
    heading, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert dict(zip(heading, row, strict=True))["Matter"] == "'=1+1, a matter"
    own = browser_of(world.writer).get(reverse("forward_plan_file", args=["csv"]))
    assert own.content == response.content
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_exempt_matter_says_its_paragraph_and_no_more(world):
    paper = noticed(world)
    published_by(world.authority)
    hide_price(paper, world)
    for answer in (page(world), page(world, "public_plan_file")):
        said = answer.content.decode()
        assert PARAGRAPH_3 in said
        assert "SECRET" not in said and "4,101" not in said


def test_notice_shows_no_exempt_figure_and_cites_none(world):
    paper = drafted_paper(world)
    hide_price(paper, world)
    facts = {"route": NoticeRoute.FULL, "reasons": "", "agreed_by": "", "representations": "", "on": TODAY}
    for field, words, says in (
        ("matter", "Beds at £4,101.30 a week", "is exempt"),
        ("documents", "A year of £3,207,802.50", "is exempt"),
        ("matter", "Beds at {figure:weekly_rate}", "plain words"),
    ):
        typed = {"matter": "Beds", "documents": "", field: words}
        with acting_as(world.writer) as writer, pytest.raises(DomainError, match=says) as refused:
            give_notice(paper=paper, by=writer, at=NOW, **typed, **facts)
        assert refused.value.field == field
    with acting_as(world.writer):
        assert not DecisionNotice.objects.exists()


def test_what_was_told_before_a_figure_was_exempt_is_withheld(world):
    paper = noticed(world, documents="The price of £4,101.30")
    hide_price(paper, world)
    notice = told(world)
    assert notice.matter == "Whether to keep the block"
    assert notice.documents.startswith("This part is not for publication, by paragraph 3")


@pytest.mark.parametrize(("outcome", "stays"), [(Outcome.APPROVED, False), (Outcome.DEFERRED, True)])
def test_decision_that_is_taken_leaves_the_plan(world, outcome, stays):
    paper = noticed(world)
    clerk = council_actor(Role.DEMOCRATIC_SERVICES, authority=world.authority)
    with acting_as(clerk):
        Paper.objects.filter(pk=paper.pk).update(state=PaperState.PUBLISHED)
        decide_paper(
            paper=paper, outcome=outcome, taken_on=MEETING, taken_by="Cabinet", resolution="",
            reasons="Need.", by=clerk, at=NOW, on=MEETING,
        )  # fmt: skip
        assert bool(own_public_notices(clerk, TODAY)) is stays
        assert bool(forward_plan(clerk, TODAY)) is stays


def test_moved_meeting_moves_in_the_plan(world):
    paper = noticed(world)
    later = date(2027, 2, 18)
    values = {
        "title": paper.title, "body": "Cabinet committee", "meeting_on": later.isoformat(),
        "reporting_director": "Director", "contact": "Desk", "divisions_affected": "All",
        "divisions_significant": 0,
    }  # fmt: skip
    day = {f"meeting_on_{n}": part for n, part in enumerate((later.day, later.month, later.year))}
    answer = browser_of(world.writer).post(reverse("paper_facts", args=[paper.reference]), values | day)
    assert answer.status_code == 302, answer.context["form"].errors
    notice = told(world)
    assert (notice.meeting_on, notice.body) == (later, "Cabinet committee")


def test_officers_page_leads_to_the_public_one(world):
    address = reverse("public_plan", args=[world.authority.code])
    own = browser_of(world.writer)
    assert address not in own.get(reverse("forward_plan")).content.decode()
    published_by(world.authority)
    assert address in own.get(reverse("forward_plan")).content.decode()
