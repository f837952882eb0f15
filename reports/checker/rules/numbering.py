"""Numbers of sections and paragraphs, letters of lists, appendices, and what points at them."""

import re
from collections.abc import Iterator

from reports.checker.draft import Draft, Line
from reports.checker.finding import Finding, Rule

LETTERED = re.compile(r"^\(?([a-z])[).]\s+\S")
APPENDIX = re.compile(
    r"^(?P<what>Appendix|Annex)\s+(?P<which>\d{1,2}|[A-Z])\b\s*[:.–-]?\s*(?P<title>.*)$", re.IGNORECASE
)
NAMED = re.compile(
    r"\b(?P<what>Appendix|Annex)\s+(?P<which>\d{1,2}|[A-Z])\b\s*(?:\((?P<after>[^)]{4,80})\))?"
)
POINTS = re.compile(
    r"\b(?:paragraphs?|paras?|sections?)\s+(?P<number>\d{1,2}(?:\.\d{1,2})?)\b(?!\s?(?:\(|of\sthe\s[A-Z]|[A-Z]))",
    re.IGNORECASE,
)


def find(draft: Draft) -> Iterator[Finding]:
    yield from _paragraphs(draft)
    yield from _headless(draft)
    yield from _letters(draft)
    yield from _appendices(draft)
    yield from _pointers(draft)


def _paragraphs(draft: Draft) -> Iterator[Finding]:
    """Within each parent the numbers run on, one at a time."""
    last: dict[str, tuple[int, Line]] = {}
    numbered = [line for line in draft.lines if line.number]
    # A single list may begin again under each heading: its numbers are then not those of the paper.
    restarts = sum(line.number == "1" for line in numbered) > 1
    for line in numbered:
        parent, _, own = line.number.rpartition(".")
        if not parent and (restarts or (not line.is_heading and not _is_run_on(numbered))):
            continue
        before = last.get(parent)
        number = int(own)
        if before and number not in (before[0] + 1, 1):
            said = "stands twice" if number == before[0] else f"follows {_joined(parent, before[0])}"
            yield Finding(
                Rule.NUMBERING,
                line.start,
                line.end,
                line.text,
                f"{line.number} {said}.",
                f"{_joined(parent, before[0] + 1)} comes next.",
            )
        last[parent] = (number, line)


def _is_run_on(numbered: list[Line]) -> bool:
    """Whether whole paragraphs carry the paper's numbers (1, 2, 3 … to the end), as in a briefing."""
    whole = [line for line in numbered if "." not in line.number and not line.is_heading]
    return len(whole) >= 5


def _headless(draft: Draft) -> Iterator[Finding]:
    """A heading without a number, among numbered ones, that holds another section's paragraphs."""
    numbered = [section for section in draft.sections if section.number]
    if len(numbered) < 3:
        return
    current = ""
    for section in draft.sections:
        if section.number:
            current = section.number
        children = [line for line in section.body if "." in line.number]
        if section.title and not section.number and children and not APPENDIX.match(section.title):
            parent = children[0].number.split(".")[0]
            if parent == current:
                yield Finding(
                    Rule.NUMBERING,
                    section.start,
                    section.start + len(section.title),
                    section.title,
                    f"“{section.title}” has no number, yet holds {children[0].number} under item {parent}.",
                    "A number of its own, and its paragraphs numbered after it.",
                )
        for line in children:
            if section.number and line.number.split(".")[0] != section.number:
                yield Finding(
                    Rule.NUMBERING,
                    line.start,
                    line.end,
                    line.text,
                    f"{line.number} stands in section {section.number}, “{section.title}”.",
                    f"Paragraphs of section {section.number} begin with {section.number}.",
                )
                break


def _letters(draft: Draft) -> Iterator[Finding]:
    before = ""
    for line in draft.lines:
        found = LETTERED.match(line.text)
        letter = found[1] if found else ""
        if letter and letter != "a" and before and ord(letter) != ord(before) + 1 and letter not in "ivx":
            said = "stands twice" if letter == before else f"follows ({before})"
            yield Finding(
                Rule.NUMBERING,
                line.start,
                line.end,
                line.text,
                f"({letter}) {said}.",
                f"({chr(ord(before) + 1)}) comes next.",
            )
        before = letter


def _appendices(draft: Draft) -> Iterator[Finding]:
    """One appendix number for two things, by its headings or by what is said in brackets."""
    titles: dict[str, str] = {}
    for line in draft.lines:
        found = APPENDIX.match(line.text)
        named = (
            [(found["which"], found["title"], line.start)]
            if found and line.is_heading and found["title"]
            else []
        )
        if not named:
            named = [
                (m["which"], m["after"], line.start + m.start())
                for m in NAMED.finditer(line.text)
                if m["after"]
            ]
        for which, title, start in named:
            before = titles.setdefault(which.upper(), title)
            if not _same(before, title):
                yield Finding(
                    Rule.NUMBERING,
                    start,
                    start + len(f"Appendix {which}"),
                    line.text,
                    f"Appendix {which} is “{before}” in one place and “{title}” here.",
                    "A number for each appendix.",
                )
                return


def _same(first: str, second: str) -> bool:
    words = [set(re.findall(r"[a-z]{4,}", title.casefold())) for title in (first, second)]
    return not words[0] or not words[1] or bool(words[0] & words[1])


def _pointers(draft: Draft) -> Iterator[Finding]:
    """A paragraph or section pointed at that is not there. Sections of Acts are left alone."""
    numbers = {line.number for line in draft.lines if line.number}
    if len(numbers) < 3:
        return
    dotted = any("." in number for number in numbers)
    for found in POINTS.finditer(draft.text):
        sentence = draft.sentence_at(found.start())
        number = found["number"]
        if (
            number in numbers
            or ("." in number) != dotted
            or re.search(r"\b(?:Act|Regulations?|guidance)\b", sentence.text)
        ):
            continue
        if found.group().lower().startswith("section") and "." not in number:
            continue
        yield Finding(
            Rule.NUMBERING,
            found.start(),
            found.end(),
            sentence.text or found.group(),
            f"There is no {found.group()} in this paper.",
            "The paragraph that is meant.",
        )


def _joined(parent: str, number: int) -> str:
    return f"{parent}.{number}" if parent else str(number)
