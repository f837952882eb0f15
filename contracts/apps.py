from django.apps import AppConfig

# Sister pages of the contracts that a council keeps.
KEEPING = ("ceiling_list", "uplift_list", "contract_register", "alarm_list")


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from authorities.choices import Role
        from contracts.policies import CONTRACT_READERS
        from core.actor import Side
        from core.navigation import Place, register

        readers, everybody = frozenset(CONTRACT_READERS), frozenset(Role.values)
        council, provider = frozenset({Side.COUNCIL}), frozenset({Side.PROVIDER})
        registers = ("tool_list", "spot_market", "application_list", "task_list", *KEEPING)
        register(
            Place(40, "Homes", "home_list", council, everybody, covers=("provider_list", "council_list")),
            Place(52, "Contracts", "portal_contracts", provider),
            Place(53, "Prices", "portal_uplifts", provider),
            Place(70, "Statements", "portal_bills", provider),
            Place(55, "Tools to join", "portal_tools", provider),
            Place(
                50,
                "Contracts",
                "block_list",
                council,
                readers,
                covers=registers,
            ),
        )
