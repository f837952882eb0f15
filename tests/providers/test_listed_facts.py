"""Whatever lists say, and in whatever order they are loaded: periods abut, overlap nowhere and are true."""

import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from providers.choices import RegistrationStatus
from providers.ofsted.facts import ListDay, Seen, facts_of, owner_key

KIND = "childrens_home"
REGISTERED = date(2015, 6, 1)
DAYS = [date(year, 3, 31) for year in range(2016, 2026)]
SAID = st.tuples(
    st.sampled_from(["active", "suspended"]),
    st.sampled_from(["Elm Ltd", "ELM LIMITED", "Oak"]),
    st.integers(1, 4),
)
LISTS = st.lists(st.none() | SAID, min_size=1, max_size=len(DAYS)).filter(any)

SEEDS = st.integers(0, 999).map(random.Random)
# A busy machine is slow at the first draw.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def seen_on(day: date, status: str, owner: str, places: int) -> Seen:
    return Seen(
        day,
        "SC900001",
        "",
        KIND,
        status,
        REGISTERED,
        "private",
        1,
        owner,
        places,
        "",
        False,
        False,
        None,
        None,
        "good",
    )


def facts(said: list, order: random.Random):
    days = list(zip(DAYS, said, strict=False))
    seen = [seen_on(day, *each) for day, each in days if each is not None]
    lists = [ListDay(day, frozenset({KIND})) for day, _ in days]
    order.shuffle(seen)
    order.shuffle(lists)
    return facts_of(seen, lists), days


def value_on(periods: list, day: date):
    (held,) = [value for start, end, value in periods if start <= day < (end or day + timedelta(days=1))]
    return held


@patient
@given(LISTS, SEEDS)
def test_periods_neither_overlap_nor_leave_a_gap_and_every_list_is_true_in_them(said, order):
    told, days = facts(said, order)
    for table in ("registrations", "capacities", "ownerships"):
        periods = told.rows[table]
        assert periods[-1][1] is None
        for earlier, later in itertools.pairwise(periods):
            assert earlier[0] < earlier[1] == later[0]
            assert earlier[2] != later[2]
    assert told.rows["registrations"][0][0] == REGISTERED
    first = next(day for day, each in days if each is not None)
    for day, each in days:
        if each is not None:
            assert value_on(told.rows["registrations"], day) == each[0]
            assert value_on(told.rows["ownerships"], day) == owner_key(each[1])
            assert value_on(told.rows["capacities"], day) == each[2]
        elif day > first:
            assert value_on(told.rows["registrations"], day) == RegistrationStatus.NOT_LISTED


@patient
@given(LISTS, SEEDS, SEEDS)
def test_order_of_lists_does_not_matter(said, one, other):
    assert facts(said, one)[0] == facts(said, other)[0]


def test_list_of_other_kinds_says_nothing_by_silence():
    seen = [seen_on(DAYS[0], "active", "Elm Ltd", 3)]
    told = facts_of(seen, [ListDay(DAYS[1], frozenset({"fostering_agency"}))])
    assert told.rows["registrations"] == [(REGISTERED, None, "active")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cambian Childcare Limited", "Cambian Childcare Ltd", True),
        ("Homes 2 Inspire Limited", "Homes 2 inspire", True),
        ("The Larkspur & Elm Trust", "Larkspur and Elm Trust", True),
        ("Cumbria County Council", "Cumberland Council", False),
        ("Ltd", "Limited", True),
        ("Elm", "", False),
    ],
)
def test_owner_s_spelling_is_no_sale(one, other, same):
    assert (owner_key(one) == owner_key(other)) is same
