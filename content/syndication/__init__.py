"""Reading what upstream sources send, whatever their kind, as entries that are safe to keep."""

from content.syndication.entries import Dropped, Entry, Reading, Unreadable
from content.syndication.feeds import read_feed

__all__ = ["Dropped", "Entry", "Reading", "Unreadable", "read_feed"]
