"""Public and exempt from one source (Local Government Act 1972, Schedule 12A). Pure.

A whole section, a paragraph or bullet with ``{exempt}`` in it, or a figure may be exempt. What the public
reads is made from words in which nothing exempt is left, so that no later step can print, name or hide it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.words import DRAWING, TOKEN, keys_in
from reports.words import EXEMPT as MARK

KEY = re.compile(r"[a-z0-9_]+")
OPTIONS_TABLE = "{table:options}"
# Drawings of what the paper itself is about: they would show an exempt price between the lines.
OF_THE_SUBJECT = re.compile(
    r"\{(?:chart:(?:block_against_spot|block_use|spend_against_budget)|table:(?:budget_by_year|members|options))\}"
)
FIGURE_GONE = "[figure not for publication]"
AMOUNT = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)(?:\s?(k|m|bn|thousand|million|billion)\b)?", re.IGNORECASE)
TIMES = {"": 1, "k": 10**3, "t": 10**3, "m": 10**6, "b": 10**9}
# A short number stands in any text by chance.
TELLING = 5


@dataclass(frozen=True)
class Words:
    """A paper's text by section key, and what of it is exempt: sections, and figures as they are cited.

    ``options`` is the table of options as text, put in where the words ask for it.
    """

    texts: Mapping[str, str]
    sections: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    paragraph: str = ""
    public_interest: str = ""
    options: str = ""

    @property
    def has_exempt(self) -> bool:
        marked = any(MARK in text for text in (*self.texts.values(), self.options))
        return marked or bool(self.sections or self.figures)

    def full(self) -> dict[str, str]:
        """For those who may read all of it; an exempt part says that it is."""
        return {
            key: _marked(_begun_with_mark(text) if key in self.sections and text.strip() else text)
            for key, text in ((key, self._with_options(text)) for key, text in self.texts.items())
        }

    def public(self) -> dict[str, str]:
        """Without anything exempt; a sentence stands where a part was."""
        return {
            key: self.notice if key in self.sections and text.strip() else self._without(text)
            for key, text in self.texts.items()
        }

    @property
    def notice(self) -> str:
        return (
            f"This part is not for publication, by paragraph {self.paragraph or '3'} of Schedule 12A to the"
            " Local Government Act 1972."
        )

    def covering(self, computed_from: Mapping[str, Iterable[str]]) -> "Words":
        """With every figure exempt that is computed from an exempt one, or would tell it."""
        return replace(self, figures=exempt_figures(self.figures, computed_from))

    def as_json(self) -> dict[str, Any]:
        return {
            "texts": dict(self.texts),
            "sections": sorted(self.sections),
            "figures": sorted(self.figures),
            "paragraph": self.paragraph,
            "public_interest": self.public_interest,
            "options": self.options,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Words":
        return cls(
            data["texts"],
            frozenset(data["sections"]),
            frozenset(data["figures"]),
            data["paragraph"],
            data["public_interest"],
            data["options"],
        )

    def _with_options(self, text: str) -> str:
        return text.replace(OPTIONS_TABLE, self.options)

    def _without(self, text: str) -> str:
        if self.figures:
            text = OF_THE_SUBJECT.sub(self.notice, text)
        text = "\n\n".join(map(self._chunk, _chunks(self._with_options(text))))
        return TOKEN.sub(self._figure, text) if self.figures else text

    def _figure(self, token: re.Match[str]) -> str:
        """A citation stands unless it, or any figure it names, is exempt."""
        named = {*keys_in([token[0]]), *KEY.findall(token[2])} if token[1] != "note" else set()
        return FIGURE_GONE if self.figures & named else token[0]

    def _chunk(self, chunk: str) -> str:
        """A list loses the bullets that are marked; anything else is gone as a whole."""
        if MARK not in chunk:
            return chunk
        lines = chunk.split("\n")
        if all(line.lstrip().startswith("- ") for line in lines if line.strip()):
            return "\n".join(f"- {self.notice}" if MARK in line else line for line in lines)
        return self.notice


def exempt_figures(chosen: Iterable[str], computed_from: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The figures chosen and, step by step, every one computed from them."""
    found = set(chosen)
    while more := {key for key, parts in computed_from.items() if key not in found and found & set(parts)}:
        found |= more
    return frozenset(found)


def leaks(public: Mapping[str, str], exempt: Mapping[str, str]) -> list[tuple[str, str]]:
    """Place and figure key wherever public words tell what an exempt figure prints: as it prints, or the same
    amount of money written another way, such as £31.5 million or without its pence."""
    amounts = {key: _amounts_in(shown) for key, shown in exempt.items()}
    return [
        (place, key)
        for place, text, told in ((place, text, _amounts_in(text)) for place, text in public.items())
        for key, shown in exempt.items()
        if len(shown) >= TELLING and (shown in text or _alike(told, amounts[key]))
    ]


def _amounts_in(text: str) -> set[Decimal]:
    """Pounds, each as written with its pence and its thousands or millions."""
    return {
        Decimal(number.replace(",", "")) * TIMES[unit[:1].lower()] for number, unit in AMOUNT.findall(text)
    }


def _alike(told: set[Decimal], exempt: set[Decimal]) -> bool:
    whole = {amount.quantize(Decimal(1), rounding=ROUND_HALF_UP) for amount in exempt}
    return bool(told & (exempt | whole))


def _chunks(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text.replace("\r\n", "\n"))


def _begun_with_mark(text: str) -> str:
    """The mark where the first line can bear it: within a bullet or a cell, above a chart or a table."""
    text = text.lstrip()
    start = next((sign for sign in ("- ", "| ", "|") if text.startswith(sign)), "")
    after = "\n" if DRAWING.match(text) else " "
    return start + MARK + after + text[len(start) :]


def _marked(text: str) -> str:
    """The mark in words; its space is kept from doubling."""
    return re.sub(re.escape(MARK) + r"[^\S\n]*", "Exempt: ", text)
