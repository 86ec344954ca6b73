"""The public page of the rate is stored, and dropped by whatever changes a figure on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import set_document_status, withdraw_article
from content.affected import affected_by_time
from content.models.article import WithdrawalReason
from content.page_store.folder import PageFolder
from content.page_store.purging import start_over
from interpretation.actions import exempt_duty, link_interpretation, unlink_interpretation
from sites.actions import change_site
from tests.builders import a_document, a_plan, the_office_of
from tests.cast import NOW
from tests.interpretation.conftest import an_interpretation

MIDNIGHT = NOW.replace(hour=16, minute=0)  # in China


@pytest.fixture
def shown(province, root):
    """The province shows its rate."""
    return change_site(province, by=root, at=NOW, shows_interpretation_rate=True)


@pytest.mark.django_db(transaction=True)
def test_whatever_changes_a_figure_drops_it(
    client, shown, policies, explanations, writer, site_admin, bureau, settings, root
):
    start_over(PageFolder(settings.PAGE_STORE), at=NOW)
    document = a_document(policies).policy_document
    address, signer = reverse("interpretation:rate"), the_office_of(policies)["signer"]
    explaining = an_interpretation(explanations)

    def files() -> list:
        return [file for file in settings.PAGE_STORE.rglob("jieduqingkuang/index.html") if ".gone" not in file.parts]

    def again() -> str:
        return client.get(address).content.decode()

    again()
    assert files()
    steps = [
        lambda: a_plan(document.article, by=writer, organization=bureau),
        lambda: link_interpretation(explaining, [document], by=writer, at=NOW),
        lambda: unlink_interpretation(explaining, document, by=writer, at=NOW),
        lambda: exempt_duty(document.duty, "人事任免", by=site_admin, at=NOW),
        lambda: a_document(policies, document={"document_number": "测政发〔2026〕8号"}),
        lambda: set_document_status(document, "repealed", by=signer, at=NOW, why="已废止"),
        lambda: withdraw_article(document.article, by=signer, at=NOW, reason=WithdrawalReason.WRONG, note="有误"),
    ]
    for number, step in enumerate(steps):
        again()
        assert files(), number
        step()
        assert not files(), number
    again()
    change_site(shown, by=root, at=NOW, shows_interpretation_rate=False)
    assert not files() and client.get(address).status_code == 404


def test_a_new_day_makes_it_stale(shown, city):
    assert affected_by_time(MIDNIGHT - timedelta(seconds=1), MIDNIGHT) == {"testserver/jieduqingkuang/"}
    assert affected_by_time(MIDNIGHT - timedelta(hours=9), MIDNIGHT - timedelta(seconds=1)) == set()
