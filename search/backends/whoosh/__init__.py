"""The embedded engine: a Whoosh index in settings.SEARCH_INDEX, one writer for the installation, one reader per process.

On disk: `current` names the folder of the index in use; a rebuild fills a new folder and then points there, so readers
never see half an index and a broken one can always be replaced. Whoosh keeps words, offsets and columns; matching and
ranking are done here on whole posting lists, which is several times faster than stepping through Whoosh's matchers.
"""

from search.backends.whoosh.engine import WhooshBackend
from search.backends.whoosh.schema import Words  # an index on disk names its field by this address

__all__ = ["WhooshBackend", "Words"]
