from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.imports import work  # noqa: F401
        from core.wall.apply import apply_wall

        autodiscover_modules("jobs")

        # Sent once per app; only ours applies the wall, and by then every table of this run exists.
        post_migrate.connect(lambda **kwargs: apply_wall(), sender=self, weak=False, dispatch_uid="wall")
