"""How a form is drawn: the renderer named in settings, and what a template may ask of a field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from core.forms.fields import DateInputs, DateParts, MoneyField, NumberField


@dataclass(frozen=True)
class Look:
    """How one field is drawn; every property has a sensible default.

    ``width`` is characters (2, 3, 4, 5, 10, 20, 30) for a text box. ``size`` is the label's: s, m or l, where
    l makes the label the page's heading. ``reveals`` maps a choice's value to the name of a field beneath.
    """

    prefix: str = ""
    suffix: str = ""
    width: int | None = None
    size: str = "s"
    inline: bool = False
    reveals: dict[str, str] = field(default_factory=dict)
    choice_hints: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A headed group of fields within a form."""

    title: str
    fields: tuple[str, ...]
    hint: str = ""


class FormError(NamedTuple):
    """One line of an error summary; ``target`` is the id of the box to go to, empty for the whole form."""

    message: str
    target: str


class DatePart(NamedTuple):
    """One box of a date."""

    name: str
    id: str
    label: str
    width: int
    value: str
    error: bool


class Choice(NamedTuple):
    """One radio or tick box: its widget, label, hint and the field it reveals."""

    tag: SafeString
    id: str
    label: str
    hint: str
    reveals: BoundField | None


class _NativeDate(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


# The most particular widget first: a MultipleChoice widget is also a Select.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateInputs, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.MultiWidget, "group"),
)


# Django's words for a number out of bounds name neither the field nor its unit.
LIMITS = {MinValueValidator.message: "more", MaxValueValidator.message: "less"}


class GovukBoundField(BoundField):
    """A field with what its GOV.UK mark-up needs."""

    @cached_property
    def look(self) -> Look:
        given = getattr(self.form, "looks", {}).get(self.name)
        return given or (Look(prefix="£", width=10) if isinstance(self.field, MoneyField) else Look())

    @cached_property
    def kind(self) -> str:
        """Names the template in ``templates/forms/kinds/``."""
        for widget, kind in _KINDS:
            if isinstance(self.field.widget, widget):
                return kind
        return "text"

    @property
    def kind_template(self) -> str:
        return f"forms/kinds/{self.kind}.html"

    @property
    def is_optional(self) -> bool:
        return not self.field.required and not self.field.disabled and self.kind != "checkbox"

    @property
    def maximum(self) -> int | None:
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def module(self) -> str:
        """The GOV.UK script that enhances the whole group, if one does."""
        if self.maximum:
            return "govuk-character-count"
        return "govuk-password-input" if self.kind == "password" else ""

    @cached_property
    def messages(self) -> list[str]:
        """The field's errors, in our words where Django's own would be vague; without a closing full stop."""
        found = self.form.errors.as_data().get(self.name, [])
        return [self._worded(error, text).removesuffix(".") for error in found for text in error.messages]

    def _worded(self, error: ValidationError, text: str) -> str:
        params = error.params or {}
        if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
            return self._ask()
        if error.code == "max_length" and "limit_value" in params:
            return f"{self.label} must be {params['limit_value']} characters or fewer"
        if error.message in LIMITS and "limit_value" in params:
            return f"{self.label} must be {params['limit_value']} or {LIMITS[error.message]}"
        if error.code == "invalid" and error.message == forms.IntegerField.default_error_messages["invalid"]:
            return f"{self.label} must be a whole number, for example 20"
        if error.code == "invalid_choice":
            return f"{self.label}: choose one of the answers shown"
        return text

    def _ask(self) -> str:
        label = str(self.label)
        if label.endswith("?"):
            return f"Answer “{label}”"
        if self.kind == "checkbox":
            return f"Tick “{label}” to continue"
        verb = {"radios": "Select", "checkboxes": "Select", "select": "Select", "file": "Choose"}.get(
            self.kind
        )
        keeps_capitals = len(label) > 1 and label[1].isupper()
        return f"{verb or 'Enter'} {label if keeps_capitals else label[:1].lower() + label[1:]}"

    @property
    def error_target(self) -> str:
        """Id of the first box to put right."""
        if self.kind == "date":
            return next((part.id for part in self.date_parts if part.error), f"{self.auto_id}_day")
        if self.kind in ("radios", "checkboxes", "group"):
            return f"{self.auto_id}_0"
        return self.auto_id

    @cached_property
    def date_parts(self) -> list[DatePart]:
        values = self.field.widget.parts_of(self.value())
        codes = {error.code or "" for error in self.form.errors.as_data().get(self.name, [])}
        marked = {part for code in codes for part in code.split(",")} & set(DateParts._fields)
        return [
            DatePart(
                name=f"{self.html_name}_{part}",
                id=f"{self.auto_id}_{part}",
                label=part.capitalize(),
                width=4 if part == "year" else 2,
                value=getattr(values, part),
                error=bool(codes) and (part in marked or not marked),
            )
            for part in DateParts._fields
        ]

    @property
    def choices(self) -> Iterator[Choice]:
        for widget in self.subwidgets:
            value = str(widget.data["value"])
            reveals = self.look.reveals.get(value)
            identity = widget.id_for_label
            widget.data["attrs"].pop("aria-invalid", None)
            widget.data["attrs"]["class"] = f"govuk-{self.kind}__input"
            hint = self.look.choice_hints.get(value, "")
            if hint:
                widget.data["attrs"]["aria-describedby"] = f"{identity}_hint"
            yield Choice(
                widget.tag(),
                identity,
                widget.choice_label,
                hint,
                self.form[reveals] if reveals else None,
            )

    @property
    def control(self) -> SafeString:
        """The widget itself, with GOV.UK classes."""
        widget = self.field.widget
        # A placeholder vanishes as one types and is too faint to read: the label says it all.
        attrs: dict[str, Any] = {"class": self._classes(), "placeholder": False}
        describedby = " ".join(
            filter(None, [self.aria_describedby, f"{self.auto_id}-info" if self.maximum else ""])
        )
        if describedby:
            attrs["aria-describedby"] = describedby
        if type(widget) is forms.NumberInput:
            kept = {name: value for name, value in widget.attrs.items() if name not in ("min", "max", "step")}
            numeric = "decimal" if isinstance(self.field, forms.DecimalField) else "numeric"
            return self.as_widget(forms.TextInput({"inputmode": numeric, **kept}), attrs)
        if type(widget) is forms.DateInput:
            return self.as_widget(_NativeDate(widget.attrs), attrs)
        if self.kind == "textarea":
            # The counter speaks of the limit; the browser must not cut the text off silently.
            unlimited = {
                name: value for name, value in widget.attrs.items() if name not in ("maxlength", "cols")
            }
            return self.as_widget(type(widget)({"rows": 5, **unlimited}), attrs)
        return self.as_widget(attrs=attrs)

    def _classes(self) -> str:
        base = {
            "select": "govuk-select",
            "textarea": "govuk-textarea",
            "file": "govuk-file-upload",
            "checkbox": "govuk-checkboxes__input",
            "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
        }.get(self.kind, "govuk-input")
        classes = [base]
        if self.messages and self.kind != "checkbox":
            classes.append(f"{base.split()[0]}--error")
        if self.kind == "textarea" and self.maximum:
            classes.append("govuk-js-character-count")
        if isinstance(self.field, (NumberField, forms.IntegerField)):
            classes.append("hearth-input--numeric")
        if self.kind == "text" and (width := self.look.width or self._natural_width()):
            classes.append(f"govuk-input--width-{width}")
        return " ".join(classes)

    def _natural_width(self) -> int | None:
        if isinstance(self.field, (forms.IntegerField, forms.DateField)):
            return 10 if isinstance(self.field, (forms.DecimalField, forms.DateField)) else 5
        return None


class GovukRenderer(TemplatesSetting):
    """Draws every form by the templates in ``templates/forms/``."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField


def sections_of(form: forms.BaseForm) -> list[tuple[Section | None, list[BoundField]]]:
    """The form's visible fields in its sections: fields of no section first, revealed ones left out."""
    sections: tuple[Section, ...] = getattr(form, "sections", ())
    revealed = {name for look in getattr(form, "looks", {}).values() for name in look.reveals.values()}
    placed = {name for section in sections for name in section.fields}
    visible = {bound.name: bound for bound in form.visible_fields() if bound.name not in revealed}
    loose = [bound for name, bound in visible.items() if name not in placed]
    grouped: list[tuple[Section | None, list[BoundField]]] = [(None, loose)] if loose else []
    for section in sections:
        grouped.append((section, [visible[name] for name in section.fields if name in visible]))
    return grouped


def errors_of(form: forms.BaseForm) -> list[FormError]:
    """Every error of the form in the order of the page, for the summary at the top of it."""
    whole = [FormError(str(message), "") for message in form.non_field_errors()]
    hidden = [FormError(str(message), "") for bound in form.hidden_fields() for message in bound.errors]
    fields = [
        FormError(message, bound.error_target)
        for _, section in sections_of(form)
        for shown in section
        for bound in (shown, *_revealed_by(shown))
        if isinstance(bound, GovukBoundField)
        for message in bound.messages
    ]
    return whole + hidden + fields


def _revealed_by(bound: BoundField) -> list[BoundField]:
    """The fields that stand beneath a choice of this one."""
    look = getattr(bound.form, "looks", {}).get(bound.name, Look())
    return [bound.form[name] for name in look.reveals.values()]
