"""Which interpretations hold questions and answers, noted when they are published: nobody reads texts to find them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class AnsweredQuestions(models.Model):
    """That the public version of an interpretation holds questions and answers (解读问答). The questions themselves are read
    from its text whenever they are shown (interpretation.questions)."""

    site_path = "article__site"

    article = models.OneToOneField(
        "content.Article",
        models.CASCADE,
        primary_key=True,
        related_name="answered_questions",
        verbose_name=_("政策解读"),
    )

    objects = TenantManager()

    class Meta:
        verbose_name = _("解读问答")
        verbose_name_plural = _("解读问答")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article)
