"""Fixtures of the interpretation tests: a column for documents, one for interpretations, a document that waits for one."""

from __future__ import annotations

import pytest

from content.models import Article, ArticleKind, PolicyDocument
from interpretation.models import InterpretationDuty
from sites.models import Column, User
from tests.builders import a_document, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_column


@pytest.fixture
def policies(province) -> Column:
    """The province's policy documents."""
    return a_column(province, "zcwj", name="政策文件", type="policy")


@pytest.fixture
def explanations(province) -> Column:
    """The province's interpretations."""
    return a_column(province, "zcjd", name="政策解读", type="interpretation")


@pytest.fixture
def writer(policies) -> User:
    """Writes anywhere on the province's portal."""
    return the_office_of(policies)["writer"]


@pytest.fixture
def document(policies) -> PolicyDocument:
    """A document written on 1 November 2026, published on the 18th: its last day is 13 November."""
    return a_document(policies).policy_document


@pytest.fixture
def duty(document) -> InterpretationDuty:
    """The document's duty."""
    return document.duty


def an_interpretation(column: Column, *, at=NOW, **fields) -> Article:
    """A public article of the kind interpretation."""
    return an_article(column, at=at, kind=ArticleKind.INTERPRETATION, title="一图读懂粮食生产政策", **fields)


def a_draft_interpretation(column: Column, *, at=NOW) -> Article:
    """An interpretation still in review."""
    return a_submitted(column, at=at, kind=ArticleKind.INTERPRETATION, title="粮食生产政策解读").article
