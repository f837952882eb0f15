"""The upload form of a kind of import: a field for each slot, and whatever else the kind asks."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.imports.kinds import Given, ImportKind, Slot


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SlotField(forms.FileField):
    """The files of one slot, as a list; size and ending are checked, what is in them is for the reader."""

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        endings = ",".join(slot.endings)
        widget = SeveralFiles({"accept": endings}) if slot.many else forms.FileInput({"accept": endings})
        super().__init__(label=slot.label, help_text=slot.hint, required=slot.required, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [file for file in given if file]
        if not files:
            super().clean(None, initial)
        for file in files:
            self._check(file)
        return files

    def _check(self, file: UploadedFile) -> None:
        name, size = file.name or "", file.size or 0
        if not name.lower().endswith(self.slot.endings):
            raise ValidationError(f"{name} is not a {' or '.join(self.slot.endings)} file")
        if size == 0:
            raise ValidationError(f"{name} is empty")
        if size > self.slot.most_bytes:
            raise ValidationError(f"{name} is larger than {self.slot.most_bytes // 1_000_000} MB")


class UploadForm(forms.Form):
    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slots = [slot.name for slot in kind.slots]
        self._extra = kind.extra_fields()
        self.fields |= {slot.name: SlotField(slot) for slot in kind.slots} | self._extra

    @property
    def files_given(self) -> list[Given]:
        return [
            Given(slot, PurePath(file.name or "file").name, file.read())
            for slot in self._slots
            for file in self.cleaned_data[slot]
        ]

    @property
    def params(self) -> dict[str, Any]:
        """What was typed beside the files, as JSON; dates as ISO text."""
        typed = {name: self.cleaned_data[name] for name in self._extra}
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in typed.items()
        }
