"""The front door: everybody lands where their work is."""

import pytest


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("commissioner-derbyshire", "/requests/"),
        ("finance-derbyshire", "/spend/"),
        ("cabinet-member-derbyshire", "/papers/"),
        ("planner-derbyshire", "/sufficiency/"),
    ],
)
def test_persona_lands_on_the_page_of_its_work(people, key, start):
    assert people.sign_in(key).path.startswith(start)
