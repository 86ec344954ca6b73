"""Responses: hot topics and emergencies with their clocks and statements, and rumours rebutted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsesConfig(AppConfig):
    """What the public asks about, and what is officially said."""

    name = "responses"
    verbose_name = _("回应关切")

    def ready(self) -> None:
        """Register the rules on who may do what, which stored pages a statement makes stale, and what the map and the warming
        of pages must know."""
        from content.page_store.inventory import adds_pages
        from content.sitemaps import adds_addresses
        from responses import affected, policy  # noqa: F401
        from responses.public import addresses_of, pages_of

        adds_pages(pages_of)
        adds_addresses(addresses_of)
