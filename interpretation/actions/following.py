"""What publishing and taking down set off: duties begin, are met, are open again; a document brings its companions along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from content.models import Article, ArticleKind, PolicyDocument
from interpretation.actions.duties import open_duty, settle_all
from interpretation.actions.links import link_companions
from interpretation.models import AnsweredQuestions, InterpretationDuty, InterpretationPlan, Way
from interpretation.questions import questions_in
from sites.models import User
from sites.scope import everything


def follow_publication(article: Article, by: User, at: datetime) -> None:
    """A document went public: its duty begins. An interpretation did: the duties of what it explains may be met."""
    if article.kind == ArticleKind.DOCUMENT:
        document = PolicyDocument.objects.select_related("article__site", "issuer").filter(article=article).first()
        if document:
            open_duty(document, by=by, at=at)
            if article.published_at == at:  # later versions bring nothing along: a link taken away stays away
                _bring_companions(document, by=by, at=at)
    if article.kind == ArticleKind.INTERPRETATION:
        _note_questions(article)
        settle_duties_of(article, by=by, at=at)


def _note_questions(article: Article) -> None:
    """Note whether the public version holds questions and answers."""
    if questions_in(article.live.body):
        AnsweredQuestions.objects.get_or_create(article=article)
    else:
        AnsweredQuestions.objects.filter(article=article).delete()


def _bring_companions(document: PolicyDocument, *, by: User, at: datetime) -> None:
    with everything("interpretations that go out with a document may be of another site"):
        plans = InterpretationPlan.objects.filter(article=document.article_id, way=Way.TOGETHER)
        companions = Article.objects.filter(plans_going_out_with__in=plans).select_related("column", "site")
        link_companions(document, companions.order_by("pk"), by=by, at=at)


def follow_withdrawal(article: Article, by: User, at: datetime) -> None:
    """An interpretation is no longer public: when it was the only one, the duty is open again."""
    settle_duties_of(article, by=by, at=at)


@transaction.atomic
def settle_duties_of(article: Article, *, by: User, at: datetime) -> None:
    """Compare the duties of everything that the article explains with the facts."""
    if article.kind == ArticleKind.INTERPRETATION:
        settle_all(InterpretationDuty.objects.filter(document__interpretations__article=article), by=by, at=at)
