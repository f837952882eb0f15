"""Who runs a tool, admits to it, scores applications and works through its protocol."""

from authorities.choices import Role
from contracts.models import Application, CommercialTool, Membership
from contracts.tool_choices import WITH_APPLICANT
from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.choices import ProviderRole

TOOL_KEEPERS = (Role.COMMISSIONER,)


def can_set_up_tools(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(*TOOL_KEEPERS):
        return allow()
    return deny("Only a commissioner can set up a commercial tool.")


def can_run_tool(actor: Actor, tool: CommercialTool) -> Decision:
    if tool.lead_authority_id != actor.authority_id:
        return deny("Only the council that leads this tool can change it.")
    return can_set_up_tools(actor)


def can_admit(actor: Actor, application: Application) -> Decision:
    """The council the application was made to, which leads its category."""
    if application.authority_id != actor.authority_id or not actor.has_role(*TOOL_KEEPERS):
        return deny("A commissioner of the council that runs admission does this.")
    return allow()


def can_keep_member(actor: Actor, member: Membership, *, runs: int) -> Decision:
    """``runs`` is the council that runs admission to the member's category."""
    if actor.authority_id not in (runs, member.tool.lead_authority_id) or not actor.has_role(*TOOL_KEEPERS):
        return deny("A commissioner of the council that runs this part of the tool does this.")
    return allow()


def can_speak_for_provider(actor: Actor, provider_id: int) -> Decision:
    if actor.is_provider and actor.provider_id == provider_id and actor.has_role(ProviderRole.PROVIDER):
        return allow()
    return deny("Only the provider itself can do this.")


def can_change_application(actor: Actor, application: Application) -> Decision:
    if application.state not in WITH_APPLICANT:
        return deny("This application has been submitted, so it cannot be changed.")
    return can_speak_for_provider(actor, application.provider_id)
