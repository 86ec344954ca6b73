"""Search over everything public. It may read the apps above; none of them knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index and its query page."""

    name = "search"
    verbose_name = _("站内搜索")

    def ready(self) -> None:
        """Follow the changes of articles and letters, the index being fed within a second of each; look up the texts of
        documents for the policy library."""
        from content.library.texts import finds_texts
        from search.indexing import CONSUMER, SUBJECTS
        from search.library import documents_saying
        from search.tasks import feed_index
        from sites.outbox import register_consumer

        register_consumer(CONSUMER, subjects=SUBJECTS, wake=feed_index.delay)
        finds_texts(documents_saying)
