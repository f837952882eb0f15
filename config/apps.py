from django.contrib.admin.apps import AdminConfig


class ReadOnlyAdminConfig(AdminConfig):
    """Django's admin, for reading."""

    default_site = "core.admin.ReadOnlySite"
