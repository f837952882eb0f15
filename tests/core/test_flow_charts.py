"""The picture of flows between kinds."""

import pytest

from core.charts import flow_chart

KINDS = ["Not in care", "Fostering", "Homes"]
FLOWS = {("Not in care", "Fostering"): 12, ("Fostering", "Homes"): 3, ("Homes", "Not in care"): 5}


def test_every_flow_is_in_the_picture_the_table_and_the_words():
    chart = flow_chart(title="Moves", kinds=KINDS, flows=FLOWS)
    assert chart.svg.count("<path") == 3
    assert chart.table.rows == [
        ["Not in care", "Fostering", "12"],
        ["Fostering", "Homes", "3"],
        ["Homes", "Not in care", "5"],
    ]
    assert "Fostering to Homes: 3." in chart.alt
    assert chart.table.for_export()[0][2] == 12


def test_names_are_escaped():
    chart = flow_chart(title="<b>", kinds=["<i>", "&"], flows={("<i>", "&"): 1})
    assert "<b>" not in chart.svg and "<i>" not in chart.svg


@pytest.mark.parametrize("flows", [{}, {("Fostering", "Homes"): 0}, {("Fostering", "Elsewhere"): 2}])
def test_nothing_or_an_unknown_kind_is_refused(flows):
    with pytest.raises(ValueError):
        flow_chart(title="Moves", kinds=KINDS, flows=flows)
