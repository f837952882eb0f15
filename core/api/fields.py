"""How one record names another."""

from typing import Any, ClassVar

from rest_framework import serializers


class NameOf(serializers.SlugRelatedField):
    """Another record by a name of its own; it is never written through it."""

    slug: ClassVar[str] = "name"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field=self.slug, read_only=True, **kwargs)


class Reference(NameOf):
    """A record by its public reference, for example ``PRV-7K3QX2``."""

    slug = "reference"
