"""An index on disk names the class of its field; one that was written by an earlier release must still open."""

import pickle

from search.backends.whoosh.schema import Words, schema


def test_the_address_that_older_indexes_name_is_still_the_field():
    assert pickle.loads(b"csearch.backends.whoosh\nWords\n.") is Words


def test_a_schema_reads_back_as_it_was_written():
    assert isinstance(pickle.loads(pickle.dumps(schema()))["words"], Words)
