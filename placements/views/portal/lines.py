"""The lines of a provider's lists: what it is, where it leads and how it stands."""

from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse

from core.formats import day, moment, money, time_left
from placements.models import Offer, Placement, PlacementAgreement, ReferralRecipient
from placements.provider_words import AGREEMENTS, PLACEMENTS, RECIPIENTS, told_of_offer
from providers.selectors.vacancies import HomeVacancy


class Line(NamedTuple):
    """What the ``task`` component takes."""

    text: str
    href: str
    hint: str
    status: str
    kind: str


def clock_line(recipient: ReferralRecipient, *, at: datetime) -> Line:
    """A referral to answer, with the time that is left."""
    text, href, hint, _, kind = referral_line(recipient)
    return Line(text, href, hint, time_left(recipient.referral.answer_by, at=at), kind)


def referral_line(recipient: ReferralRecipient) -> Line:
    referral = recipient.referral
    return Line(
        f"{referral.reference}, {recipient.authority.name}",
        reverse("portal_referral", args=[referral.reference]),
        f"Child aged {referral.age}, {referral.get_placement_type_display().lower()}."
        f" Answer by {moment(referral.answer_by)}",
        *RECIPIENTS[recipient.state],
    )


def vacancy_line(row: HomeVacancy) -> Line:
    return Line(
        row.setting.name,
        reverse("vacancy_report", args=[row.setting.urn]),
        f"{row.report.in_words}, told on {day(row.report.reported_at)}" if row.report else "",
        *(("Please check", "attention") if row.is_overtaken else (row.freshness.value, row.freshness.kind)),
    )


def offer_line(offer: Offer, *, on: date) -> Line:
    return Line(
        f"{offer.reference}, {offer.setting.name}",
        reverse("portal_offer_detail", args=[offer.reference]),
        f"{money(offer.weekly_total)} a week to {offer.authority.name}, sent on {day(offer.submitted_at)}",
        *told_of_offer(offer, on=on),
    )


def agreement_line(agreement: PlacementAgreement) -> Line:
    return Line(
        f"{agreement.reference}, {agreement.setting.name}",
        reverse("portal_agreement", args=[agreement.reference]),
        f"{agreement.authority.name}, from {day(agreement.starts_on)}",
        *AGREEMENTS[agreement.state],
    )


def placement_line(placement: Placement) -> Line:
    return Line(
        f"{placement.reference}, {placement.setting.name}",
        reverse("portal_placement", args=[placement.reference]),
        f"{placement.authority.name}, from {day(placement.starts_on)}",
        *PLACEMENTS[placement.state],
    )
