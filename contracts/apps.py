from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from authorities.choices import Role
        from contracts.policies import CONTRACT_READERS
        from core.actor import Side
        from core.navigation import Place, register

        readers, everybody = frozenset(CONTRACT_READERS), frozenset(Role.values)
        council = frozenset({Side.COUNCIL})
        registers = ("tool_list", "spot_market", "application_list", "task_list")
        register(
            Place(40, "Homes", "home_list", council, everybody, covers=("provider_list", "council_list")),
            Place(55, "Tools to join", "portal_tools", frozenset({Side.PROVIDER})),
            Place(
                50,
                "Contracts",
                "block_list",
                council,
                readers,
                covers=registers,
            ),
        )
