"""The composing app, and the office's admin site as Django's default one."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Composition: settings, addresses, jobs, system checks. No other app imports it."""

    name = "portal"
    verbose_name = _("门户平台")

    def ready(self) -> None:
        """Register the system checks, what other apps show on the home page, and what makes it stale."""
        from content.extensions import register_article_panel
        from portal import (
            affected,  # noqa: F401
            checks,  # noqa: F401
            panels,
        )
        from portal.knowledge_feed import knowledge_panel

        panels.register()
        register_article_panel(knowledge_panel)


class PortalAdminConfig(AdminConfig):
    """Makes PortalAdminSite the site that plain @admin.register registers with."""

    default_site = "portal.admin.PortalAdminSite"
