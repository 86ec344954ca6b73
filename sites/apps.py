"""The ground floor: tenants, people's grants, audit, refusals, working days. Imports no other app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Named like its package; django.contrib.sites is not installed, so the label is free."""

    name = "sites"
    verbose_name = _("站群与栏目")
