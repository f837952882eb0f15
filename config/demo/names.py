"""Invented names, and plainly so: nobody and no firm here exists.

People are called Example, Sample and the like; children are ``Test Child`` and a number; providers and homes
are named for flowers, birds and features of a landscape; their Ofsted numbers start with SC9 or 9.
"""

from itertools import chain, count, product
from typing import Final

from config.demo.dice import Dice
from core.references import ALPHABET


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES: Final = _words(
    "Alex Ashley Billie Blake Bobbie Cameron Casey Charlie Dale Dana Devon Drew Eden Ellis Finley Frankie "
    "Hadley Harley Indigo Jamie Jesse Jo Jordan Jules Kendall Kim Kit Lane Lee Logan Marley Max Morgan Nico "
    "Noel Parker Pat Quinn Reese Remy Riley River Robin Rory Rowan Sage Sam Sasha Shay Skyler Stevie Sky "
    "Taylor Terry Toni Tracy Vale Val West Wren"
)
SURNAMES: Final = ("Example", "Sample", "Specimen", "Placeholder", "Pretend", "Fictional")
PROVIDERS: Final = _words(
    "Larkspur Goldcrest Thimbleberry Quillfeather Marigold Wagtail Bramblewood Saxifrage Dunnock Foxglove "
    "Teasel Kittiwake Honeysuckle Whinchat Meadowsweet Plover Celandine Redpoll Harebell Linnet Yarrow "
    "Sandpiper Bluebell Chaffinch Campion Fieldfare Samphire Greenfinch Speedwell Nuthatch"
)
KINDS: Final = ("Homes Ltd", "Care Ltd", "Children's Services Ltd", "Living CIC")
FEATURES: Final = _words(
    "House Lodge Cottage View Bank Mount Grange Court Corner Rise Meadow Gate Croft Orchard Brook Hollow "
    "Ridge Green Field Mill Bridge Heath Copse Dell Barn Terrace Lane End Farm Acre"
)

PEOPLE: Final = [f"{first} {surname}" for surname, first in product(SURNAMES, FIRST_NAMES)]


class Register:
    """Hands out each invented name and number once."""

    def __init__(self) -> None:
        self._people = iter(PEOPLE)
        self._numbers = count(1)
        self._children = count(1)
        self._homes: set[str] = set()
        self._references: set[str] = set()

    def person(self) -> str:
        return next(self._people)

    def urn(self, prefix: str = "SC9") -> str:
        """An Ofsted number that Ofsted has not given: no real one starts so."""
        width = 8 if prefix.startswith("SC") else 7
        return prefix + str(next(self._numbers)).zfill(width - len(prefix))

    def home(self, provider: str, dice: Dice) -> str:
        """``provider``'s first word and a feature, numbered once every feature is taken."""
        word, feature = provider.partition(" ")[0], dice.choice(FEATURES)
        start = FEATURES.index(feature)
        names = (f"{word} {name}" for name in FEATURES[start:] + FEATURES[:start])
        numbered = (f"{word} {feature} {number}" for number in count(2))
        name = next(name for name in chain(names, numbered) if name not in self._homes)
        self._homes.add(name)
        return name

    def reference(self, prefix: str, dice: Dice) -> str:
        """Like ``core.references.new_reference``, but the same every time and never one twice."""
        while (reference := f"{prefix}-{''.join(dice.choices(ALPHABET, k=6))}") in self._references:
            pass
        self._references.add(reference)
        return reference

    def child(self) -> str:
        return f"Test Child {next(self._children):05d}"
