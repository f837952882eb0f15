"""Words, tokens and printing: how a section's text becomes paragraphs, tables, figures and charts."""

from core.pdf.rendering import printable
from reports.choices import PaperFormat
from reports.document import paper_document
from reports.figures import CATALOGUE
from reports.figures.citations import strange_in
from reports.formats import PRODUCT
from reports.formats.words import block, care, need, tool
from reports.formats.words.sections import COMMON, OF_FORMAT
from reports.models import Paper
from reports.pictures import CHARTS, TABLES
from reports.printing import Block, Run
from reports.words import Bullets, Drawing, Grid, Paragraph, Part, blocks, drawings_in, keys_in
from tests.factories.reports import MEETING

D = PRODUCT[PaperFormat.D]


def strange(text: str) -> str:
    return strange_in(text, charts=CHARTS, tables=TABLES)


def test_reason_for_waiving_call_in_is_asked_only_when_it_is_waived():
    section = D.section("call_in_reason")
    assert section.required_if(Paper(call_in_waived=True))
    assert not section.required_if(Paper(call_in_waived=False))


def test_words_to_start_from_cite_only_what_there_is():
    texts = [*block.WORDS.values(), *tool.WORDS.values(), *care.WORDS.values(), *COMMON.values()]
    texts += [text for own in OF_FORMAT.values() for text in own.values()]
    texts += [need.NEED, need.MARKET, need.SPOT, need.CAPACITY, need.TIMES, need.CALL_IN]
    plain = [key for key in keys_in(texts) if ":" not in key]
    assert plain and set(plain) <= set(CATALOGUE)
    for drawing in drawings_in(texts):
        assert drawing.name in (CHARTS if drawing.kind == "chart" else TABLES)


def test_strange_tokens_are_told_with_what_is_wrong():
    assert strange("{figure:beds}, {share:beds,beds}, {note:words} and\n{chart:growth}\n") == ""
    for text, told in {
        "{figure:nope}": "There is no figure nope",
        "{beds}": "There is no figure {beds}",
        "{figure:beds": "brace stands alone",
        "{share:beds}": "the part and then the whole",
        "{figure:beds@2025-01-01}": "cannot be read as at another day",
        "{figure:children_now@2025-02-30}": "is not a date",
        "{figure:budget[castles]}": "not for castles",
        "{figure:beds[fostering]}": "not given by kind of care",
        "Look: {chart:growth}": "on a line of its own",
        "{chart:nope}": "There is no chart",
        "{table:growth}": "There is no table",
        "{note: }": "no words",
        "{sum:" + ",".join(["beds"] * 13) + "}": "two figures or more",
    }.items():
        assert told in strange(text), text


def test_text_is_parted_into_paragraphs_bullets_tables_and_drawings():
    text = "One\ntwo {figure:beds}\n\n- a\n- b\n\n| H | I |\n| c |\n\n{chart:growth}"
    assert list(blocks(text)) == [
        Paragraph([Part("One two "), Part(figure="beds")]),
        Bullets([[Part("a")], [Part("b")]]),
        Grid([[[Part("H")], [Part("I")]], [[Part("c")], []]]),
        Drawing("chart", "growth"),
    ]


def test_missing_figure_is_printed_by_its_name_and_a_mark_stands_once():
    class Shown:
        shown, label, definition, source, rounding, as_at, base = (
            "15",
            "Beds",
            "Beds agreed",
            "BLK-1",
            "None",
            MEETING,
            "",
        )

    paper = Paper(paper_format=PaperFormat.D, body="Cabinet", meeting_on=MEETING)
    words = {"purpose": "{figure:beds} and {figure:beds} and {figure:gone}\n\n{chart:growth}"}
    document = paper_document(paper, words, {"beds": Shown()}, layout=D)
    assert document.body[0].heading == "1. Purpose of the report"
    assert document.body[0].blocks == [
        Block(
            runs=[Run("15", 1), Run(" and "), Run("15"), Run(" and "), Run("[missing figure: gone]")],
            number="1.1",
        ),
        Block(runs=[Run("[missing chart: growth]")], number="1.2"),
    ]
    assert [row.number for row in document.figures] == [1]


def test_print_names_pictures_and_leaves_out_marks_that_turn_or_join():
    assert printable("a \U0001f642\u200d b \u202ec\u202c\x0b שלום") == "a (slightly smiling face) b c שלום"
