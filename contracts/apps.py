from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts.policies import CONTRACT_READERS
        from core.actor import Side
        from core.navigation import Place, register

        readers = frozenset(CONTRACT_READERS)
        council = frozenset({Side.COUNCIL})
        register(Place(50, "Contracts", "block_list", council, readers, covers=("tool_list",)))
