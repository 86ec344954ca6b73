"""The default rules raise no false alarm: the texts of the demo, which are written as official texts are, come out clean."""

from datetime import date

from content.actions.word_lists import SHIPPED, _word_of
from content.models import WordList
from content.proofreading.findings import Severity
from content.proofreading.matching import Entry, Matcher
from content.proofreading.vocabulary import KINDS, Vocabulary, _right_wordings
from content.proofreading.word_tables import read_shipped
from portal.demo.province import compose_province
from tests.content.proofreaders import found


def shipped_entries() -> list[Entry]:
    entries = []
    for name, kind, *_ in SHIPPED:
        for row in read_shipped(name):
            word = _word_of(row, WordList(kind=kind))
            fine = _right_wordings(word.key, word.replacement, word.exceptions)
            entries.append(
                Entry(word.key, word.pattern, KINDS[kind], Severity(word.severity), word.replacement, exceptions=fine)
            )
    return entries


def test_no_shipped_word_is_listed_twice_or_flags_its_own_right_form():
    entries = shipped_entries()
    words = Vocabulary((Matcher(entries),))
    keys = [entry.key for entry in entries]
    assert [key for key in keys if keys.count(key) > 1] == []
    own = {
        entry.pattern: [f.quote for f in found(entry.replacement, words=words)]
        for entry in entries
        if entry.replacement
    }
    assert {pattern: quotes for pattern, quotes in own.items() if quotes} == {}


def test_the_demos_official_texts_raise_no_alarm():
    province, words = compose_province(date(2026, 11, 22)), Vocabulary((Matcher(shipped_entries()),))
    articles = [*province.articles, *(one.article for one in (*province.documents, *province.interpretations))]
    alarms = {
        finding.context: finding.message
        for text in {text for article in articles for text in (article.title, article.body, article.summary)}
        for finding in found(text, words=words)
    }
    assert alarms == {}
