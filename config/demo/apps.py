from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo world: commands that load it and, in demo mode only, its one-click personas."""

    name = "config.demo"
