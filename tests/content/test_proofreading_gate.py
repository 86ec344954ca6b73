"""What blocks keeps a text from review and from the public; what warns may pass and is on record."""

import pytest

from content.actions import issue_revision, pass_revision, save_word, save_word_list, submit_revision
from content.models import Word, WordList
from content.workflow import State
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, carry_through, the_office_of
from tests.cast import NOW


@pytest.fixture
def words(root) -> WordList:
    return save_word_list(WordList(kind="error-prone", name="易错词"), by=root, at=NOW)


def block(words, root, pattern="中国入民", right="中国人民") -> Word:
    return save_word(Word(word_list=words, pattern=pattern, replacement=right, severity="block"), by=root, at=NOW)


def test_a_blocking_word_refuses_the_submission_and_is_named(news, words, root):
    block(words, root)
    draft = a_draft(news, body="<p>中国入<b>民</b>站起来了。</p>")
    with pytest.raises(Refused, match=r"1 处必须修改：“中国入民”应为“中国人民”"):
        submit_revision(draft, by=the_office_of(news)["writer"], at=NOW)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_the_title_is_looked_at_too(news, words, root):
    block(words, root)
    with pytest.raises(Refused, match="中国入民"):
        submit_revision(a_draft(news, title="中国入民"), by=the_office_of(news)["writer"], at=NOW)


def test_warnings_may_pass_and_the_record_says_how_many_stood(news):
    revision = a_submitted(news, body="<p>会议于2月30日召开，部署了了工作。</p>")
    assert [step.warnings for step in revision.steps.all()] == [2]
    assert AuditEntry.objects.get(event="content.article.submitted").after["warnings"] == 2
    published = carry_through(revision)
    assert [step.warnings for step in published.steps.all()] == [2, None, None, 2]


def test_issuing_looks_again_since_the_words_may_have_changed(news, words, root):
    people = the_office_of(news)
    revision = a_submitted(news, body="<p>中国入民站起来了。</p>")
    revision = pass_revision(revision, by=people["reviewer1"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer2"], at=NOW)
    word = block(words, root)
    with pytest.raises(Refused, match="必须修改"):
        issue_revision(revision, by=people["signer"], at=NOW)
    word.exceptions = "中国入民站"
    save_word(word, by=root, at=NOW)
    assert issue_revision(revision, by=people["signer"], at=NOW).state == State.PUBLISHED


def test_of_many_blocking_findings_five_are_named(news, words, root):
    block(words, root)
    with pytest.raises(Refused, match=r"9 处必须修改.*等。"):
        submit_revision(a_draft(news, body="<p>中国入民</p>" * 9), by=the_office_of(news)["writer"], at=NOW)


def test_an_identity_card_is_not_published(news):
    with pytest.raises(Refused, match="公民身份号码"):
        a_submitted(news, body="<p>身份证号11010519491231002X</p>")
