"""The names of the Whoosh library that the engine uses; loading the library warns of its age, which nobody can mend here."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh 2.7.4 is older than the warnings it now causes
    from whoosh import columns, fields, formats
    from whoosh.codec.whoosh3 import W3LeafMatcher
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex
    from whoosh.matching import FilterMatcher
    from whoosh.reading import TermNotFound
    from whoosh.util.filelock import FileLock

__all__ = [
    "FileIndex",
    "FileLock",
    "FileStorage",
    "FilterMatcher",
    "TermNotFound",
    "W3LeafMatcher",
    "columns",
    "fields",
    "formats",
]
