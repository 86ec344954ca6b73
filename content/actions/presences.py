"""Noting who has an article's form open, and who else has."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Article, Presence
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_unless


@transaction.atomic
def note_presence(article: Article, *, by: User, at: datetime) -> list[User]:
    """Note that the person is at the article's form and return who else is, the latest first. Nobody is locked out, and it
    leaves no entry in the record: opening a form changes nothing. Raises Refused for those who may not write it."""
    refuse_unless(can(by, Action.ARTICLE_WRITE, article), _("您没有修改这篇稿件的权限。"))
    Presence.objects.bulk_create(
        [Presence(article=article, person=by, seen_at=at)],
        update_conflicts=True, unique_fields=["article", "person"], update_fields=["seen_at"],
    )  # fmt: skip
    here = Presence.objects.filter(article=article).exclude(person=by)
    here.gone(at=at).delete()
    return [each.person for each in here.select_related("person").order_by("-seen_at")]


def end_presence(article: Article, *, by: User) -> None:
    """Forget that the person is at the form, once they have saved."""
    Presence.objects.filter(article=article, person=by).delete()
