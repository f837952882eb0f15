"""Addresses of the authorities room."""

from django.urls import path

from authorities.views.audit import audit, view_log
from authorities.views.tokens import token_list, token_revoke

urlpatterns = [
    path("audit/", audit, name="audit"),
    path("audit/views/", view_log, name="view_log"),
    path("account/tokens/", token_list, name="token_list"),
    path("account/tokens/<slug:digest>/revoke/", token_revoke, name="token_revoke"),
]
