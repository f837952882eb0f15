"""Setting a tool up and adding to what its paper says: one form a page, for the council that leads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from contracts import admission_forms as admission
from contracts import tool_forms as forms
from contracts.selectors.tools import access_led_tool
from contracts.services import rounds, tools
from contracts.tool_policies import TOOL_KEEPERS
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to


@open_to(*TOOL_KEEPERS)
def tool_new(request: ActorRequest) -> HttpResponse:
    form = forms.ToolForm(request.POST or None, authority_id=request.actor.council_id)
    if form.is_valid():
        with reporting_to(form):
            tool = tools.set_up_tool(terms=form.wanted, by=request.actor)
            messages.success(request, f"{tool.name} is set up. Add its lots and who may use it.")
            return redirect("tool_detail", tool.reference)
    context = {
        "form": form,
        "title": "Set up a commercial tool",
        "submit": "Set up",
        "back": reverse("tool_list"),
    }
    return render(request, "layouts/form.html", context)


@open_to(*TOOL_KEEPERS)
def tool_edit(request: ActorRequest, reference: str) -> HttpResponse:
    tool = access_led_tool(request.actor, reference, on=timezone.localdate())
    form = forms.ToolForm(request.POST or None, authority_id=request.actor.council_id, tool=tool)
    if form.is_valid():
        with reporting_to(form):
            tools.change_tool(tool=tool, terms=form.wanted, by=request.actor)
            messages.success(request, "Saved.")
            return redirect("tool_detail", reference)
    context = {
        "form": form,
        "title": "Change the tool",
        "caption": tool.name,
        "back": reverse("tool_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@dataclass(frozen=True, kw_only=True)
class ToolPage:
    """A page with one form about a tool. ``save`` is called with the tool, what the form wants, and who."""

    route: str
    form: type[forms.OfTool]
    save: Callable[..., Any]
    title: str
    done: str
    lead: str = ""
    submit: str = "Add"
    back: str = "tool_detail"
    timed: bool = False

    @property
    def address(self) -> str:
        """``lot/new`` of ``tool_lot_new``."""
        return self.route.removeprefix("tool_").replace("_", "/")

    def path(self, address: str) -> URLPattern:
        return path(address, open_to(*TOOL_KEEPERS)(self.page), name=self.route)

    def page(self, request: ActorRequest, reference: str) -> HttpResponse:
        now = timezone.now()
        tool = access_led_tool(request.actor, reference, on=timezone.localdate(now))
        form, when = self.form(request.POST or None, tool=tool), {"at": now} if self.timed else {}
        return save_or_show(
            request,
            form,
            lambda: self.save(tool=tool, **form.wanted, by=request.actor, **when),
            back=reverse(self.back, args=[reference]),
            done=self.done,
            title=self.title,
            caption=tool.name,
            lead=self.lead,
            submit=self.submit,
        )


def _retire(*, tool: Any, item: Any, by: Any, at: Any) -> None:
    rounds.retire_item(item=item, by=by, at=at)


PAGES = (
    ToolPage(
        route="tool_lot_new",
        form=forms.LotForm,
        save=tools.add_lot,
        title="Add a lot",
        done="The lot is added.",
    ),
    ToolPage(
        route="tool_access_new",
        form=forms.AccessForm,
        save=tools.give_access,
        title="Let councils use the tool",
        done="Recorded who may use it.",
        lead="Each council for each kind of care, from its own day.",
        submit="Record",
    ),
    ToolPage(
        route="tool_access_end",
        form=forms.EndAccessForm,
        save=tools.end_access,
        title="End a council's use",
        done="Recorded. What was bought under it runs on.",
        submit="End it",
    ),
    ToolPage(
        route="tool_option_new",
        form=forms.OptionForm,
        save=tools.add_option,
        title="Add an option to extend",
        done="The option is added.",
        back="tool_rules",
    ),
    ToolPage(
        route="tool_option_use",
        form=forms.UseOptionForm,
        save=tools.use_option,
        title="Use the next option",
        done="The tool is extended.",
        lead="The tool's end moves. A notice may be due.",
        submit="Extend the tool",
        back="tool_rules",
        timed=True,
    ),
    ToolPage(
        route="tool_notice_new",
        form=forms.NoticeForm,
        save=tools.record_notice,
        title="Record a notice",
        done="The notice is recorded.",
        submit="Record",
        back="tool_rules",
        timed=True,
    ),
    ToolPage(
        route="tool_contingency_new",
        form=forms.ContingencyForm,
        save=tools.add_contingency,
        title="Add a contingency",
        done="Added.",
        lead="The tool to turn to when this one has no home.",
    ),
    ToolPage(
        route="tool_round_new",
        form=admission.RoundForm,
        save=rounds.open_round,
        title="Open a round",
        done="The round is published in the portal.",
        lead="Providers may apply from the first day to the end of the last.",
        submit="Publish",
        back="tool_admission",
        timed=True,
    ),
    ToolPage(
        route="tool_questions",
        form=admission.QuestionsForm,
        save=rounds.set_questions,
        title="Questions to applicants",
        done="Asked from now on. Applications under way keep their questions.",
        submit="Save",
        back="tool_admission",
        timed=True,
    ),
    ToolPage(
        route="tool_item_new",
        form=admission.ItemForm,
        save=rounds.add_item,
        title="Add to the due diligence",
        done="Checked of every applicant who starts from now on.",
        back="tool_admission",
        timed=True,
    ),
    ToolPage(
        route="tool_item_retire",
        form=admission.RetireItemForm,
        save=_retire,
        title="Take off the due diligence",
        done="Not checked of those who start from now on.",
        submit="Take off",
        back="tool_admission",
        timed=True,
    ),
    ToolPage(
        route="tool_maximum_new",
        form=admission.MaximumForm,
        save=rounds.set_maximum,
        title="Set a maximum price",
        done="The maximum is set.",
        lead="A maximum of the same band and component ends the day before.",
        submit="Set",
        back="tool_admission",
    ),
)
