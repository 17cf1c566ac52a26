"""Puts our own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class PlatformAdminConfig(AdminConfig):
    """`django.contrib.admin`, with the site that takes read-only windows only."""

    default_site = "organizations.admin_site.PlatformAdminSite"
