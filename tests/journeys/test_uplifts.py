"""A provider asks for more; two people of the council turn what was agreed into prices."""

from playwright.sync_api import FilePayload

ACCOUNTS = FilePayload(name="accounts.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 accounts")


def test_uplift_is_asked_agreed_prepared_and_applied_by_another_with_headroom_shown(people):
    provider = people["manager-larkspur"]
    provider.open("/portal/prices/")
    assert provider.sees("left to ask")
    provider.press("Ask for an uplift")
    provider.fill(percent="1,5", reasons="Pay rose in April.")
    provider.field("evidence").set_input_files(ACCOUNTS)
    provider.press("Ask")
    provider.assert_error("Use a full stop, for example 1.5", "percent")
    provider.fill(percent="1.5")
    provider.field("evidence").set_input_files(ACCOUNTS)
    provider.press("Ask")
    assert provider.sees("No council has answered yet")
    asked = provider.path.rstrip("/").rpartition("/")[2]

    commissioner = people["commissioner-derbyshire"]
    commissioner.open(f"/contracts/uplifts/{asked}/")
    commissioner.press("Answer")
    commissioner.fill(verb="agree", reasons="Within the rule.")
    commissioner.press("Send the answer")
    commissioner.press("Dry run")
    commissioner.press("Work it out")
    assert commissioner.sees("somebody else must apply it") and not commissioner.has_button("Apply")
    assert commissioner.sees("Own spend through the D2N2 framework") and commissioner.sees("Fits")
    run = commissioner.path

    head = people["head-of-service-derbyshire"]
    head.open(run)
    head.press("Apply")
    assert head.sees("Applied by")
    head.follow("Own spend through the D2N2 framework")
    assert head.sees("Uplift, PLC-") and head.sees("Remaining")

    provider.open(f"/portal/prices/{asked}/")
    assert provider.sees("Agreed") and provider.sees("1.50%")
