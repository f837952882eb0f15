import pytest

from placements.guard import Known, find_identifying

ZOFIA = Known(
    full_name="Zofia Anna O’Testchild",
    home_postcode="DE4 3AB",
    school="Highfields",
    case_number="CIC-44719",
)


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("Zofia likes football.", "Zofia", "the child’s name"),
        ("zofia's room", "zofia's", "the child’s name"),
        ("She is O’Testchild’s daughter", "O’Testchild’s", "the child’s name"),
        ("ZO has settled", "ZO", "the child’s initials"),
        ("Z.A.O has settled", "Z.A.O", "the child’s initials"),
        ("Friend of J.K. since May", "J.K.", "initials"),
        ("Moved on 14/05/2026 to here", "14/05/2026", "a date"),
        ("Moved on 14 May to here", "14 May", "a date"),
        ("Moved on the 3rd of March, 2026", "3rd of March, 2026", "a date"),
        ("Since March 2024 she", "March 2024", "a date"),
        ("Born 2012-05-14.", "2012-05-14", "a date"),
        ("Lives at ng1 6aa now", "ng1 6aa", "a postcode"),
        ("Family are in DE4 still", "DE4", "the child’s postcode district"),
        ("Attends Highfields daily", "Highfields", "the child’s school"),
        ("Was at Lady Manners School before", "Lady Manners School", "a school’s name"),
        ("NHS 943 476 5919", "943 476 5919", "an NHS or telephone number"),
        ("UPN A801200001001", "A801200001001", "a pupil number"),
        ("See case no. 2211 for more", "case no. 2211", "a case or court number"),
        ("Known as CIC-44719 here", "CIC-44719", "the child’s case number"),
        ("Close to Mrs Ridgeway next door", "Mrs Ridgeway", "a person’s name"),
        ("Write to sw@council.example", "sw@council.example", "an e-mail or web address"),
    ],
)
def test_guard_finds_what_identifies(text, quote, kind):
    assert [(f.quote, f.kind) for f in find_identifying(text, ZOFIA)] == [(quote, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Enjoys football, drawing and being with animals. Needs adults who stay.",
        "She may need two staff at night. In crisis she can march off, and returns by 10pm.",
        "Attends a mainstream secondary school and wants to stay there. A special school was considered.",
        "Has had 3 placements in 18 months; the last ended because the carers retired.",
        "I want to be near my friends and to go to college.",
        "Age 14. Vegetarian. Speaks English and Polish.",
    ],
)
def test_guard_is_quiet_on_ordinary_text(text):
    assert find_identifying(text, ZOFIA) == []


def test_guard_names_each_place_once_in_order():
    text = "On 3 June Zofia moved from DE4 3AB."
    assert [str(f) for f in find_identifying(text, ZOFIA)] == [
        "“3 June” looks like a date",
        "“Zofia” looks like the child’s name",
        "“DE4 3AB” looks like a postcode",
    ]


def test_guard_works_without_knowing_the_child():
    assert find_identifying("Nothing here", Known()) == []
