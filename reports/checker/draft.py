"""A paper as plain text, cut into lines, sections, paragraphs and sentences that know their place in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# A full stop ends a sentence when a capital, a figure or a quotation follows; a decimal point does not.
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]?\s+(?=[“\"£(A-Z0-9])")
NOT_AN_END = re.compile(
    r"(?:\b(?:No|Nos|para|paras|p|pp|St|Mr|Mrs|Ms|Dr|cf|e\.g|i\.e|approx|incl|ref|vs)|^\d+)\.$"
)
# A line broken only because the page ended: what follows goes on in small letters, or with an amount.
WRAPPED = re.compile(r"(?<=[\w,’'–-])[ \t]*\n\s*(?=[a-z][a-z ]|£)(?![a-z]{1,3}[.)]\s)")
UNFINISHED = re.compile(
    r"(\b(?:a|an|and|are|at|by|for|from|in|is|of|on|or|over|than|the|to|was|with))[ \t]*\n\s*(?=\d)"
)
NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?P<rest>\S.*)$")
LONGEST_HEADING = 90
# Longer lines and sentences are cut at a space, so that what is slow on long ones stays quick.
LONGEST_LINE, LONGEST_SENTENCE = 4000, 1200
NOTHING = re.compile(r"^(?:n/?a|none|nil|yes|no|not applicable|no implications?)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A stretch of the text, with its place."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Line(Span):
    """A line that is not empty. ``number`` is its own number as written, "6.1" for example, or empty."""

    number: str = ""
    words: str = ""

    @property
    def is_heading(self) -> bool:
        """Short, begins with a capital and does not end as a sentence does."""
        words = self.words
        return (
            len(words) <= LONGEST_HEADING
            and bool(words[:1].isupper())
            and words[-1:] not in ".;,:!"
            and "\t" not in words
            and not re.search(r"£|\d{3}|\d%", words)
            and not NOTHING.match(words)
        )


@dataclass(frozen=True)
class Section:
    """A heading and the lines under it; before the first heading the title is empty."""

    title: str
    number: str
    start: int
    lines: list[Line]

    @property
    def body(self) -> list[Line]:
        return self.lines[1:] if self.title else self.lines

    @property
    def words(self) -> str:
        return " ".join(line.words for line in self.body)


class Draft:
    """The text of a paper. A blank line or a line's end parts paragraphs; tabs part the cells of a table."""

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\xa0", " ").replace("\u2011", "-")
        # As long as before, so that places stay true.
        text = WRAPPED.sub(lambda broken: " " * len(broken.group()), text)
        self.text = UNFINISHED.sub(lambda broken: broken[1].ljust(len(broken.group())), text)

    @cached_property
    def lines(self) -> list[Line]:
        found = []
        for start, text in _lines(self.text):
            numbered = NUMBERED.match(text)
            number, words = (numbered["number"], numbered["rest"]) if numbered else ("", text)
            found.append(Line(start, text, number, words))
        return found

    @cached_property
    def paragraphs(self) -> list[Line]:
        """The lines that are words, not headings and not rows of a table."""
        return [line for line in self.lines if "\t" not in line.text and not line.is_heading]

    @cached_property
    def sentences(self) -> list[Span]:
        return [sentence for line in self.paragraphs for sentence in _sentences(line)]

    @cached_property
    def sections(self) -> list[Section]:
        sections = [Section("", "", 0, [])]
        for line in self.lines:
            if line.is_heading and "." not in line.number:
                sections.append(Section(line.words, line.number, line.start, []))
            sections[-1].lines.append(line)
        return sections

    def section(self, words: str) -> Section | None:
        """The first section whose title has ``words`` (a pattern) in it."""
        pattern = re.compile(words, re.IGNORECASE)
        return next((section for section in self.sections if pattern.search(section.title)), None)

    def tables(self) -> Iterator[list[Line]]:
        """Runs of rows whose cells are parted by tabs."""
        rows: list[Line] = []
        for line in self.lines:
            if "\t" in line.text:
                rows.append(line)
            elif rows:
                yield rows
                rows = []
        if rows:
            yield rows

    def sentence_at(self, place: int) -> Span:
        """The sentence around a place, or its whole line; empty between lines."""
        for spans in (self.sentences, self.lines):
            index = bisect_right(spans, place, key=lambda span: span.start) - 1
            if index >= 0 and place < spans[index].end:
                return spans[index]
        return Span(place, "")

    def before(self, place: int, reach: int = 60) -> str:
        """So many characters up to a place."""
        return self.text[max(0, place - reach) : place]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Start and words of each line that is not empty."""
    start = 0
    for line in text.split("\n"):
        for offset, piece in _cut(line, LONGEST_LINE):
            if piece.strip():
                yield start + offset + len(piece) - len(piece.lstrip()), piece.strip()
        start += len(line) + 1


def _cut(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Pieces of at most ``longest`` characters, cut at a space where there is one."""
    start = 0
    while len(text) - start > longest:
        space = text.rfind(" ", start + 1, start + longest)
        end = space if space > start else start + longest
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _sentences(line: Line) -> Iterator[Span]:
    start = 0
    for end in SENTENCE_END.finditer(line.text):
        if NOT_AN_END.search(line.text[max(start, end.start() - 12) : end.start()]):
            continue
        yield from _spans(line, start, end.start())
        start = end.end()
    yield from _spans(line, start, len(line.text))


def _spans(line: Line, start: int, end: int) -> Iterator[Span]:
    for offset, piece in _cut(line.text[start:end], LONGEST_SENTENCE):
        yield Span(line.start + start + offset, piece)
