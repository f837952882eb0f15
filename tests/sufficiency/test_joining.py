"""Two sources of care history counted as one, and the same child found in both."""

from datetime import date

from sufficiency.choices import SpellSource
from sufficiency.joining import Stay, joined, months_told, sources
from sufficiency.ssda903.linking import Lived, link

BORN = date(2012, 6, 1)
OWN, RETURN = SpellSource.OWN, SpellSource.RETURN
BORDER = date(2025, 4, 1)


def stay(child, source, start, end=None, kind="residential"):
    return Stay(child, BORN, False, kind, start, end, source)


def whole(*years):
    return sources(years, returned_last=10, own_last=9)


def test_own_placements_count_everywhere_without_a_return():
    told = sources((), returned_last=0, own_last=0)
    assert told.own_counts and told.on(date(2020, 1, 1)) == OWN and told.known_until is None


def test_own_placements_count_only_once_they_hold_nine_in_ten():
    assert whole(2025).own_counts
    part = sources((2025,), returned_last=10, own_last=8)
    assert not part.own_counts and part.known_until == date(2025, 3, 31)
    assert not sources((2025,), returned_last=0, own_last=0).own_counts
    mixed = [stay("a", RETURN, date(2024, 5, 1)), stay("b", OWN, date(2024, 5, 1))]
    assert joined(mixed, part) == mixed[:1]


def test_each_day_is_told_by_one_source():
    told = whole(2023, 2025)
    assert told.returned == [(date(2022, 4, 1), date(2023, 4, 1)), (date(2024, 4, 1), BORDER)]
    days = {date(2023, 3, 31): RETURN, date(2023, 4, 1): OWN, date(2024, 4, 1): RETURN, BORDER: OWN}
    assert {day: told.on(day) for day in days} == days


def test_placement_that_both_sources_tell_of_is_one_and_counted_once():
    both = [stay("a", RETURN, date(2024, 5, 1)), stay("a", OWN, date(2024, 5, 1))]
    assert joined(both, whole(2025)) == [stay("a", RETURN, date(2024, 5, 1))]


def test_placement_that_own_records_end_later_runs_over_the_border():
    both = [stay("a", RETURN, date(2024, 5, 1)), stay("a", OWN, date(2024, 5, 3), date(2025, 9, 1))]
    assert joined(both, whole(2025)) == [stay("a", RETURN, date(2024, 5, 1), date(2025, 9, 1))]


def test_child_of_one_source_alone_is_counted_on_that_source_s_days_only():
    lost = joined([stay("a", RETURN, date(2024, 5, 1))], whole(2025))
    assert lost == [stay("a", RETURN, date(2024, 5, 1), BORDER)]
    late = joined([stay("b", OWN, date(2024, 5, 1))], whole(2025))
    assert late == [stay("b", OWN, BORDER)]


def test_change_of_kind_at_the_border_is_a_move():
    both = [stay("a", RETURN, date(2024, 5, 1)), stay("a", OWN, date(2024, 5, 1), kind="supported")]
    assert [s.placement_type for s in joined(both, whole(2025))] == ["residential", "supported"]


def test_months_between_returns_are_unknown_without_own_placements():
    told = sources((2023, 2025), returned_last=10, own_last=0)
    held = months_told(told, None, date(2022, 4, 1), date(2025, 3, 31))
    assert held == [True] * 12 + [False] * 12 + [True] * 12
    assert all(months_told(whole(2023), date(2020, 1, 5), date(2020, 1, 1), date(2026, 3, 31)))


def lived(child, start, *, urn="", born=BORN, category="residential"):
    return Lived(child, born, category, urn, start)


def test_child_is_linked_by_home_and_start_or_by_the_very_day():
    day, near = date(2024, 5, 1), date(2024, 5, 11)
    assert link([lived("7", day, urn="SC1")], [lived("CHD", near, urn="SC1")]) == {"7": "CHD"}
    assert link([lived("7", day)], [lived("CHD", day)]) == {"7": "CHD"}
    assert link([lived("7", day)], [lived("CHD", near)]) == {}
    assert link([lived("7", day, urn="SC1")], [lived("CHD", day, urn="SC2")]) == {"7": "CHD"}
    assert link([lived("7", day, urn="SC1")], [lived("CHD", near, urn="SC2")]) == {}
    assert link([lived("7", day, born=date(2012, 7, 1))], [lived("CHD", day)]) == {}


def test_placement_that_began_before_the_return_is_linked_by_its_home_or_its_end():
    early, late, end = date(2023, 1, 1), date(2024, 5, 1), date(2024, 8, 1)
    cut = Lived("7", BORN, "residential", "SC1", late, None, False)
    assert link([cut], [lived("CHD", early, urn="SC1")]) == {"7": "CHD"}
    assert link([cut], [lived("CHD", early, urn="SC2")]) == {}
    ended = [
        Lived(child, BORN, "residential", "", start, end) for child, start in (("7", late), ("CHD", early))
    ]
    assert link(ended[:1], ended[1:]) == {"7": "CHD"}


def test_doubt_links_nobody_and_better_evidence_decides():
    day, later = date(2024, 5, 1), date(2024, 9, 1)
    twins = [lived("CHD-1", day), lived("CHD-2", day)]
    assert link([lived("7", day)], twins) == {}
    assert link([lived("7", day), lived("8", day)], twins[:1]) == {}
    assert link([lived("7", day), lived("7", later)], [*twins, lived("CHD-2", later)]) == {"7": "CHD-2"}


def test_code_that_is_our_own_reference_links_by_itself():
    assert link([lived("CHD-1", date(2020, 1, 1))], [lived("CHD-1", date(2024, 1, 1))]) == {"CHD-1": "CHD-1"}
