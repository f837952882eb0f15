"""Addresses of the demo's sign-in; under ``/account/``, since nobody is known yet."""

from django.urls import path

from config.demo.views import become_persona, choose_persona

urlpatterns = [
    path("", choose_persona, name="personas"),
    path("<slug:key>/", become_persona, name="become_persona"),
]
