"""Register tables on screen."""

from django.template.loader import render_to_string
from django.test import RequestFactory

from core.gallery.tables import SampleTable, sample_rows, sample_table


def drawn(query: str = "", rows: int = 23) -> str:
    request = RequestFactory().get(f"/gallery/{query}")
    return sample_table(request, rows).as_html(request)


def test_table_says_which_column_it_is_sorted_by():
    html = drawn("?sort=-weekly")
    assert html.count('aria-sort="descending"') == 1
    assert html.count('aria-sort="none"') == 5


def test_sorting_goes_back_to_the_first_page_and_keeps_the_filters():
    html = drawn("?page=2&state=open&sort=home")
    assert "state=open&amp;sort=-home" in html
    assert "page=2&amp;sort" not in html


def test_pages_keep_the_sort():
    assert "?sort=-weekly&amp;page=2" in drawn("?sort=-weekly")


def test_empty_table_says_so_without_a_grid():
    html = drawn(rows=0)
    assert "There is nothing here yet." in html and "<table" not in html


def test_amounts_are_shown_in_pounds_and_exported_as_numbers():
    table = SampleTable(sample_rows(1))
    assert "£4,670.30" in drawn(rows=1)
    assert list(table.as_values())[1][5] == sample_rows(1)[0]["weekly"]


def test_page_and_api_share_nothing_with_a_hidden_query():
    request = RequestFactory().get("/gallery/")
    assert "Sample placements" in render_to_string(
        "components/table.html", {"table": sample_table(request, 3), "request": request}
    )
