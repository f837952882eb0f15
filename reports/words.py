"""The words of a section: paragraphs, bullets and the tokens in them that stand for figures.

A blank line parts paragraphs; a line that begins with "- " is a bullet; ``{figure:key}`` prints a figure;
``{exempt}`` marks the paragraph or bullet it stands in as not for publication (``reports.exempt``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"\{figure:([a-z0-9_]+)\}")
EXEMPT = "{exempt}"
ANY_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Part:
    """A run of text, or (with ``figure``) the figure of that key."""

    text: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Paragraph:
    parts: list[Part]


@dataclass(frozen=True)
class Bullets:
    items: list[list[Part]]


Block = Paragraph | Bullets


def keys_in(texts: Iterable[str]) -> list[str]:
    """Keys of the figures cited, in order, each once."""
    return list(dict.fromkeys(key for text in texts for key in TOKEN.findall(text)))


def strange_tokens(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces but is no figure, as written."""
    keys = set(known)
    return [
        found.group()
        for found in ANY_BRACES.finditer(text)
        if found.group() != EXEMPT
        and not ((token := TOKEN.fullmatch(found.group())) and token.group(1) in keys)
    ]


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs and lists of a section's text."""
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        plain: list[str] = []
        bullets: list[list[Part]] = []
        for line in chunk.split("\n"):
            if line.lstrip().startswith("- "):
                bullets.append(parts(line.lstrip()[2:]))
            elif line.strip():
                plain.append(line.strip())
        if plain:
            yield Paragraph(parts(" ".join(plain)))
        if bullets:
            yield Bullets(bullets)


def parts(text: str) -> list[Part]:
    """Text and figures in turn."""
    pieces = TOKEN.split(text)
    return [
        Part(figure=piece) if number % 2 else Part(text=piece) for number, piece in enumerate(pieces) if piece
    ]
