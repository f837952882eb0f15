"""The demo world: whole, true to the papers, and with nobody real in it. Loaded once for all tests."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils.html import escape

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, PartnershipMember, StaffMember, User
from config.demo import national
from config.demo.care import lives_in_care
from config.demo.cast import COUNCILS
from config.demo.decisions import PaperLife
from config.demo.dice import Dice
from config.demo.formats import PAPERS, start_own_papers
from config.demo.lists import OWNERS
from config.demo.load import load_world
from config.demo.names import PROVIDERS, SURNAMES
from config.demo.papers import BEFORE_PAPERS, NOT_IN_RECORDS
from config.demo.personas import personas
from config.demo.plans import weigh_block
from contracts.choices import Regime
from contracts.keeping_choices import UpliftDecider
from contracts.models import (
    Application,
    BlockContract,
    Charge,
    CommercialTool,
    Contingency,
    ContractedBed,
    ProtocolTask,
    ToolAccess,
    ToolOption,
    UpliftRequest,
)
from contracts.regimes import PROCUREMENT_ACT
from contracts.selectors.uplifts import ballot_on, effects_of
from contracts.tool_choices import ApplicationState, Measure, TaskState
from contracts.uplift_rules import Outcome as BallotOutcome
from core.actor import Actor, acting_as
from core.jobs.worker import run_next
from placements.choices import AgreementState, ApprovalState, PlacementState, RecipientState, RequestState
from placements.life_choices import EndReason
from placements.models import (
    AgreementFee,
    AgreementVariation,
    ApprovalRequest,
    ChildIdentity,
    DirectAward,
    Placement,
    PlacementAgreement,
    PlacementRequest,
    ReferralRecipient,
    Scoring,
)
from providers.choices import RegistrationType
from providers.expiry import Expiry
from providers.models import CapacityPeriod, Inspection, Provider, ProviderUser, Setting, VacancyReport
from providers.selectors.colleagues import invitations_visible_to
from providers.selectors.documents import standings_of
from providers.selectors.vacancies import vacancies_of
from reports.choices import Option, PaperFormat
from reports.copies import Copy
from reports.figures import gather
from reports.models import Paper, PaperOption
from reports.paper_html import paper_html
from reports.reading import contents_of
from sufficiency.models import CareSpell
from sufficiency.selectors.market import market_on
from sufficiency.services.forecasts import ask_for_forecast

pytestmark = pytest.mark.xdist_group("demo_world")
TODAY = date(2026, 11, 20)
LIVING = (PlacementState.ACTIVE, PlacementState.NOTICE)
F, R = ServiceCategory.FOSTERING, ServiceCategory.RESIDENTIAL


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of one day, in a transaction that is undone after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_world(today=TODAY, seed=1, report=lambda line: None)
        transaction.set_rollback(True)


def council(code: str, **facts):
    authority = Authority.objects.get(short_code=code)
    return acting_as(Actor.council(authority.pk, clearance=3, **facts))


def looked_after(on: date) -> int:
    """By the acting council's care history."""
    return CareSpell.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on).count()


def test_every_row_keeps_every_constraint(world):
    connection.check_constraints()


@pytest.mark.parametrize(
    ("code", "on", "children"),
    [
        ("DBS", date(2018, 3, 31), 711),
        ("DBS", date(2022, 9, 30), 952),
        ("KEN", date(2023, 3, 31), 1938),
        ("SFT", date(2022, 1, 31), 621),
        ("SFT", TODAY, 621),
    ],
)
def test_children_looked_after_are_as_published(world, code, on, children):
    with council(code):
        assert looked_after(on) == children


@pytest.mark.parametrize(
    ("code", "category", "children", "in_area"),
    [("KEN", R, 75, 42), ("SFT", R, 70, 25), ("SFT", F, 137, 60), ("DBS", R, 72, 31)],
)
def test_placements_bought_are_as_in_the_papers(world, code, category, children, in_area):
    with council(code):
        bought = Placement.objects.filter(category=category, state__in=LIVING)
        assert bought.count() == children
        assert bought.filter(area_authority__short_code=code).count() == in_area


@pytest.mark.parametrize(("code", "beds"), [("KEN", 336), ("SFT", 103)])
def test_beds_in_an_area_are_as_in_the_papers(world, code, beds):
    with council(code):
        homes = Setting.objects.filter(
            authority__short_code=code, registration_type=RegistrationType.CHILDRENS_HOME
        )
        capacity = CapacityPeriod.objects.filter(setting__in=homes).aggregate(n=Sum("registered"))
    assert capacity["n"] == beds


def test_kent_children_fill_an_eighth_of_the_beds_in_kent(world):
    with council("KEN") as kent:
        own = market_on(kent, on=TODAY)[0]
    assert (own.own, own.places, own.own_share.rounded()) == (42, 336, Decimal("12.5"))
    assert own.own_all == 75
    assert own.balance == "Importer"


def test_sefton_pays_what_its_paper_says(world):
    """£12.97m a year for 70 children in residential care, to within what whole pounds a week can hit."""
    with council("SFT"):
        living = Placement.objects.filter(category=R, state__in=LIVING)
        fees = AgreementFee.objects.filter(agreement__placement__in=living, ends_on=None)
        weekly = fees.aggregate(n=Sum("weekly_rate"))["n"]
    assert abs(weekly * 365 / 7 - Decimal(12_970_000)) < 5_000


def test_block_contracts_are_as_in_the_papers(world):
    with council("DBS"):
        derbyshire = BlockContract.objects.get(reference="BLK-DBS")
        assert (derbyshire.annual_ceiling, derbyshire.total_ceiling) == (4_500_000, 31_500_000)
        assert [option.months for option in derbyshire.options.order_by("position")] == [24, 24]
    with council("POR"):
        shared = BlockContract.objects.get()
        assert (shared.weekly_rate, shared.beds_agreed) == (Decimal("4101.30"), 15)
        assert sum(share.percent for share in shared.shares.all()) == 100


def test_block_beds_are_some_taken_and_some_void(world):
    with council("DBS"):
        live = ContractedBed.objects.filter(live_from__lte=TODAY)
        taken = live.filter(bookings__isnull=False).distinct().count()
        assert 0 < taken < live.count()


def test_north_west_was_23_councils_and_is_24_since_cumbria_split(world):
    with council("SFT"):
        members = PartnershipMember.objects.filter(partnership__reference="PNW", category=R)
        assert members.in_force_on(date(2022, 4, 2)).count() == 23
        assert members.in_force_on(TODAY).count() == 24


def test_west_sussex_partners_share_schools_widely_and_care_narrowly(world):
    with council("POR"):
        tool = CommercialTool.objects.get(reference="TL-WSXDPS")
        users = Counter(access.category for access in tool.access.exclude(authority__short_code="WSX"))
    assert (users["school"], users[F], users[R]) == (6, 1, 1)


def test_tool_is_hidden_from_councils_that_may_not_use_it(world):
    with council("KEN"):
        assert not CommercialTool.objects.filter(reference="TL-D2N2").exists()


def test_every_role_has_a_persona_at_every_main_council(world):
    with council("DBS"):
        held = set(
            StaffMember.objects.filter(is_persona=True).values_list("role_assignments__role", flat=True)
        )
    assert held == set(Role.values)
    organisations = Counter(persona.organisation for persona in personas())
    assert all(organisations[name] == len(Role) for name in ("Derbyshire", "Kent", "Sefton", "West Sussex"))
    assert any("Larkspur" in name for name in organisations)


def test_provider_personas_have_something_to_answer_and_to_sign(world):
    shown = ProviderUser.objects.filter(is_persona=True).values_list("provider_id", flat=True)
    waiting, signing = [], []
    for provider_id in list(shown):
        with acting_as(Actor.provider(provider_id)):
            waiting += ReferralRecipient.objects.filter(state=RecipientState.SENT, revoked_at=None)
            signing += PlacementAgreement.objects.filter(state=AgreementState.ISSUED)
    assert waiting
    assert signing


def test_persona_addresses_are_all_different(world):
    keys = [persona.key for persona in personas()]
    assert len(keys) == len(set(keys))


def test_nobody_is_real(world):
    assert all(user.email.endswith(".example") for user in User.objects.all())
    assert not any(user.has_usable_password() for user in User.objects.all())
    people = [persona.name for persona in personas()]
    assert all(name.split()[-1] in SURNAMES for name in people)
    for city in COUNCILS:
        with council(city.code):
            names = ChildIdentity.objects.values_list("full_name", flat=True)
            assert all(re.fullmatch(r"Test Child \d{5}", name) for name in names)


def test_providers_and_homes_are_invented(world):
    with acting_as(Actor.system()):
        bought = Provider.objects.exclude(sector="local_authority")
        invented = {*PROVIDERS, *(owner.split()[0] for owner in OWNERS)}
        assert all(name.split()[0] in invented for name in bought.values_list("name", flat=True))
        assert all(
            re.fullmatch(r"SC9\d{5}|9\d{6}", urn) for urn in Setting.objects.values_list("urn", flat=True)
        )


def test_homes_differ_in_grade_and_in_freshness_of_word(world):
    with council("DBS"):
        graded = set(Inspection.objects.values_list("outcome", flat=True))
        assert {"outstanding", "good", "requires_improvement", "inadequate"} <= graded
        assert Setting.objects.filter(inspections=None).exists()
        newest = VacancyReport.objects.order_by("-reported_at").first()
        oldest = {r.setting_id for r in VacancyReport.objects.filter(reported_at__lt=world.now)}
    assert (world.now - newest.reported_at).days < 3
    assert oldest


def test_requests_stand_at_every_stage(world):
    with council("DBS"):
        stages = set(PlacementRequest.objects.values_list("state", flat=True))
    assert stages == set(RequestState)


def test_charges_reach_last_night_and_no_further(world):
    with council("SFT"):
        nights = Charge.objects.order_by("night").values_list("night", flat=True)
        assert nights.first() <= date(2026, 10, 1), "the last full month is there"
        assert nights.last() == date(2026, 11, 19)


def test_council_sees_no_other_councils_children(world):
    with council("KEN"):
        kent = Authority.objects.get(short_code="KEN")
        assert not PlacementRequest.objects.exclude(authority=kent).exists()
        assert not ChildIdentity.objects.exclude(authority=kent).exists()


def test_the_national_register_lies_over_the_world(world, monkeypatch):
    """In small: every authority's homes with a history, as many reports as asked for, and places on tools."""
    for name, few in (("SETTINGS", 160), ("REPORTS", 480), ("PROVIDER_COUNT", 8)):
        monkeypatch.setattr(national, name, few)
    made = national.load_national(today=TODAY, seed=1)
    assert (made["settings"], made["reports"]) == (160, 480)
    assert made["covered"] > 0
    with council("DBS"):
        homes = Setting.objects.filter(urn__startswith="8")
        assert homes.values("authority").distinct().count() == 153
        assert Inspection.objects.filter(setting__in=homes).count() > 3 * 120
        assert CapacityPeriod.objects.filter(setting__in=homes).count() == 320
        assert homes.filter(postcode="").exists()


def test_world_goes_into_an_empty_database_only(world):
    with pytest.raises(CommandError, match="already has people"):
        call_command("load_demo", stdout=StringIO())


def test_personas_are_listed(world):
    out = StringIO()
    call_command("list_personas", stdout=out)
    said = out.getvalue()
    assert "/account/demo/" in said and "Commissioner" in said and "at Derbyshire, Kent" in said
    assert len(said.splitlines()) < 30


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2027, 1, 1), date(2028, 3, 31)])
def test_care_history_passes_through_the_figures_on_any_day(today):
    for cast in COUNCILS:
        lives = lives_in_care(cast, today=today, factor=1, dice=Dice(7, cast.code))
        spells = [spell for life in lives for spell in life.spells]
        assert all(spell.ends_on is None or spell.ends_on > spell.starts_on for spell in spells)
        for day, children in {**cast.looked_after, today: cast.now}.items():
            there = [s for s in spells if s.starts_on <= day and (s.ends_on is None or s.ends_on > day)]
            assert len(there) == children


def test_same_seed_makes_the_same_history():
    first, second = (
        lives_in_care(COUNCILS[0], today=TODAY, factor=1, dice=Dice(3, "care")) for _ in range(2)
    )
    assert first == second


def test_factor_multiplies_the_children():
    lives = lives_in_care(COUNCILS[0], today=TODAY, factor=3, dice=Dice(3, "care"))
    assert sum(life.spells[-1].ends_on is None for life in lives) == 3 * COUNCILS[0].now


def test_providers_show_cover_in_every_state_and_a_word_that_cannot_be_right(world):
    """Insurance in force, running out, run out and missing; deputies, newcomers and a doubtful report."""
    cover, doubts, invited = set(), 0, 0
    for provider_id in ProviderUser.objects.values_list("provider_id", flat=True).distinct():
        with acting_as(Actor.provider(provider_id)) as actor:
            cover |= {each.expiry for each in standings_of(Provider(pk=provider_id), actor, on=TODAY)}
            doubts += sum("registered for" in row.doubt for row in vacancies_of(actor, at=world.now))
            invited += invitations_visible_to(actor).count()
    assert cover >= {Expiry.VALID, Expiry.SOON, Expiry.EXPIRED, Expiry.MISSING}
    assert doubts and invited


def test_arrangements_stand_as_their_papers_say(world):
    """Nottinghamshire: a framework of four councils and a list of its own. West Sussex: seven councils for
    schools, two for care, 3 + 2 + 2 years. Sefton: two contingencies, of which the outer is the region's. A
    procurement that began before the Act stays under the old regulations, though its tool started after."""
    with council("NTT"):
        users = ToolAccess.objects.filter(tool=world.tools["TL-D2N2"]).values("authority").distinct()
        alone = ToolAccess.objects.filter(tool=world.tools["TL-NTTAPL"]).values("authority").distinct()
        assert (users.count(), alone.count()) == (4, 1)
    with council("WSX"):
        rows = ToolAccess.objects.filter(tool=world.tools["TL-WSXDPS"])
        access = Counter(rows.values_list("category", flat=True))
        assert (access["school"], access["residential"], access["fostering"]) == (7, 2, 2)
        used = ToolOption.objects.filter(exercised_on__isnull=False).values_list("months", flat=True)
        assert list(used) == [24, 24]
    with council("SFT"):
        outer = Contingency.objects.order_by("position").values_list("outer__reference", flat=True)
        assert list(outer) == ["TL-LCR", "TL-PNW"]
        region = ToolAccess.objects.filter(tool=world.tools["TL-PNW"]).values("authority").distinct()
        assert region.count() > 10
    kent = world.tools["TL-KENFOS"]
    assert (kent.regime, kent.starts_on >= PROCUREMENT_ACT) == (Regime.PCR_2015, True)


def test_a_ballot_on_an_uplift_is_open_with_its_cost_and_one_vote(world):
    with council("WSX"):
        asked = UpliftRequest.objects.get(window__decider=UpliftDecider.BALLOT)
        ballot = ballot_on(asked, on=TODAY)
        assert (ballot.members, ballot.in_favour, ballot.outcome) == (7, 1, BallotOutcome.OPEN)
        assert effects_of(asked).get().percent == asked.percent_asked


def test_an_application_stands_at_every_stage_and_a_target_is_missed(world):
    with council("SFT"):
        seen = set(Application.objects.values_list("state", flat=True))
        assert seen == set(ApplicationState) - {ApplicationState.DRAFT}
    with council("DBS"):
        missed = ProtocolTask.objects.filter(state=TaskState.OPEN, result__kpi__measure=Measure.ENTERED)
        assert missed.get().owner is not None


def test_awards_changes_and_a_breakdown_wait_for_somebody(world):
    with council("DBS"):
        award = DirectAward.objects.get()
        assert award.request.state == RequestState.AWAITING_APPROVAL and award.candidates.exists()
        change = AgreementVariation.objects.get()
        waiting = ApprovalRequest.objects.filter(variation=change, state=ApprovalState.AWAITING)
        assert set(waiting.values_list("kind", flat=True)) == {"financial", "contract"}
        broken = Placement.objects.get(state=PlacementState.ENDED, end_reason=EndReason.CREQB)
        assert broken.notices.get().is_short
    with council("WSX"):
        assert Scoring.objects.filter(step__request__state=RequestState.EVALUATING).count() == 1


@pytest.fixture(scope="module")
def five_papers(world) -> dict[PaperFormat, Paper]:
    """One of each format, on forecasts of the councils that write them."""
    block, before = PaperLife(world, NOT_IN_RECORDS), TODAY - BEFORE_PAPERS
    asked = [("DBS", before), *((code, TODAY) for code in ("DBS", *(own.code for own in PAPERS)))]
    for code, on in asked:
        with council(code) as keeper:
            ask_for_forecast(by=keeper, at=world.now, on=on, monthly=True)
        while run_next():
            """The forecast."""
        if on == before:
            weigh_block(world, before)
    start_own_papers(world)
    found = {PaperFormat.D: block.begin(block.working_day(35), block.block.name)}
    for own in PAPERS:
        with council(own.code):
            found[own.paper_format] = Paper.objects.get(paper_format=own.paper_format)
    return found


@pytest.mark.parametrize("paper_format", PaperFormat)
def test_papers_are_set_from_the_arrangements_they_are_about(world, five_papers, paper_format):
    code = {own.paper_format: own.code for own in PAPERS}.get(paper_format, "DBS")
    with acting_as(world.person(code, Role.COMMISSIONER)) as author:
        paper = five_papers[paper_format]
        contents = contents_of(author, paper, TODAY)
        printed = paper_html(paper, contents, on=TODAY, copy=Copy.DRAFT)
    assert contents.missing == []
    for section in contents.layout.needed(paper):
        assert escape(section.title) in printed, section.title


def test_options_of_the_papers_are_priced_from_the_records_or_say_what_is_missing(world, five_papers):
    """Kent's block has partners, Sefton's list a region's framework to join, West Sussex's no option left."""
    costs = {}
    for paper_format, paper in five_papers.items():
        with council(next((own.code for own in PAPERS if own.paper_format == paper_format), "DBS")):
            costs[paper_format] = dict(PaperOption.objects.filter(paper=paper).values_list("option", "cost"))
    assert all(set(each) == set(Option) for each in costs.values())
    assert "{figure:own_share}" in costs[PaperFormat.K][Option.PARTNERS]
    assert "{figure:join_weekly}" in costs[PaperFormat.S][Option.JOIN]
    assert "{figure:option_extend_cost}" in costs[PaperFormat.D][Option.EXTEND]
    assert costs[PaperFormat.W][Option.EXTEND].startswith("No option to extend is left.")
    assert costs[PaperFormat.K][Option.JOIN].startswith("Not known. No other council’s arrangement")


def test_appraisal_and_forecast_of_a_paper_are_no_later_than_the_paper(world, five_papers):
    """Weighed 75 days ago, on a forecast of that day: a paper of then cites both, one of before neither."""
    before = TODAY - BEFORE_PAPERS
    keys = ["appraisal_block_cost", "forecast_on"]
    with acting_as(world.person("DBS", Role.COMMISSIONER)) as author:
        paper = five_papers[PaperFormat.D]
        found = gather(paper, author, before, keys).found
        assert {key: figure.as_at for key, figure in found.items()} == dict.fromkeys(keys, before)
        assert set(gather(paper, author, before - timedelta(days=1), keys).missing) == set(keys)
        assert gather(paper, author, TODAY, keys).found["forecast_on"].as_at == TODAY
