"""A published paper is decided by a member, published as a decision, and becomes somebody's work."""

from django.utils import timezone

from tests.journeys.papers import publish_paper


def test_member_decides_and_an_action_appears(product, everyone, people, forecast):
    reference = publish_paper(everyone)
    anybody = people.stranger()
    anybody.open("/")
    anybody.follow("decisions that councils mean to take")
    anybody.follow("Derbyshire")
    assert anybody.sees(reference)
    product.hold_meeting(reference)
    member = people["cabinet-member-derbyshire"]
    member.open(f"/papers/{reference}/brief/")
    assert member.sees("What is asked") and member.sees("Main risk")
    member.press("Decide")
    asked = member.typed("resolution")
    member.fill(outcome="amended", reasons="The need is shown.")
    member.press("Record the decision")
    member.assert_error("Change the recommendations to the words that were agreed", "resolution")
    member.fill(outcome="approved")
    member.press("Record the decision")
    assert member.sees("Approved") and member.sees(asked.split("\n")[0])
    clerk = people["democratic-services-derbyshire"]
    clerk.open(f"/papers/{reference}/decision/")
    clerk.press("Publish the decision")
    assert clerk.sees("Can be called in until")
    clerk.press("Record a call-in")
    clerk.fill(called_on=timezone.localdate(), called_by="Three members", reasons="The cost")
    clerk.press("Record")
    clerk.press("Record its outcome")
    clerk.fill(outcome="upheld", heard_on=timezone.localdate(), findings="It stands.")
    clerk.press("Record")
    assert clerk.sees("Decision upheld")
    commissioner = people["commissioner-derbyshire"]
    commissioner.open("/papers/waiting/")
    assert commissioner.sees("To carry out")
    commissioner.follow("ACT-")
    commissioner.fill(verb="complete", outcome="Done as agreed.")
    commissioner.press("Record")
    assert commissioner.sees("Being carried out")
