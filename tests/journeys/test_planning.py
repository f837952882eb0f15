"""A planner’s afternoon: two scenarios, a block weighed against spot, and the statement of it all."""

import page as pdf
from pypdf import PdfReader


def test_planner_compares_scenarios_weighs_a_block_and_opens_the_statement(people, forecast):
    planner = people["planner-derbyshire"]
    planner.open("/sufficiency/scenarios/")
    for name, kind, typed in (
        ("Home from home", "Step-down to fostering", {"monthly_percent": "2", "age_bands": ["10-15"]}),
        ("If spot grows dearer", "Price growth", {"category": "residential", "yearly_percent": "5"}),
    ):
        planner.press("New scenario")
        planner.press("Save")
        planner.assert_error("Enter name", "name")
        planner.fill(name=name)
        planner.press("Save")
        planner.follow(kind)
        planner.fill(from_month="3", **typed)
        planner.press("Add this change")
        planner.press("Work it out")
        planner.wait_for("See what it comes to")
        planner.press("See what it comes to")
        assert planner.sees("Cost by year of the plan")
        planner.open("/sufficiency/scenarios/")
    side_by_side = planner.main.locator("table").first.inner_text()
    assert all(name in side_by_side for name in ("As things are", "Home from home", "If spot grows dearer"))

    planner.follow("Block or spot")
    planner.press("Weigh a block")
    assert float(planner.typed("spot_weekly")) > 1000, "filled from the council's own ledger"
    planner.fill(
        name="Near home", beds="99", weekly_price="4,101.30", spot_weekly="4557", suitable_percent="20"
    )
    planner.press("Weigh it")
    assert planner.typed("name") == "Near home" and planner.sees("There is a problem")
    planner.fill(beds="15")
    planner.press("Weigh it")
    assert planner.sees("13.5 of 15 beds in use (90.0%)") and planner.sees("If one assumption is otherwise")

    for name in ("Supply", "Unmet need"):
        planner.open("/sufficiency/")
        planner.follow(name)

    planner.follow("Statements")
    planner.press("Make a statement")
    planner.fill(kind="sufficiency", commitments="We will open homes near our children’s schools.")
    planner.press("Make the statement")
    planner.wait_for("Download the statement")
    file = planner.download("Download the statement")
    assert pdf.validate_pdf_bytes(file.read_bytes(), profile="ua1").is_compliant
    words = " ".join(" ".join(p.extract_text() for p in PdfReader(file).pages).split())
    assert "Home from home" in words and "near our children’s schools" in words
    assert "missing figure" not in words
