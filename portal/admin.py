"""The office: Django's admin in our dress."""

from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """The admin site of the cluster; apps register with plain @admin.register."""
