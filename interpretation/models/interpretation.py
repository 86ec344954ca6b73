"""Interpretations: articles that explain policy documents. One row carries both directions of the link."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.querysets import public_where
from sites.scope import TenantManager, TenantQuerySet


class Form(models.TextChoices):
    """How it explains (JD7)."""

    TEXT = "text", _("文字解读")
    CHART = "chart", _("图解")
    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")
    ANIMATION = "animation", _("动漫")
    INTERVIEW = "interview", _("访谈实录")
    QA = "qa", _("问答")
    EXPERT = "expert", _("专家解读")
    MEDIA = "media", _("媒体评论")


class AuthorRole(models.TextChoices):
    """Who explains."""

    DRAFTING_ORGAN = "drafting-organ", _("起草部门")
    LEADER = "leader", _("部门负责人")
    EXPERT = "expert", _("专家学者")
    PROFESSIONAL_BODY = "professional-body", _("专业机构")
    MEDIA = "media", _("新闻媒体")


class InterpretationQuerySet(TenantQuerySet):
    """Which interpretations."""

    def public(self, *, at):  # noqa: ANN001, ANN201
        """Those whose page anybody may read."""
        return self.filter(public_where(at=at, article="article__"))


class InterpretationManager(TenantManager.from_queryset(InterpretationQuerySet)):
    """Interpretations behind the tenant net."""


class Interpretation(models.Model):
    """What an article explains, in which form, by whom (解读). Its rows in `documents` are the only link there is, so the
    document's page and the interpretation's page can never disagree (JD6)."""

    site_path = "article__site"

    article = models.OneToOneField("content.Article", models.CASCADE, related_name="interpretation")
    documents = models.ManyToManyField(
        "content.PolicyDocument", through="InterpretationLink", related_name="interpretations",
        verbose_name=_("解读的文件"),
    )  # fmt: skip
    form = models.CharField(_("解读形式"), max_length=12, choices=Form.choices, default=Form.TEXT)
    author_role = models.CharField(
        _("解读主体"), max_length=20, choices=AuthorRole.choices, default=AuthorRole.DRAFTING_ORGAN
    )

    objects = InterpretationManager()

    class Meta:
        verbose_name = _("解读")
        verbose_name_plural = _("解读")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article)

    @property
    def site(self):  # noqa: ANN201
        """The site of its article."""
        return self.article.site


class InterpretationLink(models.Model):
    """That an interpretation explains a document, and which of its clauses above all (解读的条款). The row is both directions
    of the link; the clauses are keys of content.clauses, read from the document's text whenever they are shown."""

    site_path = "interpretation__article__site"

    interpretation = models.ForeignKey(Interpretation, models.CASCADE, related_name="links")
    document = models.ForeignKey(
        "content.PolicyDocument", models.CASCADE, related_name="interpretation_links", db_column="policydocument_id"
    )
    clauses = models.JSONField(_("解读的条款"), default=list, blank=True)

    objects = TenantManager()

    class Meta:
        db_table = "interpretation_interpretation_documents"
        verbose_name = _("解读关联")
        verbose_name_plural = _("解读关联")
        default_permissions = ()
        unique_together = [("interpretation", "document")]

    def __str__(self) -> str:
        return f"{self.interpretation} → {self.document}"
