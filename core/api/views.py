"""What every API view shares: its roles, said where the view is defined, and its door."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from core.actor import Actor


class ForRoles:
    """A view says its ``roles`` (``*`` is anyone signed in); the house test reads them off its address."""

    roles: ClassVar[frozenset[str]]

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any) -> Any:
        view = super().as_view(*args, **kwargs)  # type: ignore[misc]
        view.roles = cls.roles
        return view

    @property
    def actor(self) -> Actor:
        return self.request._request.actor  # type: ignore[attr-defined]


class Listing(ForRoles, ListModelMixin, GenericViewSet):
    """Records that are only listed. ``visible`` is the door to them; ``order`` makes pages stable."""

    order: ClassVar[tuple[str, ...]] = ("reference",)

    def visible(self) -> QuerySet:
        """The records this actor may read."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            model: type[Model] = self.get_serializer_class().Meta.model  # type: ignore[attr-defined]
            return model._default_manager.none()
        return self.visible().order_by(*self.order)


class Register(RetrieveModelMixin, Listing):
    """Records that are listed, and read one by one by their public reference."""

    lookup_field = "reference"
