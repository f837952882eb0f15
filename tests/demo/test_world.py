"""The demo world: whole, true to the papers, and with nobody real in it. Loaded once for all tests."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q, Sum

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, PartnershipMember, StaffMember, User
from config.demo import national
from config.demo.care import lives_in_care
from config.demo.cast import COUNCILS
from config.demo.dice import Dice
from config.demo.lists import OWNERS
from config.demo.names import PROVIDERS, SURNAMES
from config.demo.personas import personas
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
from sufficiency.models import CareSpell
from sufficiency.selectors.market import market_on
from tests.demo.people import TODAY, council

pytestmark = pytest.mark.xdist_group("demo_world")
LIVING = (PlacementState.ACTIVE, PlacementState.NOTICE)
F, R = ServiceCategory.FOSTERING, ServiceCategory.RESIDENTIAL


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
