from django.urls import path

from core.documents.views import document_download

urlpatterns = [path("documents/<str:reference>/", document_download, name="document_download")]
