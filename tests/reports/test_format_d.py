"""Format D: its sections in order, its numbers, and words whose tokens are all figures."""

from reports.choices import PaperFormat
from reports.document import Block, Run, paper_document
from reports.figures import CATALOGUE
from reports.formats import Place, d_words, sections_of
from reports.models import Paper
from reports.words import Bullets, Paragraph, Part, blocks, keys_in, strange_tokens
from tests.factories.reports import MEETING


def test_twelve_items_are_numbered_and_five_implications_lettered():
    sections = sections_of(PaperFormat.D)
    numbered = [s for s in sections if s.place is Place.BODY]
    assert (numbered[0].title, numbered[11].key) == ("Divisions affected", "call_in")
    assert [s.key for s in numbered[12:]] == ["call_in_reason"]
    assert len([s for s in sections if s.place is Place.APPENDIX]) == 5


def test_reason_for_waiving_call_in_is_asked_only_when_it_is_waived():
    section = next(s for s in sections_of(PaperFormat.D) if s.key == "call_in_reason")
    assert section.required_if(Paper(call_in_waived=True))
    assert not section.required_if(Paper(call_in_waived=False))


def test_words_to_start_from_cite_only_figures_there_are():
    texts = [*d_words.SECTIONS.values(), d_words.KEY, d_words.NOT_KEY, d_words.CALL_IN, d_words.OCCUPANCY]
    assert keys_in(texts) and set(keys_in(texts)) <= set(CATALOGUE)


def test_strange_tokens_are_found():
    assert strange_tokens("{figure:beds} {figure:nope} {beds}", ["beds"]) == ["{figure:nope}", "{beds}"]


def test_text_is_parted_into_paragraphs_and_bullets():
    assert list(blocks("One\ntwo {figure:beds}\n\n- a\n- b")) == [
        Paragraph([Part("One two "), Part(figure="beds")]),
        Bullets([[Part("a")], [Part("b")]]),
    ]


def test_missing_figure_is_printed_by_its_name_and_a_mark_stands_once():
    class Shown:
        shown, label, definition, source, rounding, as_at = (
            "15",
            "Beds",
            "Beds agreed",
            "BLK-1",
            "None",
            MEETING,
        )

    paper = Paper(paper_format=PaperFormat.D, body="Cabinet", meeting_on=MEETING)
    words = {"purpose": "{figure:beds} and {figure:beds} and {figure:gone}"}
    document = paper_document(paper, words, {"beds": Shown()})
    assert document.body[0].blocks == [
        Block(runs=[Run("15", 1), Run(" and "), Run("15"), Run(" and "), Run("[missing figure: gone]")])
    ]
    assert [row.number for row in document.figures] == [1]
