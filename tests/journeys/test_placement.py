"""One girl of 14, from the request to the home: everybody's part, in the order of a real week."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.journeys.people import People, Person

COUNCIL = "derbyshire"
NAME, SCHOOL = "Marigold Ashdown", "Larkfield Academy"
VIEWS = "I want to stay near my nan and keep my dog if I can."
SUMMARY = "Loves drawing and football. Settles best with calm adults and a steady routine."
CORE, EDUCATION = Decimal("3650.00"), Decimal("310.55")
DEARER = Decimal("3990.00")


@dataclass
class Story:
    """What one part of the story leaves for the next."""

    request: str = ""
    referral: str = ""
    homes: dict[str, str] = field(default_factory=dict)
    approvals: list[str] = field(default_factory=list)
    agreement: str = ""
    placement: str = ""

    @property
    def winner(self) -> str:
        return next(iter(self.homes))


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def staff(people: People, role: str) -> Person:
    return people[f"{role}-{COUNCIL}"]


def reference_in(person: Person, prefix: str) -> str:
    found = re.search(rf"{prefix}-[A-Z0-9]+", f"{person.path} {person.text}")
    assert found, f"{person.page.url} shows no {prefix} reference"
    return found.group()


def today() -> date:
    return timezone.localdate()


def test_commissioner_asks_for_a_home_and_submits_it(people, story):
    commissioner = staff(people, "commissioner")
    commissioner.open("/")
    assert commissioner.path == "/requests/"
    commissioner.press("Ask for a home")
    commissioner.fill(
        full_name=NAME,
        date_of_birth=date(today().year - 14, 1, 15) - timedelta(days=30),
        sex="F",
        home_postcode="DE4 3ND",
        case_number="DBS-20417",
        school=SCHOOL,
        placement_type="residential",
        urgency="planned",
        home_area="Matlock",
        radius_miles="40",
        needs=["emotional", "education"],
    )
    commissioner.press("Save draft")
    story.request = reference_in(commissioner, "REQ")
    assert commissioner.sees("Before it can be submitted")
    commissioner.press("Change the request")
    commissioner.fill(
        needed_on=today(),
        planned_end_on=today() + timedelta(days=182),
        needs_summary="A small home with experienced staff, and help to get back to school.",
        child_views=VIEWS,
        legal_status="C2",
    )
    commissioner.press("Save")
    commissioner.press("Submit")
    assert commissioner.sees("A service manager or above decides the need next")


def test_head_of_service_agrees_the_need(people, story):
    head = staff(people, "head-of-service")
    head.open("/requests/")
    head.follow(story.request)
    assert head.sees(VIEWS) and not head.sees(NAME)
    head.press("Decide the need")
    head.fill(
        decision="agree", considered="Her aunt was asked. No carer of ours has a place within 40 miles."
    )
    head.press("Decide")
    assert head.sees("Need agreed")


def test_each_step_of_the_route_needs_a_reason_before_the_next_opens(people, story):
    commissioner = staff(people, "commissioner")
    commissioner.open(f"/requests/{story.request}/")
    commissioner.press("Start sourcing")
    assert "in-house" in commissioner.main.locator("h2", has_text="Step 1").inner_text()
    commissioner.press("Close this step")
    commissioner.assert_error("Why is no home here suitable", "outward_reason")
    personas = providers_with_personas(people)
    position = 1
    while True:
        step = commissioner.main.locator("h2", has_text=f"Step {position}").inner_text()
        homes = homes_by_provider(commissioner, personas)
        if len(homes) >= 3 and "mini-competition" not in step:
            break
        if "block" in step:
            weigh_block_beds(commissioner)
        commissioner.fill(outward_reason="no_vacancy", note=f"Asked at step {position}: nothing suits her.")
        commissioner.press("Close this step")
        assert commissioner.sees(f"Asked at step {position}: nothing suits her.")
        position += 1
    assert position > 2
    story.homes = dict(list(homes.items())[:3])


def weigh_block_beds(person: Person) -> None:
    """A block bed that fits is never skipped in silence: each is judged before the search moves outward."""
    weigh = person.main.get_by_role("link", name="Does it fit?")
    for href in weigh.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        person.open(href)
        person.fill(verdict="against", reasons="The children there are much younger.")
        person.press("Keep this judgement")


def providers_with_personas(people: People) -> dict[str, str]:
    """The key of the persona of each provider that has one."""
    visitor = people.stranger()
    visitor.open("/account/demo/")
    found = {}
    for group in visitor.page.locator("details").all():
        keys = group.locator("form").evaluate_all("forms => forms.map(f => f.getAttribute('action'))")
        if len(keys) == 1 and "manager-" in keys[0]:
            found[group.locator("summary").inner_text().strip()] = keys[0].split("/")[-2]
    return found


def homes_by_provider(person: Person, personas: dict[str, str]) -> dict[str, str]:
    """The first fitting home of each provider with a persona: the persona's key, and the home to tick."""
    found: dict[str, str] = {}
    for row in person.main.locator("table:has([name=home]) tbody tr").all():
        text = row.inner_text()
        if "Judged not to fit" in text:
            continue
        for provider, key in personas.items():
            if provider in text:
                found.setdefault(key, row.locator("[name=home]").get_attribute("value") or "")
    return found


def test_somebody_else_clears_the_referral_before_it_is_sent(people, story, product):
    commissioner = staff(people, "commissioner")
    for home in story.homes.values():
        commissioner.main.locator(f'[name="home"][value="{home}"]').check()
    commissioner.press("Write a referral to those ticked")
    commissioner.fill(summary=f"{NAME} loves drawing.")
    commissioner.press("Save referral")
    commissioner.assert_error("Take out what could identify the child", "summary")
    commissioner.fill(summary=SUMMARY)
    commissioner.press("Save referral")
    story.referral = reference_in(commissioner, "REF")
    assert commissioner.sees("must read the text and clear it")
    assert not commissioner.has_button("Clear the text") and not commissioner.has_button("Send to providers")
    officer = staff(people, "placements-officer")
    officer.open(f"/referrals/{story.referral}/")
    officer.press("Clear the text")
    officer.press("Send to providers")
    assert officer.sees("Answers are due by")
    product.wait_for_letters(f"Referral {story.referral} to answer", count=3)


def test_providers_offer_decline_and_offer(people, story):
    first, second = (people[key] for key in list(story.homes)[:2])
    third = people.sign_in(list(story.homes)[2], javascript=False)
    offer(first, story, core=CORE, education=EDUCATION)
    second.open("/")
    second.follow(story.referral)
    for secret in (NAME, SCHOOL, "Marigold", "DE4"):
        assert not second.sees(secret)
    second.press("Decline")
    second.fill(reason="staffing")
    second.press("Decline")
    assert second.sees("Thank you for answering")
    offer(third, story, core=DEARER)


def offer(provider: Person, story: Story, **fees: Decimal) -> None:
    """Open the referral from the start page, fill in an offer, read it through and send it."""
    provider.open("/")
    assert provider.path == "/portal/"
    provider.follow(story.referral)
    provider.press("Make an offer")
    homes = provider.field("setting")
    if homes.count() and homes.first.get_attribute("type") == "radio":
        homes.first.check()
    provider.fill(
        earliest_start_on=today(),
        valid_until=today() + timedelta(days=30),
        match_statement="Two girls near her age live here and share her interests.",
        **{f"{kind}_rate": rate for kind, rate in fees.items()},
    )
    provider.press("Continue")
    assert provider.sees(f"£{sum(fees.values()):,.2f}")
    provider.press("Send the offer")
    assert provider.sees("was sent to")


def test_commissioner_compares_marks_and_chooses_with_reasons(people, story):
    commissioner = staff(people, "commissioner")
    commissioner.open(f"/requests/{story.request}/offers/")
    commissioner.press("Compare these offers")
    assert commissioner.sees(VIEWS) and commissioner.sees(f"£{CORE:,.2f}")
    marks = {0: ("4", "3.5"), 1: ("3", "3")}
    for number, (quality, social) in marks.items():
        commissioner.open(f"/requests/{story.request}/offers/")
        card = commissioner.main.locator(".hearth-card", has_text="Mark each offer")
        commissioner.open(card.locator("a").nth(number).get_attribute("href") or "")
        commissioner.fill(quality_mark=quality, social_value_mark=social)
        commissioner.press("Save marks")
    commissioner.fill(reasons="The best match: she knows the area, and her school is near.")
    commissioner.field("offer").first.check()
    commissioner.press("Put this offer forward")
    assert commissioner.sees("Three approvals are asked for")


def test_three_people_approve_and_whoever_asked_cannot(people, story):
    commissioner = staff(people, "commissioner")
    commissioner.open("/approvals/")
    asked = commissioner.main.locator("a[href*='/approvals/APR-']")
    story.approvals = asked.evaluate_all("links => [...new Set(links.map(a => a.getAttribute('href')))]")
    own = []
    for address in story.approvals:
        commissioner.open(address)
        if story.request in commissioner.page.title():
            own.append(address)
            assert (
                commissioner.sees("somebody else must approve it")
                and not commissioner.field("decision").count()
            )
    story.approvals = own
    assert len(own) == 3
    for address in own:
        commissioner.open(address)
        if commissioner.main.get_by_role("link", name="Record the consultation").count():
            commissioner.follow("Record the consultation")
            commissioner.fill(consultation="Their placements team has the care plan and no concerns.")
            commissioner.press("Record the consultation")
    decided = [decide(people, address) for address in own]
    assert len(set(decided)) == 3
    commissioner.open(f"/requests/{story.request}/")
    assert commissioner.sees("Approved")


APPROVERS = (
    "nominated-officer",
    "contract-signatory",
    "service-manager",
    "head-of-service",
    "assistant-director",
    "dcs",
)


def decide(people: People, address: str) -> str:
    """The first of the approvers who may decide this does; who it was."""
    for role in APPROVERS:
        person = staff(people, role)
        if person.open(address) == 200 and person.field("decision").count():
            person.fill(decision="approve")
            person.press("Record the decision")
            return role
    raise AssertionError(f"Nobody may decide {address}")


def test_agreement_is_made_by_a_job_and_both_sides_sign_it(people, story):
    commissioner = staff(people, "commissioner")
    commissioner.open(f"/requests/{story.request}/")
    commissioner.press("Draft the agreement")
    commissioner.press("Draft")
    story.agreement = reference_in(commissioner, "IPA")
    commissioner.press("Issue to the provider")
    commissioner.wait_for("Individual placement agreement")
    text = text_of(commissioner.download("Individual placement agreement"))
    assert story.agreement in text and f"£{CORE + EDUCATION:,.2f}" in text and NAME not in text
    provider = people[story.winner]
    provider.open("/")
    provider.follow(story.agreement)
    provider.fill(confirmed=True)
    provider.press("Sign the agreement")
    signatory = staff(people, "contract-signatory")
    signatory.open("/approvals/")
    signatory.open(f"/agreements/{story.agreement}/")
    signatory.press("Sign for the council")
    signatory.fill(agrees=True)
    signatory.press("Sign")
    story.placement = reference_in(signatory, "PLC")
    assert signatory.sees("The placement is recorded")


def test_identity_is_released_to_the_chosen_provider_only(people, story):
    winner, decliner, loser = (people[key] for key in story.homes)
    winner.open("/portal/placements/")
    winner.follow(story.placement)
    assert winner.sees(NAME) and winner.sees(SCHOOL)
    for other in (decliner, loser):
        for address in (
            f"/portal/placements/{story.placement}/",
            f"/portal/agreements/{story.agreement}/",
            f"/portal/referrals/{story.referral}/",
        ):
            assert other.open(address) == 404
    loser.open("/portal/offers/")
    assert loser.sees("Not chosen") or loser.sees("Not selected")


def test_nightly_accrual_pays_the_first_night(people, story, product):
    product.ring_tomorrow("placements.start_nightly_accrual")
    finance = staff(people, "finance")
    month = f"{today():%Y-%m}"
    first_night = ((CORE / 7).quantize(Decimal("0.01")), (EDUCATION / 7).quantize(Decimal("0.01")))
    finance.open_when_there(f"/spend/{month}/of/{story.placement}/")
    for amount in first_night:
        assert finance.sees(f"£{amount:,.2f}")
    assert not finance.sees(NAME)


def text_of(file) -> str:
    return " ".join(page.extract_text() for page in PdfReader(file).pages)
