"""What a council's administrator looks after: settings, the ladder of approval, people and borders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from authorities.forms import BorderForm, DelegationForm, EndRoleForm, RoleForm, SettingForm, SharingForm
from authorities.selectors.administration import (
    access_setting,
    assignments_to_end,
    borders_of,
    dated_settings,
    people_visible_to,
    rules_visible_to,
)
from authorities.selectors.register import (
    access_authority,
    access_led_partnership,
    authorities_register,
    partnerships_of,
)
from authorities.services.borders import correct_border
from authorities.services.partnerships import start_sharing, stop_sharing
from authorities.services.people import end_role, give_role
from authorities.services.settings import set_delegation, set_setting
from authorities.setting_kinds import KINDS
from authorities.tables import border_rows, people_rows, rule_rows, setting_rows
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to

administrators = open_to(Role.ADMINISTRATOR)


@administrators
@require_safe
def own_settings(request: ActorRequest) -> HttpResponse:
    rows = setting_rows(dated_settings(request.actor, on=timezone.localdate()))
    context = {"title": "Settings", "on_settings": True, "table": rows}
    return render(request, "authorities/administration.html", context)


@administrators
def setting_change(request: ActorRequest, key: str) -> HttpResponse:
    setting = access_setting(request.actor, key, on=timezone.localdate())
    kind = KINDS[setting.key]
    initial = {"value": kind.show(setting.value), "starts_on": timezone.localdate()}
    form = SettingForm(request.POST or None, kind=kind, label=setting.key.label, initial=initial)
    if form.is_valid():
        with reporting_to(form):
            starts_on = form.cleaned_data["starts_on"]
            set_setting(
                key=setting.key, value=form.value, starts_on=starts_on, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"{setting.key.label}: the new value is recorded.")
            return redirect("own_settings")
    lead = f"Today: {kind.words(setting.value)}. Decisions already made keep the value of their day."
    return _form(request, form, "Change a setting", back="own_settings", lead=lead)


@administrators
@require_safe
def own_ladder(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "title": "Who may approve how much",
        "on_ladder": True,
        "table": rule_rows(rules_visible_to(request.actor, on=today), on=today),
        "actions": [("Set a new limit", reverse("ladder_change"))],
    }
    return render(request, "authorities/administration.html", context)


@administrators
def ladder_change(request: ActorRequest) -> HttpResponse:
    form = DelegationForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        with reporting_to(form):
            set_delegation(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "The new limit is recorded.")
            return redirect("own_ladder")
    return _form(request, form, "Set a new limit", back="own_ladder")


@administrators
@require_safe
def own_people(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "title": "People and their roles",
        "on_people": True,
        "table": people_rows(people_visible_to(request.actor, on=today), on=today),
        "actions": [("Give a role", reverse("role_give")), ("End a role", reverse("role_end"))],
    }
    return render(request, "authorities/administration.html", context)


@administrators
def role_give(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    others = people_visible_to(request.actor, on=today).exclude(pk=request.actor.member_id)
    people = {str(person.pk): person for person in others}
    form = RoleForm(request.POST or None, people=people.values(), initial={"starts_on": today})
    if form.is_valid():
        with reporting_to(form):
            person, role = people[form.cleaned_data["person"]], form.cleaned_data["role"]
            starts_on = form.cleaned_data["starts_on"]
            give_role(person=person, role=role, starts_on=starts_on, by=request.actor, at=timezone.now())
            messages.success(request, f"{person.name}: {role.label.lower()}.")
            return redirect("own_people")
    return _form(request, form, "Give a role", back="own_people")


@administrators
def role_end(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    held = {str(each.pk): each for each in assignments_to_end(request.actor, on=today)}
    form = EndRoleForm(request.POST or None, assignments=held.values(), initial={"ends_on": today})
    if form.is_valid():
        with reporting_to(form):
            chosen = held[form.cleaned_data["assignment"]]
            end_role(
                assignment=chosen, ends_on=form.cleaned_data["ends_on"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"{chosen.staff_member.name}: the role has an end.")
            return redirect("own_people")
    return _form(request, form, "End a role", back="own_people")


@administrators
@require_safe
def own_partnerships(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    own = authorities_register(request.actor, on=today).get(pk=request.actor.council_id)
    context = {
        "title": "Partnerships",
        "on_partnerships": True,
        "own": own,
        "today": today,
        "partnerships": list(partnerships_of(own, request.actor, on=today)),
    }
    return render(request, "authorities/own_partnerships.html", context)


@administrators
def partnership_sharing(request: ActorRequest, reference: str) -> HttpResponse:
    """Have the members of a partnership we lead see each other's numbers, or no longer."""
    today = timezone.localdate()
    partnership = access_led_partnership(request.actor, reference, on=today)
    form = SharingForm(request.POST or None, initial={"on": today})
    if form.is_valid():
        with reporting_to(form):
            on, now = form.cleaned_data["on"], timezone.now()
            if form.cleaned_data["shares"]:
                prices = form.cleaned_data["prices"]
                start_sharing(partnership=partnership, starts_on=on, prices=prices, by=request.actor, at=now)
            else:
                stop_sharing(partnership=partnership, ends_on=on, by=request.actor, at=now)
            messages.success(request, f"{partnership.name}: the change is recorded.")
            return redirect("own_partnerships")
    lead = (
        "Members then see how many children each of them has with a provider and in each area, for the kinds"
        " of care both take part in. Numbers too small to tell are left out, and nobody sees which children."
        " To share prices too, or no longer, end what is shared and begin again."
    )
    return _form(request, form, f"Numbers in {partnership.name}", back="own_partnerships", lead=lead)


@administrators
@require_safe
def own_borders(request: ActorRequest) -> HttpResponse:
    context = {
        "title": "Adjoining areas",
        "on_borders": True,
        "table": border_rows(borders_of(request.actor, on=timezone.localdate())),
        "actions": [("Correct an area", reverse("border_correct"))],
    }
    return render(request, "authorities/administration.html", context)


@administrators
def border_correct(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    others = authorities_register(request.actor, on=today).exclude(pk=request.actor.council_id)
    form = BorderForm(request.POST or None, councils=others, initial={"starts_on": today})
    if form.is_valid():
        with reporting_to(form):
            neighbour = access_authority(request.actor, form.cleaned_data.pop("neighbour"))
            correct_border(neighbour=neighbour, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"{neighbour.name}: the correction is recorded for both councils.")
            return redirect("own_borders")
    lead = "A correction counts for both councils, and both find it in their audit with your account."
    return _form(request, form, "Correct an adjoining area", back="own_borders", lead=lead)


def _form(request: ActorRequest, form: object, title: str, *, back: str, lead: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse(back), "lead": lead}
    return render(request, "layouts/form.html", context)
