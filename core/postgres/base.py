"""Django's PostgreSQL backend, with the actor applied whenever a transaction opens.

``SET LOCAL ROLE`` to the actor's side plus the actor's ids, so that a pooled connection can never carry one
person's view to the next. With no actor the login role stays, which has no rights on tenant tables.
"""

from django.db.backends.postgresql import base

from core.actor import current_actor

ROLE_OF_SIDE = {"council": "hearth_council", "provider": "hearth_provider", "system": "hearth_system"}


class DatabaseWrapper(base.DatabaseWrapper):
    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit and current_actor() is not None:
            self.apply_actor()

    def apply_actor(self) -> None:
        """Point this transaction at the current actor's side of the wall, or back at the login role."""
        actor = current_actor()
        role = "none" if actor is None else ROLE_OF_SIDE[actor.side]
        values = (
            ("none", "", "", "", "0", "")
            if actor is None
            else (
                role,
                str(actor.authority_id or ""),
                str(actor.provider_id or ""),
                str(actor.user_id or ""),
                str(actor.clearance),
                ",".join(sorted(actor.roles)),
            )
        )
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', %s, true), set_config('app.authority_id', %s, true),"
                " set_config('app.provider_id', %s, true), set_config('app.user_id', %s, true),"
                " set_config('app.clearance', %s, true), set_config('app.roles', %s, true)",
                values,
            )
