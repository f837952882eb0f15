"""Addresses of the authorities room."""

from django.urls import path

from authorities.views import administration, standing_in
from authorities.views.audit import changes, looks, refusals
from authorities.views.councils import council_detail, councils
from authorities.views.tokens import token_list, token_revoke

urlpatterns = [
    *changes.paths("audit/"),
    *looks.paths("audit/views/"),
    *refusals.paths("audit/refused/"),
    path("council/", administration.own_settings, name="own_settings"),
    path("council/settings/<slug:key>/", administration.setting_change, name="setting_change"),
    path("council/limits/", administration.own_ladder, name="own_ladder"),
    path("council/limits/new/", administration.ladder_change, name="ladder_change"),
    path("council/people/", administration.own_people, name="own_people"),
    path("council/people/give/", administration.role_give, name="role_give"),
    path("council/people/end/", administration.role_end, name="role_end"),
    path("council/partnerships/", administration.own_partnerships, name="own_partnerships"),
    path(
        "council/partnerships/<str:reference>/sharing/",
        administration.partnership_sharing,
        name="partnership_sharing",
    ),
    path("council/adjoining/", administration.own_borders, name="own_borders"),
    path("council/adjoining/correct/", administration.border_correct, name="border_correct"),
    *councils.paths("councils/"),
    path("councils/<str:code>/", council_detail, name="council_detail"),
    path("delegations/", standing_in.delegations, name="delegations"),
    path("delegations/new/", standing_in.delegation_new, name="delegation_new"),
    path("delegations/<str:reference>/end/", standing_in.delegation_end, name="delegation_end"),
    path("account/tokens/", token_list, name="token_list"),
    path("account/tokens/<slug:digest>/revoke/", token_revoke, name="token_revoke"),
]
