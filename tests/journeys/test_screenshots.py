"""The README's pictures, one a user group. ``bin/test tests/journeys --screenshots`` makes them anew."""

from pathlib import Path

import pytest
from PIL import Image

from core.servers import ROOT

LARGEST_BYTES = 200_000
PICTURES = {
    "commissioner": ("commissioner-derbyshire", "/requests/"),
    "provider": ("manager-larkspur", "/portal/"),
    "finance": ("finance-derbyshire", "/spend/"),
    "cabinet-member": ("cabinet-member-derbyshire", "/papers/{paper}/read/"),
    "planner": ("planner-derbyshire", "/sufficiency/forecast/"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_main_page_makes_a_picture(people, paper, tmp_path, request, name):
    key, address = PICTURES[name]
    person = people[key]
    assert person.open(address.format(paper=paper)) == 200
    folder = ROOT / "docs" / "screenshots" if request.config.getoption("--screenshots") else tmp_path
    person.page.screenshot(path=tmp_path / "whole.png")
    picture = picture_of(tmp_path / "whole.png")
    folder.mkdir(exist_ok=True)
    picture.save(folder / f"{name}.png", optimize=True)
    assert (folder / f"{name}.png").stat().st_size < LARGEST_BYTES


def picture_of(file: Path) -> Image.Image:
    """256 colours are enough for a page."""
    return Image.open(file).convert("RGB").quantize(256)
