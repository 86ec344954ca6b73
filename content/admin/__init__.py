"""The editor's face of publishing in the admin. Panels of other apps: content/extensions.py."""

from content.admin import articles, media, slots, sources

__all__ = ["articles", "media", "slots", "sources"]
