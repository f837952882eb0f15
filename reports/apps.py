from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from authorities.choices import Role
        from contracts import decisions
        from contracts.policies import SPEND_READERS
        from core.actor import Side
        from core.navigation import Place, register
        from reports.choices import PAPER_READERS
        from reports.selectors.decisions import decision_in_effect

        decisions.register(decision_in_effect)
        register(
            Place(
                60,
                "Spend",
                "spend",
                frozenset({Side.COUNCIL}),
                frozenset(SPEND_READERS),
                covers=(
                    "ledger_months",
                    "bill_list",
                    "invoice_list",
                    "payments",
                    "outturn",
                    "late_entry",
                    "publication",
                ),
            )
        )
        register(
            Place(
                80,
                "Papers",
                "papers",
                frozenset({Side.COUNCIL}),
                frozenset({*PAPER_READERS, Role.CABINET_MEMBER}),
            )
        )
