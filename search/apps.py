"""Search over everything public. It may read the apps above; none of them knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index and its query page."""

    name = "search"
    verbose_name = _("站内搜索")
