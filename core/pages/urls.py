"""Addresses of the accessibility statement and, in demo mode only, the component gallery."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from core.gallery.views import gallery, gallery_paper, gallery_progress

accessibility = TemplateView.as_view(template_name="pages/accessibility.html")

urlpatterns = [
    path("accessibility/", login_not_required(accessibility), name="accessibility"),
]
if settings.DEMO:
    urlpatterns += [
        path("gallery/", gallery, name="gallery"),
        path("gallery/paper.pdf", gallery_paper, name="gallery_paper"),
        path("gallery/progress/", gallery_progress, name="gallery_progress"),
    ]
