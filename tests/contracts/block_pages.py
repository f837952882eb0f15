"""A block contract's forms, sent as a browser sends them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from contracts.choices import PAYABLE_VOIDS
from contracts.models import BlockContract
from core.actor import acting_as
from core.periods import add_months
from tests.factories.providers import ProviderFactory
from tests.pages import browser_of

TODAY = timezone.localdate()
START = add_months(TODAY.replace(day=1), -12)


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def take(actor, contract, step, **typed):
    """The step's form as sent; the answer, its form's errors, and the contract after it."""
    fields = {}
    for name, value in typed.items():
        fields |= dated(name, value) if hasattr(value, "year") else {name: value}
    answer = browser_of(actor).post(reverse(f"contract_{step}", args=[contract.reference]), fields)
    form = answer.context["form"] if answer.context and "form" in answer.context else None
    return answer.status_code, dict(form.errors) if form else {}


def now(actor, contract):
    with acting_as(actor):
        return BlockContract.objects.get(pk=contract.pk)


def page(actor, contract):
    return browser_of(actor).get(reverse("contract_detail", args=[contract.reference])).content.decode()


DRAFT = {
    "name": "Homes for fifteen",
    "category": "residential",
    "tool": "",
    **dated("starts_on", START),
    **dated("last_day", add_months(START, 36) - timedelta(days=1)),
    "options": "24 + 24",
    "notice_months": 12,
    "governance_lead_weeks": 12,
    "no_fault_months": 12,
    "beds_agreed": 2,
    "weekly_rate": "4,101.30",
    "guaranteed_weekly": "4101.30",
    "payable_voids": list(PAYABLE_VOIDS),
    "below_good_percent": "50",
    "indexation_percent": "1.5",
}


def draw_up(keeper, **typed):
    provider = ProviderFactory()
    browser = browser_of(keeper)
    answer = browser.post(reverse("contract_new"), {**DRAFT, "provider": provider.reference, **typed})
    if answer.status_code == 200:
        return None, dict(answer.context["form"].errors)
    with acting_as(keeper):
        return BlockContract.objects.get(reference=answer.url.rstrip("/").split("/")[-1]), {}
