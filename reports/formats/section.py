"""What a format says: its sections in order, how they are numbered, and the facts at its head."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from authorities.choices import Role
from reports.choices import Numbering, PaperFormat
from reports.models import Paper


class Place(StrEnum):
    """Where in the paper a section stands."""

    SUMMARY = "summary"  # the first page, for a reader with one minute
    OPENING = "opening"  # before the numbered body
    BODY = "body"  # numbered as the format numbers
    CLOSING = "closing"  # after it, unnumbered
    APPENDIX = "appendix"  # appendix 1, lettered

    @property
    def label(self) -> str:
        return PLACES[self]


PLACES = {
    Place.SUMMARY: "First page",
    Place.OPENING: "Before the body",
    Place.BODY: "Body",
    Place.CLOSING: "After the body",
    Place.APPENDIX: "Appendix 1",
}


@dataclass(frozen=True)
class Condition:
    """When a section must be there: a name that can be kept, words, and the test itself."""

    name: str
    label: str
    holds: Callable[[Paper], bool]

    def __call__(self, paper: Paper) -> bool:
        return self.holds(paper)


ALWAYS = Condition("always", "Always", lambda paper: True)
NEVER = Condition("never", "If it has words", lambda paper: False)
IF_WAIVED = Condition("call_in_waived", "If call-in is waived", lambda paper: paper.call_in_waived)
IF_KEY = Condition("is_key", "If it is a key decision", lambda paper: paper.is_key)
CONDITIONS = {each.name: each for each in (ALWAYS, NEVER, IF_WAIVED, IF_KEY)}


@dataclass(frozen=True)
class Section:
    """One section. ``owner`` answers for the words, ``source`` says what they rest on, ``sign_off`` clears
    them (empty: nobody need).

    Numbers follow from the order. ``under`` is the key of the section it is a part of; the paragraphs of one
    that is ``lettered`` are A, B and so on. A council may leave out what is ``may_go``, and ``used`` says
    whether it is in.
    """

    key: str
    title: str
    place: Place
    owner: str
    source: str
    required_if: Condition = ALWAYS
    sign_off: Role | None = None
    under: str = ""
    lettered: bool = False
    may_go: bool = True
    used: bool = True


@dataclass(frozen=True)
class Layout:
    """A format as one council has it. ``facts`` are what stands at the head: which fact, and its label."""

    paper_format: PaperFormat
    name: str
    numbering: Numbering
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.in_use if section.key == key), None)

    @property
    def in_use(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.used)

    def needed(self, paper: Paper) -> list[Section]:
        """Sections this paper must have, in order; one that only gathers others needs no words of its own."""
        parents = {section.under for section in self.in_use}
        return [s for s in self.in_use if s.required_if(paper) and s.key not in parents]
