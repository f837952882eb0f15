"""Addresses of the authorities room."""

from django.urls import path

from authorities.views.audit import changes, looks
from authorities.views.councils import council_detail, councils
from authorities.views.tokens import token_list, token_revoke

urlpatterns = [
    *changes.paths("audit/"),
    *looks.paths("audit/views/"),
    *councils.paths("councils/"),
    path("councils/<str:code>/", council_detail, name="council_detail"),
    path("account/tokens/", token_list, name="token_list"),
    path("account/tokens/<slug:digest>/revoke/", token_revoke, name="token_revoke"),
]
