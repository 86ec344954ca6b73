"""Publishing: articles and their reviews, policy documents, media, home-page slots, reprints."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The editorial app."""

    name = "content"
    verbose_name = _("信息发布")

    def ready(self) -> None:
        """Register the rules on who may do what, what taking an article down sets off, and what makes stored
        pages stale."""
        from content import policy  # noqa: F401
        from content.actions.reprints import reopen_reprints
        from content.events import on_withdrawn
        from content.page_store.purging import note, note_recorded
        from sites.audit import on_recorded
        from sites.outbox import on_announced

        on_withdrawn(reopen_reprints)
        on_announced(note)
        on_recorded(note_recorded)
