"""What changes for the public is dropped from the store after the commit."""

from types import SimpleNamespace

import pytest

from content.actions import withdraw_article
from interaction.actions import approve_reply, assign_letter, draft_reply, take_letter
from interaction.models import Letter
from sites.actions import change_site
from tests.builders import an_article, the_office_of
from tests.cast import NOW, a_column
from tests.content.page_store.conftest import ask
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, a_mailbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(bureau, intake, handler, reply_approver) -> SimpleNamespace:
    """Who takes a letter from receipt to its answer."""
    return SimpleNamespace(intake=intake, handler=handler, approver=reply_approver, bureau=bureau)


def stored(folder) -> set[str]:
    return {str(page.relative_to(folder.root)) for page in folder.pages()}


def test_publishing_drops_the_home_page_and_the_list_and_leaves_other_columns(application, province, news, folder):
    other = a_column(province, "notices", name="通知")
    kept = an_article(other)
    for path in ("/", "/news/", "/notices/", kept.path):
        ask(application, path)
    an_article(news)
    assert stored(folder) == {"testserver/notices/index.html", f"testserver{kept.path}"}


def test_a_withdrawn_article_is_gone_at_once(application, news, folder, now):
    article = an_article(news)
    assert ask(application, article.path).status == 200
    withdraw_article(article, by=the_office_of(news)["signer"], at=now, reason="wrong")
    assert ask(application, article.path).status == 410


def test_a_changed_name_drops_the_site_and_its_sub_site(application, city, subsite, province, root, folder, now):
    for host, path in (("city.testserver", "/"), ("city.testserver", "/jyj/"), ("testserver", "/statement.html")):
        assert ask(application, path, host=host).status == 200
    change_site(city, by=root, at=now, name="测试市政府网")
    assert stored(folder) == {"testserver/statement.html"}


def test_every_further_page_of_a_list_goes_with_it(application, news, folder, now):
    for number in range(21):
        an_article(news, title=f"稿件{number}")
    ask(application, "/news/")
    ask(application, "/news/index_2.html")
    assert len(stored(folder)) == 2
    an_article(news)
    assert stored(folder) == set()


def test_what_the_office_does_with_a_letter_among_itself_drops_nothing(application, province, people, folder):
    letter = a_letter_in("accepted", a_mailbox(province), people)
    home = ask(application, "/").body
    assign_letter(letter, organization=people.bureau, by=people.intake, at=NOW)
    take_letter(Letter.objects.get(pk=letter.pk), by=people.handler, at=NOW)
    draft_reply(Letter.objects.get(pk=letter.pk), text=ANSWER, by=people.handler, at=NOW)
    assert stored(folder) == {"testserver/index.html"}
    approve_reply(Letter.objects.get(pk=letter.pk), by=people.approver, at=NOW)
    assert stored(folder) == set()
    assert ask(application, "/").body != home


def test_a_letter_that_arrives_is_counted_at_once(application, province, people, folder):
    mailbox = a_mailbox(province)
    ask(application, "/")
    a_letter(mailbox)
    assert stored(folder) == set()
