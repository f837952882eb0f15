"""Letters about a referral: each provider reads its own and the shared answers; none names the child."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound
from core.models import Job, ViewEvent
from placements.models import ReferralMessage, SharedAnswer
from placements.selectors.messages import access_attachment, access_question, answers_of, thread_of
from placements.services.messages import (
    answer_question,
    tell_of_messages,
    write_to_council,
    write_to_recipients,
)
from placements.services.referrals import close_referral
from tests.factories.authorities import council_actor
from tests.factories.need import AttachmentFactory, QuestionFactory
from tests.factories.placements import NOW, ChildIdentityFactory, RecipientFactory
from tests.factories.providers import provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient():
    recipient = RecipientFactory()
    ChildIdentityFactory(child=recipient.referral.request.child)
    return recipient


@pytest.fixture
def rival(recipient):
    return RecipientFactory(referral=recipient.referral)


@pytest.fixture
def officer(recipient):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=recipient.authority)


def test_question_is_answered_for_all_without_saying_who_asked(recipient, rival, officer):
    asker = provider_actor(recipient.provider)
    with acting_as(asker):
        asked = write_to_council(
            recipient=recipient, body="We at Larkspur ask: any pets?", is_question=True, by=asker, at=NOW
        )
    with acting_as(officer):
        answer_question(message=asked, question="Any pets?", answer="A rabbit.", by=officer, at=NOW)
        with pytest.raises(Conflict, match="already"):
            answer_question(message=asked, question="Any pets?", answer="Two.", by=officer, at=NOW)
    other = provider_actor(rival.provider)
    with acting_as(other):
        (shared,) = answers_of(rival.referral)
        assert (shared.question, shared.answer) == ("Any pets?", "A rabbit.")
        assert thread_of(rival) == []
        assert not ReferralMessage.objects.exists()


def test_what_is_sent_to_providers_is_guarded(recipient, officer):
    with acting_as(officer):
        with pytest.raises(DomainError, match="could identify the child") as refused:
            write_to_recipients(
                referral=recipient.referral,
                provider_ids=[recipient.provider_id],
                body="Zofia would like to visit.",
                by=officer,
                at=NOW,
            )
        assert refused.value.field == "body"
        asked = QuestionFactory(recipient=recipient)
        with pytest.raises(DomainError, match="could identify"):
            answer_question(message=asked, question="Which school?", answer="Highfields.", by=officer, at=NOW)
        assert not SharedAnswer.objects.exists()


def test_letters_say_only_that_there_is_something_to_read(recipient, officer):
    with acting_as(officer):
        write_to_recipients(
            referral=recipient.referral,
            provider_ids=[recipient.provider_id],
            body="Could you start a week earlier?",
            by=officer,
            at=NOW,
        )
        (letter,) = Job.objects.filter(kind="provider_letter")
        assert "week earlier" not in letter.params["body"]
    asker = provider_actor(recipient.provider)
    with acting_as(asker):
        write_to_council(recipient=recipient, body="We could.", is_question=False, by=asker, at=NOW)
    with acting_as(officer):
        assert tell_of_messages(by=officer, at=NOW) == 1
        assert tell_of_messages(by=officer, at=NOW) == 0
        (letter,) = Job.objects.filter(kind="staff_letter")
        assert "We could" not in letter.params["body"]


def test_closing_takes_the_correspondence_from_the_provider_and_keeps_it_for_the_council(recipient, officer):
    QuestionFactory(recipient=recipient)
    file = AttachmentFactory(message__recipient=recipient, message__is_question=False)
    provider = provider_actor(recipient.provider)
    with acting_as(provider):
        assert len(thread_of(recipient)) == 2
        assert access_attachment(provider, file.reference)
    with acting_as(officer):
        close_referral(referral=recipient.referral, reason="Done.", by=officer, at=NOW)
    with acting_as(provider):
        assert thread_of(recipient) == []
        with pytest.raises(NotFound):
            access_attachment(provider, file.reference)
        with pytest.raises(Conflict, match="closed"):
            write_to_council(recipient=recipient, body="Hello?", is_question=False, by=provider, at=NOW)
    with acting_as(officer):
        assert len(thread_of(recipient)) == 2


def test_another_provider_or_council_opens_no_file_and_no_question(recipient, rival):
    file = AttachmentFactory(message__recipient=recipient)
    question = QuestionFactory(recipient=recipient)
    for actor in (provider_actor(rival.provider), council_actor(Role.COMMISSIONER)):
        with acting_as(actor), pytest.raises(NotFound):
            access_attachment(actor, file.reference)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger), pytest.raises(NotFound):
        access_question(stranger, recipient.referral, str(question.pk))


def test_file_is_a_download_whose_opening_is_noted_and_a_disguise_is_refused(recipient, officer):
    browser = browser_of(provider_actor(recipient.provider))
    page = reverse("portal_referral_messages", args=[recipient.referral.reference])
    words = {"kind": "message", "body": "Our plan is attached."}
    bad = browser.post(page, {**words, "attachment": SimpleUploadedFile("plan.pdf", b"MZ program")})
    assert "This is not a PDF file" in bad.content.decode()
    assert "Our plan is attached." in bad.content.decode()
    browser.post(page, {**words, "attachment": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")})
    with acting_as(officer):
        (sent,) = ReferralMessage.objects.select_related("attachment")
    answer = browser_of(officer).get(reverse("attachment_download", args=[sent.attachment.reference]))
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    with acting_as(officer):
        assert ViewEvent.objects.filter(subject=sent.attachment.reference, level=2).count() == 1


def test_pages_show_threads_questions_and_answers_and_write_to_some(recipient, rival, officer):
    QuestionFactory(recipient=recipient)
    browser = browser_of(officer)
    page = reverse("referral_messages", args=[recipient.referral.reference])
    shown = browser.get(page).content.decode()
    assert "Is there a pet to bring along?" in shown
    browser.post(page, {"to": [rival.provider_id], "body": "When could you visit?"})
    with acting_as(officer):
        (sent,) = ReferralMessage.objects.filter(from_provider=False)
        assert sent.recipient_id == rival.pk
        question = ReferralMessage.objects.get(is_question=True)
    answer = reverse("referral_answer", args=[recipient.referral.reference])
    assert browser.get(f"{answer}?question=zz9").status_code == 404
    browser.post(f"{answer}?question={question.pk}", {"question": "A pet?", "answer": "No."})
    assert "Questions answered for all" in browser.get(page).content.decode()
