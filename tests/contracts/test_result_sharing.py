"""What the councils of a tool read of each other's results: nothing of few children, held by the wall."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from authorities.choices import Role, SettingKey
from authorities.models import Authority
from contracts.models import Kpi, KpiResult, SharedResult
from contracts.performance_words import result_cell
from contracts.selectors.performance_across import across_councils
from contracts.services.performance import record_result
from contracts.tool_choices import Measure
from core.actor import Actor, acting_as
from tests.factories.admission import KpiFactory, SharedResultFactory
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.contracts import CommercialToolFactory, ToolAccessFactory
from tests.factories.placements import NOW
from tests.factories.providers import ProviderFactory

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 7, 1)


@pytest.fixture
def kpi() -> Kpi:
    return KpiFactory(tool=CommercialToolFactory(), measure=Measure.STABILITY, target=Decimal(85))


@pytest.fixture
def lead(kpi) -> Actor:
    return _commissioner(kpi, kpi.tool.lead_authority)


@pytest.fixture
def partner(kpi) -> Actor:
    return _commissioner(kpi, AuthorityFactory(name="Partnershire"))


def _commissioner(kpi: Kpi, council: Any) -> Actor:
    ToolAccessFactory(tool=kpi.tool, authority=council)
    return council_actor(Role.COMMISSIONER, authority=council)


def found(kpi: Kpi, by: Actor, counted: int, out_of: int, *, children: int | None) -> KpiResult:
    value = (Decimal(100) * counted / out_of).quantize(Decimal("0.01"))
    figures = {"value": value, "counted": counted, "out_of": out_of, "children": children}
    with acting_as(by):
        return record_result(kpi=kpi, quarter=QUARTER, **figures, by=by, at=NOW)


def read(reader: Actor, columns: str, table: str) -> list[tuple]:
    """Whatever the app's role gets for a reader when it asks without any selector."""
    with acting_as(reader), connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")
        return cursor.fetchall()


FIGURES = "is_told, value, counted, out_of, is_met, children"
NOTHING = (False, None, None, None, None, None)


@pytest.mark.parametrize(
    ("counted", "out_of", "children", "told"),
    [
        (3, 4, 4, NOTHING),
        # Five placements of four children, and children that nobody counted.
        (5, 5, 4, NOTHING),
        (18, 20, None, NOTHING),
        # Enough children, of whom few moved, or few stayed.
        (18, 20, 20, (True, None, None, None, True, 20)),
        (2, 20, 20, (True, None, None, None, False, 20)),
        (20, 20, 19, (True, Decimal(100), 20, 20, True, 19)),
        (15, 20, 20, (True, Decimal(75), 15, 20, False, 20)),
    ],
)
def test_another_council_reads_no_small_figure_by_any_query(
    kpi, lead, partner, counted, out_of, children, told
):
    found(kpi, partner, counted, out_of, children=children)
    assert read(lead, "id", "contracts_kpiresult") == []
    assert read(lead, FIGURES, "contracts_sharedresult") == [told]
    assert read(partner, "counted, out_of", "contracts_kpiresult") == [(counted, out_of)]


def test_who_has_no_part_in_the_tool_reads_nothing(kpi, partner):
    found(kpi, partner, 20, 20, children=20)
    stranger, provider = council_actor(Role.COMMISSIONER), Actor.provider(ProviderFactory().pk)
    assert read(stranger, "id", "contracts_sharedresult") == []
    with pytest.raises(ProgrammingError), transaction.atomic():
        read(provider, "id", "contracts_sharedresult")


def test_the_number_a_council_has_set_for_itself_decides(kpi, lead, partner):
    with acting_as(partner):
        council = Authority.objects.get(pk=partner.council_id)
    AuthoritySettingFactory(authority=council, key=SettingKey.SUPPRESS_UNDER, value=10)
    found(kpi, partner, 9, 9, children=9)
    found(kpi, lead, 9, 9, children=9)
    told = "is_told, fewer_than"
    assert read(lead, told, "contracts_sharedresult") == [(False, 10), (True, 5)]


def test_a_figure_that_counts_no_children_is_told_whole(kpi, lead, partner):
    homes = KpiFactory(tool=kpi.tool, measure=Measure.GOOD_OR_BETTER)
    found(homes, partner, 2, 3, children=None)
    assert read(lead, FIGURES, "contracts_sharedresult") == [(True, Decimal("66.67"), 2, 3, False, None)]


@pytest.mark.parametrize(
    "facts",
    [
        {"is_told": False, "value": 75},
        {"is_told": False, "is_met": True},
        {"is_told": True, "children": 4},
        {"is_told": True, "children": 20, "counted": 18, "out_of": 20},
        {"is_told": True, "children": 20, "counted": 2, "out_of": 20},
    ],
)
def test_the_table_takes_no_figure_of_few(kpi, partner, facts):
    empty = {"value": None, "counted": None, "out_of": None, "is_met": None}
    with acting_as(partner):
        council = Authority.objects.get(pk=partner.council_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedResultFactory(authority=council, kpi=kpi, **empty | facts)


def test_a_council_tells_nothing_in_anothers_name(kpi, lead, partner):
    told = {"kpi": kpi, "quarter": QUARTER, "is_told": False, "fewer_than": 5, "recorded_at": NOW}
    stranger = council_actor(Role.COMMISSIONER)
    for by, name in ((partner, lead), (stranger, stranger)):
        with acting_as(by), pytest.raises(ProgrammingError), transaction.atomic():
            SharedResult.objects.create(authority_id=name.council_id, **told)


def test_the_newest_of_each_council_is_shown_and_the_sum_holds_only_what_was_told(kpi, lead, partner):
    found(kpi, lead, 2, 4, children=4)
    found(kpi, partner, 10, 20, children=20)
    found(kpi, partner, 15, 20, children=20)
    with acting_as(partner):
        seen = across_councils(kpi.tool, partner, QUARTER)
    cells = {each.authority.name: str(result_cell(kpi, each.results[0])) for each in seen.councils}
    assert "75%, 15 of 20" in cells.pop("Partnershire")
    assert list(cells.values()) == ["Too few children to tell"]
    assert (seen.together[0].counted, seen.together[0].out_of) == (15, 20)
    with acting_as(lead):
        (both,) = across_councils(kpi.tool, lead, QUARTER).together
    assert (both.counted, both.out_of) == (17, 24)


def test_whether_a_target_is_met_is_told_where_its_parts_are_few(kpi, lead, partner):
    found(kpi, partner, 18, 20, children=20)
    with acting_as(lead):
        seen = across_councils(kpi.tool, lead, QUARTER)
    cell = str(result_cell(kpi, seen.councils[0].results[0]))
    assert "Too few children to give the figure" in cell and "Met" in cell and "18" not in cell
    assert seen.together[0].value is None
