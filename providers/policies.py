"""Who may speak for a home."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.models import Setting


def can_report_vacancy(actor: Actor, setting: Setting) -> Decision:
    if actor.is_provider and actor.provider_id == setting.provider_id:
        return allow()
    return deny("Only the provider that runs this home can say what is free there.")
