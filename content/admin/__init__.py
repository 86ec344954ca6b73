"""The editor's face of publishing in the admin. Panels of other apps: content/extensions.py."""

from content.admin import articles, redirects, reprint_rules, slots, sources, word_lists

__all__ = ["articles", "redirects", "reprint_rules", "slots", "sources", "word_lists"]
