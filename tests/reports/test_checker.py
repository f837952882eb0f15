"""The checker on retyped summaries of real papers' arithmetic, with their slips and with them mended."""

from pathlib import Path

import pytest

from reports.checker import Rule, check

SUMMARIES = Path(__file__).with_name("summaries")
SLIPS = {
    "d": {
        (Rule.BASE, "25%"),
        (Rule.PERCENTAGE, "53 children each year"),
        (Rule.NUMBERING, "Implications"),
        (Rule.NUMBERING, "Appendix 1"),
        (Rule.GAP, "Purpose"),
        (Rule.GAP, "Equality"),
        (Rule.GAP, "Legal"),
        (Rule.NAME, "Josh McAlistair"),
    },
    "n": {(Rule.REPETITION, "Derby City"), (Rule.GAP, "Briefing for members")},
    "k": {
        (Rule.MAGNITUDE, "£30,564m"),
        (Rule.TERM, "£30,564m"),
        (Rule.PERCENTAGE, "12%"),
        (Rule.STATUTE, "Children's and Families Act"),
        (Rule.SUM, "the other 15"),
        (Rule.NUMBERING, "d) To delegate"),
        (Rule.REPETITION, "The options were"),
    },
    "s": {
        (Rule.SUM, "70 children"),
        (Rule.TERM, "5 years"),
        (Rule.NAME, "local purchasing system"),
        (Rule.DELEGATION, "Executive Director and/or Head of Service"),
        (Rule.CONTRADICTION, "authorisation"),
    },
    "w": {
        (Rule.DATE, "28 February 2022"),
        (Rule.CONTRADICTION, "Annual increases may be sought"),
        (Rule.SUM, "£128m"),
    },
}


def summary(name: str) -> str:
    return (SUMMARIES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", SLIPS)
def test_slips_of_the_paper_are_found_and_nothing_else(paper):
    found = check(summary(f"{paper}_slips"))
    for rule, words in SLIPS[paper]:
        assert any(f.rule is rule and words in f.slip + f.quote for f in found), (rule, words)
    assert len(found) == len(SLIPS[paper])


@pytest.mark.parametrize("paper", SLIPS)
def test_mended_paper_is_left_alone(paper):
    assert check(summary(f"{paper}_mended")) == []


def only(text: str):
    [finding] = check(text)
    return finding


def test_finding_says_place_sum_and_correction():
    text = "Homes for children\nOur own children hold 42 of the 336 places (12%)."
    finding = only(text)
    assert (finding.slip, text[finding.start : finding.end]) == ("42 of the 336 places (12%", finding.slip)
    assert finding.quote == "Our own children hold 42 of the 336 places (12%)."
    assert finding.working == "42 ÷ 336 = 12.5%"
    assert finding.correction == "12.5%, or 13% rounded half up."


@pytest.mark.parametrize(
    "right",
    [
        "The 15 beds cost £4,557 a week each, which is £3,554,460 a year.",
        "The 15 beds cost £4,557 a week each, which is £3.564m a year.",
        "The 15 beds cost £4,557 a week each, which is £3,573,990 a year.",
        "Numbers rose from 711 to 952, an increase of 33.9%.",
        "Numbers rose from 711 to 952, growth of about 34%.",
        "The plan was £8m over 4 years at £2m a year.",
        "At £4.5m a year the ceiling is £13.5m for three years and £31.5m for seven years.",
        "Spend is £12.97m against a budget of £11.472m, an overspend of £1.498m.",
        "Of 82 children, 25 are in the borough.",
        "There are 82 children in residential care: most are near, 25 in one home and 7 in another.",
        "Councils spent £3.1bn in 2023-24 in England.",
        "Cabinet met on Monday 26 September 2022.",
        "The duty is in section 22G of the Children Act 1989.",
        "Quality is weighted 60%, cost 25%, location 10% and social value 5%.",
    ],
)
def test_what_is_right_is_left_alone(right):
    assert check(f"Report\n{right}") == []


@pytest.mark.parametrize(
    ("wrong", "rule", "correction"),
    [
        ("The 15 beds cost £4,557 a week each, which is £3.654m a year.", Rule.RATE, "£3.564m"),
        ("Cabinet met on Tuesday 26 September 2022.", Rule.DATE, "Monday"),
        ("The report was made on 31 June 2022.", Rule.DATE, "calendar"),
        ("The contract runs from 1 April 2023 to 31 March 2022.", Rule.DATE, "other way"),
        ("The 7-year contract runs from 1 April 2023 to 31 March 2028.", Rule.DATE, "5.0 years"),
        ("The offer was £1,2345 a week.", Rule.MAGNITUDE, "three figures"),
        ("We act under the Procurement Act 2024.", Rule.STATUTE, "Procurement Act 2023"),
        ("The Public Contracts Regulations 2016 apply.", Rule.STATUTE, "2015"),
        ("Spend is £12.97m against a budget of £11.472m, an overspend of £1.948m.", Rule.SUM, "£1.498m"),
        ("Quality is weighted 60%, cost 25%, location 10% and social value 10%.", Rule.SUM, "100%"),
        ("The block takes £4.5m, 21% of the £23.7m spent.", Rule.PERCENTAGE, "19.0%"),
        ("The two homes hold 25 + 57 = 70 children.", Rule.SUM, "82"),
    ],
)
def test_slip_is_found_with_its_correction(wrong, rule, correction):
    finding = only(f"Report\n{wrong}")
    assert finding.rule is rule and correction in finding.correction


def test_two_counts_of_the_same_children_disagree():
    finding = only(
        "Report\nThere are 70 children in residential care. Homes are scarce.\n"
        "Our plan is for the 82 children in residential care."
    )
    assert finding.rule is Rule.COUNT and "“70 children in residential care”" in finding.says


def test_recommended_amount_must_stand_in_the_body():
    text = "Report\nBackground\nThe block costs £4.5m a year.\nRecommendations\nTo approve £5.4m a year."
    finding = only(text)
    assert (finding.rule, finding.slip) == (Rule.SUPPORT, "£5.4m")


def test_words_broken_across_lines_are_read_as_one():
    assert only("Report\nOur own children hold 42 of the\n336 places (12%).").rule is Rule.PERCENTAGE


def test_fingerprint_follows_the_words_not_their_place():
    first, second = (
        only(f"{start}We act under the Procurement Act 2024.") for start in ("A\n", "Elsewhere\n\n")
    )
    assert first.fingerprint == second.fingerprint and first.start != second.start


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\0", "£" * 5_000, "1,234," * 5_000, "Alpha, " * 5_000, "🙂\u202e" * 5_000]
)
def test_strange_text_is_read_without_harm(text):
    assert isinstance(check(text), list)


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match="can't be checked"):
        check("x" * 250_001)
