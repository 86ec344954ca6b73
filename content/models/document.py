"""Policy documents: the document data of an article's live revision, where the library can query it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.querysets import PolicyDocumentManager
from sites.scope import TenantManager


class DocumentStatus(models.TextChoices):
    """Whether the document is in force (有效性); marked on the original page, in lists, search and API (R9)."""

    IN_FORCE = "in-force", _("有效")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", _("废止")
    LAPSED = "lapsed", _("失效")


class Genre(models.TextChoices):
    """The fifteen kinds of official document (公文种类); 2012 regulation on the handling of official documents."""

    RESOLUTION = "决议", "决议"
    DECISION = "决定", "决定"
    ORDER = "命令", "命令（令）"
    COMMUNIQUE = "公报", "公报"
    PROCLAMATION = "公告", "公告"
    PUBLIC_NOTICE = "通告", "通告"
    OPINION = "意见", "意见"
    NOTICE = "通知", "通知"
    CIRCULAR = "通报", "通报"
    REPORT = "报告", "报告"
    REQUEST = "请示", "请示"
    REPLY = "批复", "批复"
    PROPOSAL = "议案", "议案"
    LETTER = "函", "函"
    MINUTES = "纪要", "纪要"


class Openness(models.TextChoices):
    """How the document is disclosed (公开属性)."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on-request", _("依申请公开")
    CLOSED = "closed", _("不予公开")


class Exemption(models.TextChoices):
    """Why a document is not disclosed (免予公开理由)."""

    SECRET = "state-secret", _("国家秘密")
    TRADE = "trade-secret", _("商业秘密")
    PRIVACY = "privacy", _("个人隐私")
    PROCESS = "process", _("过程性信息")
    INTERNAL = "internal", _("内部管理信息")
    SAFETY = "safety", _("危及国家安全、公共安全、经济安全和社会稳定")
    OTHER = "other", _("其他")


class PolicyDocument(models.Model):
    """An article's document data (政策文件). It repeats the live revision's `document`; only publishing writes it."""

    site_path = "article__site"

    article = models.OneToOneField("content.Article", models.CASCADE, related_name="policy_document")
    index_number = models.CharField(_("索引号"), max_length=60, unique=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    number_organ = models.CharField(_("机关代字"), max_length=60, blank=True)
    number_year = models.PositiveSmallIntegerField(_("文号年份"), null=True, blank=True)
    number_serial = models.PositiveIntegerField(_("文号序号"), null=True, blank=True)
    number_key = models.CharField(_("文号排序"), max_length=120, blank=True, editable=False)
    unified_number = models.CharField(_("规范性文件统一编号"), max_length=60, blank=True)
    issuer = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="documents", verbose_name=_("发文机关")
    )
    issuer_text = models.CharField(_("发文机关（署名）"), max_length=100, blank=True, help_text=_("联合发文时写全称。"))
    topic = models.CharField(_("主题分类"), max_length=60, blank=True)
    genre = models.CharField(_("公文种类"), max_length=8, choices=Genre.choices)
    written_on = models.DateField(_("成文日期"))
    printed_on = models.DateField(_("印发日期"), null=True, blank=True)
    online_due_on = models.DateField(
        _("最迟公开日期"), null=True, blank=True, help_text=_("规范性文件印发后 3 个工作日内上网公开。")
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("失效日期"), null=True, blank=True)
    is_normative = models.BooleanField(_("行政规范性文件"), default=False)
    needs_interpretation = models.BooleanField(_("需要解读"), default=True)
    openness = models.CharField(_("公开属性"), max_length=12, choices=Openness.choices, default=Openness.ACTIVE)
    exemption = models.CharField(_("免予公开理由"), max_length=16, choices=Exemption.choices, blank=True)
    status = models.CharField(
        _("有效性"), max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.IN_FORCE
    )
    status_by = models.ForeignKey(
        "content.Article", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("依据文件")
    )
    status_on = models.DateField(_("有效性变更日期"), null=True, blank=True)
    declared_status = models.CharField(_("人工标注的有效性"), max_length=10, choices=DocumentStatus.choices, blank=True)
    declared_on = models.DateField(_("人工标注日期"), null=True, blank=True)
    declared_why = models.CharField(_("人工标注依据"), max_length=200, blank=True)

    objects = PolicyDocumentManager()

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-written_on", "-id"], name="documents_by_date"),
            models.Index(fields=["status", "-written_on"], name="documents_by_status"),
            models.Index(fields=["topic", "-written_on"], name="documents_by_topic"),
            models.Index(fields=["number_key"], name="documents_by_number"),
            models.Index(
                fields=["expires_on"],
                condition=models.Q(expires_on__isnull=False, status__in=["in-force", "amended"]),
                name="documents_to_lapse",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number or self.article.title

    @property
    def site(self):  # noqa: ANN201
        """The site of its article."""
        return self.article.site


class RelationKind(models.TextChoices):
    """What one document does to another."""

    AMENDS = "amends", _("修改")
    REPEALS = "repeals", _("废止")
    REPLACES = "replaces", _("代替")
    IMPLEMENTS = "implements", _("落实")


class DocumentRelation(models.Model):
    """A document's article amends, repeals, replaces or implements `target`. The target's status follows from it for as
    long as the article is public: a draft, or one that was taken down, changes nothing."""

    site_path = "article__site"

    article = models.ForeignKey(
        "content.Article", models.CASCADE, related_name="document_relations", verbose_name=_("文件稿件")
    )
    target = models.ForeignKey(PolicyDocument, models.CASCADE, related_name="affected_by", verbose_name=_("所涉文件"))
    kind = models.CharField(_("关系"), max_length=12, choices=RelationKind.choices)

    objects = TenantManager()

    class Meta:
        verbose_name = _("文件关系")
        verbose_name_plural = _("文件关系")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "target", "kind"], name="one_relation_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.get_kind_display()} {self.target}"
