"""Invented names, and plainly so: nobody and no firm here exists.

People are called Example, Sample and the like; children are ``Test Child`` and a number; providers and homes
are named for flowers, birds and features of a landscape; their Ofsted numbers start with SC9 or 9.
"""

from itertools import count, product
from typing import Final

# Word lists are kept as text: thirty quoted words a line would hide them.
FIRST_NAMES: Final = (
    "Alex Ashley Billie Blake Bobbie Cameron Casey Charlie Dale Dana Devon Drew Eden Ellis Finley Frankie "
    "Hadley Harley Indigo Jamie Jesse Jo Jordan Jules Kendall Kim Kit Lane Lee Logan Marley Max Morgan Nico "
    "Noel Parker Pat Quinn Reese Remy Riley River Robin Rory Rowan Sage Sam Sasha Shay Skyler Stevie Sky "
    "Taylor Terry Toni Tracy Vale Val West Wren"
).split()  # noqa: SIM905
SURNAMES: Final = ("Example", "Sample", "Specimen", "Placeholder", "Pretend", "Fictional")
PROVIDERS: Final = (
    "Larkspur Goldcrest Thimbleberry Quillfeather Marigold Wagtail Bramblewood Saxifrage Dunnock Foxglove "
    "Teasel Kittiwake Honeysuckle Whinchat Meadowsweet Plover Celandine Redpoll Harebell Linnet Yarrow "
    "Sandpiper Bluebell Chaffinch Campion Fieldfare Samphire Greenfinch Speedwell Nuthatch"
).split()  # noqa: SIM905
KINDS: Final = ("Homes Ltd", "Care Ltd", "Children's Services Ltd", "Living CIC")
FEATURES: Final = (
    "House Lodge Cottage View Bank Mount Grange Court Corner Rise Meadow Gate Croft Orchard Brook Hollow Ridge "
    "Green Field Mill Bridge Heath Copse Dell Barn Terrace Lane End Farm Acre"
).split()  # noqa: SIM905

PEOPLE: Final = [f"{first} {surname}" for surname, first in product(SURNAMES, FIRST_NAMES)]


class Register:
    """Hands out each invented name and number once."""

    def __init__(self) -> None:
        self._people = iter(PEOPLE)
        self._numbers = count(1)
        self._children = count(1)

    def person(self) -> str:
        return next(self._people)

    def urn(self, prefix: str = "SC9") -> str:
        """An Ofsted number that Ofsted has not given: no real one starts so."""
        width = 8 if prefix.startswith("SC") else 7
        return prefix + str(next(self._numbers)).zfill(width - len(prefix))

    def child(self) -> str:
        return f"Test Child {next(self._children):05d}"
