from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    name = "authorities"

    def ready(self) -> None:
        from authorities import jobs, receivers  # noqa: F401
        from authorities.choices import READS_RECORDS, Role
        from core.actor import Side
        from core.navigation import Place, register

        council = frozenset({Side.COUNCIL})
        register(
            Place(80, "Our council", "own_settings", council, frozenset({Role.ADMINISTRATOR.value})),
            Place(90, "Audit", "audit", council, frozenset({Role.AUDITOR.value})),
            Place(95, "Records", "admin:index", council, frozenset(role.value for role in READS_RECORDS)),
        )
