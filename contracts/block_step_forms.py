"""What is typed to run a block contract that is signed."""

from datetime import date
from typing import Any

from django import forms

from authorities.selectors.register import authorities_visible_to
from contracts.block_choices import ENDING, BedStage, GivenBy, NoticeGround, StopCause
from contracts.block_forms import (
    DatedForm,
    TermsForm,
    decision_field,
    percent_field,
    terms_as_typed,
    text_field,
    whole_field,
)
from contracts.models import BlockContract
from contracts.selectors.block_life import homes_of, own_holds
from contracts.selectors.block_shares import positions_of
from contracts.services.block_changes import NewTerms
from contracts.services.block_shares import SharePart
from core import formats
from core.actor import Actor
from core.forms import DateField, Look, MoneyField, Section

SHARE_ROWS = 6


class StepForm(DatedForm):
    """Something done to one contract."""

    def __init__(
        self, data: Any = None, *, contract: BlockContract, actor: Actor, on: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.contract, self.actor, self.today = contract, actor, on
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first answers from the contract."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class SignForm(StepForm):
    signed_on = DateField(label="Signed by both sides on")
    decision_reference = decision_field()


class ReasonForm(StepForm):
    reason = text_field("Why?")


class SharesForm(StepForm):
    """Up to six councils; an empty row is left out."""

    starts_on = DateField(label="From")

    def prepare(self) -> None:
        councils = [
            ("", "No council"),
            *authorities_visible_to(self.actor).order_by("name").values_list("code", "name"),
        ]
        now = list(
            self.contract.shares.in_force_on(max(self.today, self.contract.starts_on)).order_by(
                "-percent", "pk"
            )
        )
        recharges = {
            each.authority_id: each.weekly_rate
            for each in self.contract.recharges.in_force_on(max(self.today, self.contract.starts_on))
        }
        self.looks: dict[str, Look] = {}
        sections = [Section("When", ("starts_on",))]
        for row in range(1, SHARE_ROWS + 1):
            share = now[row - 1] if row <= len(now) else None
            names = (f"council_{row}", f"percent_{row}", f"recharge_{row}")
            council, percent, recharge = names
            self.fields[council] = forms.ChoiceField(label="Council", required=False, choices=councils)
            self.fields[percent] = percent_field("Share of the cost", required=False)
            self.fields[recharge] = MoneyField(
                label="Pays for a bed it uses, a week",
                required=False,
                help_text="Divided between all by their shares. Empty: a used bed costs each its share."
                if row == 1
                else "",
            )
            self.looks |= {percent: Look(suffix="%", width=5), recharge: Look(prefix="£", width=10)}
            if share is not None:
                self.initial = {
                    **self.initial,
                    council: share.authority.code,
                    percent: share.percent,
                    recharge: recharges.get(share.authority_id),
                }
            sections.append(Section(f"Council {row}", names))
        self.sections = tuple(sections)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for row in range(1, SHARE_ROWS + 1):
            named, percent = cleaned.get(f"council_{row}"), cleaned.get(f"percent_{row}")
            if named and percent is None and f"percent_{row}" not in self.errors:
                self.add_error(f"percent_{row}", "Enter a share, for example 25, or 0 for empty beds only")
            if not named and percent:
                self.add_error(f"council_{row}", "Choose the council that has this share")
        return cleaned

    def parts(self) -> list[SharePart]:
        typed = self.cleaned_data
        codes = {row: typed[f"council_{row}"] for row in range(1, SHARE_ROWS + 1) if typed[f"council_{row}"]}
        councils = {
            one.code: one for one in authorities_visible_to(self.actor).filter(code__in=codes.values())
        }
        return [
            SharePart(councils[code], typed[f"percent_{row}"], typed[f"recharge_{row}"])
            for row, code in codes.items()
        ]


class BedsForm(StepForm):
    looks = {"number": Look(width=3)}

    setting = forms.ChoiceField(label="Home")
    number = whole_field("Beds in it", most=50)
    starts_on = DateField(label="Counted in the contract from")

    def prepare(self) -> None:
        self.homes = {home.urn: home for home in homes_of(self.contract.provider)}
        self.offer("setting", [(urn, home.name) for urn, home in self.homes.items()])
        self.initial.setdefault("starts_on", max(self.contract.starts_on, self.today))


class BedStepForm(StepForm):
    bed = forms.ChoiceField(label="Bed")
    stage = forms.ChoiceField(label="Is now", choices=BedStage.choices, widget=forms.RadioSelect)
    on = DateField(label="Since")
    note = forms.CharField(label="Note", max_length=200, required=False)

    def prepare(self) -> None:
        self.beds = {str(bed.pk): bed for bed in self.contract.beds.all()}
        self.offer("bed", [(key, f"{bed.name}, {bed.setting.name}") for key, bed in self.beds.items()])
        if self.contract.state in ENDING:
            self.offer("stage", [(BedStage.WITHDRAWN.value, BedStage.WITHDRAWN.label)])


class VaryForm(TermsForm, StepForm):
    """All the terms from a day on."""

    starts_on = DateField(label="From")
    reason = text_field("Why?")
    decision_reference = decision_field(required=False)

    def prepare(self) -> None:
        self.initial = {
            **terms_as_typed(self.contract, on=max(self.today, self.contract.starts_on)),
            **self.initial,
        }
        self.order_fields(["starts_on"])

    def terms(self) -> NewTerms:
        """What was typed, once it is valid."""
        return NewTerms(**self.cleaned_data)


class OptionForm(StepForm):
    decided_on = DateField(label="Decided on")
    decision_reference = decision_field()


class StopForm(StepForm):
    setting = forms.ChoiceField(label="Home", required=False)
    cause = forms.ChoiceField(label="Cause", choices=StopCause.choices, widget=forms.RadioSelect)
    starts_on = DateField(label="From")
    reason = text_field("Why?", help_text="What was found, and what is asked of the provider")

    def prepare(self) -> None:
        self.homes = {bed.setting.urn: bed.setting for bed in self.contract.beds.all()}
        homes = [(urn, home.name) for urn, home in self.homes.items()]
        self.offer("setting", [("", "Every home of the contract"), *homes])
        self.initial.setdefault("starts_on", self.today)


class RecoverForm(StepForm):
    stop = forms.ChoiceField(label="Which stop is lifted?", widget=forms.RadioSelect)
    ends_on = DateField(label="Children may come again from")
    reason = text_field("Why?", help_text="What has changed, such as a new inspection")

    def prepare(self) -> None:
        self.stops = {str(stop.pk): stop for stop in self.contract.stops.all() if stop.ends_on is None}
        self.offer(
            "stop",
            [
                (key, f"{stop.setting.name if stop.setting else 'Every home'}: {stop.get_cause_display()}")
                for key, stop in self.stops.items()
            ],
        )
        self.initial.setdefault("ends_on", self.today)


class NoticeForm(StepForm):
    ground = forms.ChoiceField(label="Ground", choices=NoticeGround.choices, widget=forms.RadioSelect)
    given_by = forms.ChoiceField(label="Given by", choices=GivenBy.choices, widget=forms.RadioSelect)
    given_on = DateField(label="Given on")
    last_day = DateField(label="Last day of the contract")
    reason = text_field("Reason", required=False, help_text="Needed for a breach")
    decision_reference = decision_field(required=False)


class LeaveForm(DatedForm):
    """The provider's own notice."""

    last_day = DateField(label="Last day of the contract")
    reason = text_field("Reason", required=False, help_text="You need not give one")


class AnswerTermsForm(forms.Form):
    """The provider's answer to new terms."""

    AGREE, DECLINE = "agree", "decline"

    answer = forms.ChoiceField(
        label="Your answer",
        choices=((AGREE, "We agree to these terms"), (DECLINE, "We decline")),
        widget=forms.RadioSelect,
    )
    words = text_field("Words to the council", required=False, help_text="If you decline, say why")


class WithdrawForm(StepForm):
    withdrawn_on = DateField(label="Withdrawn on")
    reason = text_field("Why?")


class AcceptForm(StepForm):
    """What the council takes on follows from the contract; its own decision is what it adds."""

    decision_reference = decision_field()

    def prepare(self) -> None:
        positions = positions_of(self.contract, on=self.today)
        own = next((each for each in positions if each.authority_id == self.actor.authority_id), None)
        if own is not None:
            self.fields["decision_reference"].help_text = (
                f"The decision to take on {formats.money(own.missing)}, with which our"
                f" {own.percent.normalize():f}% comes to {formats.money(own.value)} over the term"
            )


class NothingForm(StepForm):
    """Nothing to fill in."""


class EndForm(StepForm):
    """Nothing to fill in: the record says whether it may end."""

    really = forms.BooleanField(label="Every child has another arrangement and the last payment is settled")


class HoldForm(StepForm):
    setting = forms.ChoiceField(label="Home")
    starts_on = DateField(label="From")
    last_day = DateField(label="Last night it is held, if the child does not come")

    def prepare(self) -> None:
        self.homes = {bed.setting.urn: bed.setting for bed in self.contract.beds.all()}
        self.offer("setting", [(urn, home.name) for urn, home in self.homes.items()])
        self.initial.setdefault("starts_on", self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last night must not be before the first")
        if first and first < self.today:
            self.add_error("starts_on", "A bed is held from today or later")
        return cleaned


class GiveBackForm(StepForm):
    booking = forms.ChoiceField(label="Bed", widget=forms.RadioSelect)
    ends_on = DateField(label="Free again from")

    def prepare(self) -> None:
        holds = own_holds(self.contract, self.actor, on=self.today)
        self.holds = {str(hold.pk): hold for hold in holds}
        self.offer("booking", [(key, hold.bed.name) for key, hold in self.holds.items()])
        self.initial.setdefault("ends_on", self.today)
