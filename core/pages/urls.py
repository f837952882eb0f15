"""Addresses of the accessibility statement and, in demo mode only, the component gallery."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from core.gallery.views import gallery, gallery_paper, gallery_progress
from core.views import open_to_anyone

accessibility = open_to_anyone("The law wants it open to everybody")(
    login_not_required(TemplateView.as_view(template_name="pages/accessibility.html"))
)

urlpatterns = [
    path("accessibility/", accessibility, name="accessibility"),
]
if settings.DEMO:
    urlpatterns += [
        path("gallery/", gallery, name="gallery"),
        path("gallery/paper.pdf", gallery_paper, name="gallery_paper"),
        path("gallery/progress/", gallery_progress, name="gallery_progress"),
    ]
