"""The bar shows each person their own places."""

import pytest

from core import navigation
from core.actor import Actor, Side
from core.navigation import Place, navigation_for


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        navigation,
        "_places",
        [
            Place(20, "Account", "account_login", frozenset({Side.COUNCIL, Side.PROVIDER})),
            Place(10, "Gallery", "gallery", frozenset({Side.COUNCIL}), frozenset({"commissioner"})),
        ],
    )


def test_bar_holds_the_places_of_side_and_role_in_order(places: None):
    commissioner = Actor.council(1, roles=frozenset({"commissioner"}))
    assert [link.text for link in navigation_for(commissioner, "/")] == ["Gallery", "Account"]
    assert [link.text for link in navigation_for(Actor.council(1), "/")] == ["Account"]
    assert [link.text for link in navigation_for(Actor.provider(1), "/")] == ["Account"]


def test_bar_marks_the_part_of_the_site_the_page_is_in(places: None):
    commissioner = Actor.council(1, roles=frozenset({"commissioner"}))
    [gallery, account] = navigation_for(commissioner, "/gallery/paper.pdf")
    assert (gallery.active, gallery.current, account.active) == (True, False, False)
