from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    name = "authorities"

    def ready(self) -> None:
        from authorities import receivers  # noqa: F401
