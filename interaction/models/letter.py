"""Letters: what a citizen wrote, where it is, and until when it must be answered."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from interaction.models.earlier_round import AnsweredInTime, used_in_words
from interaction.querysets import LetterManager, LetterPartManager
from interaction.workflow import ANSWERED, OPEN, State
from sites.privacy import Known, known_of
from sites.scope import everything

LONG_FIELDS = ("body", "public_body", "public_reply", "decline_reason", "advice", "extension_reason")
"""What lists of letters need not read."""


class DeclineKind(models.TextChoices):
    """Why a letter is declined; the words beside it say where to turn instead."""

    OUTSIDE = "outside", _("不属于本信箱受理范围")
    JUDICIAL = "judicial", _("应通过诉讼、仲裁、行政复议等法定途径解决")
    PETITION = "petition", _("属于信访、纪检监察举报受理的事项")
    REPEATED = "repeated", _("同一事项已有答复，且无新的事实和理由")
    PRIVATE = "private", _("不属于政府职责的民事、内部事务")
    UNCLEAR = "unclear", _("内容不清，无法核实，且无法联系来信人")
    UNLAWFUL = "unlawful", _("内容违反法律法规")
    OTHER = "other", _("其他")


class Letter(AnsweredInTime, models.Model):
    """A citizen's letter (来信、留言). The original and the public copy are separate fields; the clock is `due_on`,
    counted from `counted_from` and never reset. Panzhihua 2015 (4): 7 working days, 15 in total if extended.

    `counted_from` is day zero of the running clock: the local day of receipt, in the second round that of the bad rating.
    """

    site_path = "site"

    number = models.CharField(_("信件编号"), max_length=20, unique=True)
    code_hash = models.CharField(max_length=64, editable=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, blank=True, editable=False)
    form_token = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("表单凭证的摘要：同一表单只收一次。"),
    )

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="letters", verbose_name=_("网站"))
    mailbox = models.ForeignKey("interaction.Mailbox", models.PROTECT, related_name="letters", verbose_name=_("信箱"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.SUBMITTED)
    title = models.CharField(_("标题"), max_length=100)
    body = models.TextField(_("内容"))
    writer_name = models.CharField(_("姓名"), max_length=40)
    writer_phone = models.CharField(_("联系电话"), max_length=40)
    writer_email = models.EmailField(_("电子邮箱"), blank=True)
    writer_address = models.CharField(_("联系地址"), max_length=200, blank=True)
    wants_public = models.BooleanField(_("愿意公开"), default=True)

    is_suspect = models.BooleanField(_("待甄别"), default=False)
    suspect_reason = models.CharField(_("甄别原因"), max_length=200, blank=True)
    fingerprint = models.BigIntegerField(null=True, editable=False)

    received_at = models.DateTimeField(_("来信时间"))
    received_on = models.DateField(_("收到日期"))
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    counted_from = models.DateField(_("起算日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    due_on = models.DateField(_("最迟答复日期"))
    working_days = models.PositiveSmallIntegerField(_("办理时限（工作日）"), default=7)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    calendar_version = models.CharField(max_length=64, blank=True)
    replied_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    days_used = models.PositiveSmallIntegerField(_("用时（工作日）"), null=True, blank=True)

    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("承办单位")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办件人")
    )
    decline_kind = models.CharField(_("不予受理的情形"), max_length=12, choices=DeclineKind.choices, blank=True)
    decline_reason = models.CharField(_("不予受理的理由"), max_length=500, blank=True)
    advice = models.CharField(_("建议途径"), max_length=500, blank=True)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    bounces = models.PositiveSmallIntegerField(_("退回转办次数"), default=0)
    is_extended = models.BooleanField(_("已延期"), default=False)
    extension_reason = models.CharField(_("延期理由"), max_length=500, blank=True)

    public_title = models.CharField(_("公开标题"), max_length=100, blank=True)
    public_body = models.TextField(_("公开内容"), blank=True)
    public_name = models.CharField(_("公开姓名"), max_length=40, blank=True)
    public_reply = models.TextField(_("公开答复"), blank=True)
    public_round = models.PositiveSmallIntegerField(_("公开的轮次"), default=1)
    public_organization = models.ForeignKey(
        "sites.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公开稿的答复部门"),
        help_text=_("来信再次办理、转交他处时，公开稿仍是作出这份答复的单位。"),
    )
    public_replied_on = models.DateField(_("公开稿的答复日期"), null=True, blank=True)
    public_days_used = models.PositiveSmallIntegerField(_("公开稿的用时（工作日）"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    views = models.PositiveBigIntegerField(_("阅读量"), default=0)

    objects = LetterManager()

    class Meta:
        verbose_name = _("来信")
        verbose_name_plural = _("来信")
        default_permissions = ()
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("counted_from")), name="letter_due_after_its_day_zero"),
            models.CheckConstraint(
                condition=Q(counted_from__gte=F("received_on")), name="letter_counted_from_receipt_or_later"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["replied", "rated", "closed"]) | Q(replied_on__isnull=False),
                name="answered_letter_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="declined_letter_says_why"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~(Q(public_title="") | Q(public_reply="")),
                name="published_letter_has_a_copy",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "site"], condition=Q(state__in=sorted(OPEN)), name="open_letters_by_due"),
            models.Index(
                fields=["organization", "due_on"], condition=Q(state__in=sorted(OPEN)), name="open_letters_by_body"
            ),
            models.Index(
                fields=["site", "-published_at"], condition=Q(published_at__isnull=False), name="public_letters"
            ),
            models.Index(
                fields=["site", "-public_replied_on", "-id"],
                condition=Q(published_at__isnull=False),
                name="public_letters_by_answer",
            ),
            models.Index(fields=["state", "due_on"], name="letters_by_state"),
            models.Index(fields=["site", "-received_at"], name="letters_by_arrival"),
            models.Index(fields=["-received_at", "-id"], name="letters_newest_first"),
            models.Index(
                fields=["-replied_at", "-id"], condition=Q(state__in=sorted(ANSWERED)), name="answers_newest_first"
            ),
            # Figures read these alone: without what they count, a year of letters costs as much as the whole table.
            models.Index(fields=["site", "received_on", "organization", "state"], name="letters_by_receipt"),
            models.Index(
                fields=["site", "replied_on", "organization", "due_on", "days_used", "is_extended"],
                name="letters_by_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the public copy. It carries the row's id, since the number is half of the citizen's key."""
        return reverse("interaction:letter", args=[self.pk])

    @property
    def known_of_writer(self) -> Known:
        """What is known of the writer and must not be read by others."""
        return known_of(self.writer_name, self.writer_address, self.writer_phone)

    @cached_property
    def helpers(self) -> frozenset[int]:
        """The organizations that help the lead now."""
        with everything("all who help with a letter that was reached already"):
            rows = apps.get_model("interaction", "Assignment").objects.filter(letter=self, role="co", ended_at=None)
        return frozenset(rows.values_list("organization", flat=True))

    def keep_round_of_copy(self) -> None:
        """Note in memory whose answer the public copy shows: the running round's, whatever becomes of the letter later."""
        self.public_round, self.public_organization = self.round, self.organization
        self.public_replied_on, self.public_days_used = self.replied_on, self.days_used

    @property
    def public_used(self) -> str:
        """The working days that the published answer took, in words."""
        return used_in_words(self.public_days_used)

    @property
    def due_in_words(self) -> str:
        """The last day as sentences say it, with the remark that it may still move."""
        return f"{self.due_on:%Y-%m-%d}" + (str(_("（暂定）")) if self.is_provisional else "")

    @property
    def is_open(self) -> bool:
        """True until it is answered or declined."""
        return self.state in OPEN

    @property
    def is_public(self) -> bool:
        """True when its public copy is on the site."""
        return self.published_at is not None


class EventKind(models.TextChoices):
    """What happened, in the citizen's words."""

    RECEIVED = "received", _("收到来信")
    ACCEPTED = "accepted", _("受理")
    DECLINED = "declined", _("不予受理")
    ASSIGNED = "assigned", _("转交承办单位")
    TRANSFERRED = "transferred", _("转交办理")
    BOUNCED = "bounced", _("退回转办")
    DISPUTED = "disputed", _("提请协调承办单位")
    DECIDED = "decided", _("确定承办单位")
    INVITED = "invited", _("增加协办单位")
    DISMISSED = "dismissed", _("协办结束")
    TAKEN = "taken", _("开始办理")
    SIGNED = "signed", _("协办单位签收")
    CONTRIBUTED = "contributed", _("提交协办意见")
    SUPPLEMENT_ASKED = "supplement-asked", _("请来信人补充")
    SUPPLEMENTED = "supplemented", _("来信人已补充")
    MERGED = "merged", _("并案办理")
    UNMERGED = "unmerged", _("恢复单独办理")
    SPLIT = "split", _("分为两件办理")
    LINKED = "linked", _("关联来信")
    WITHDRAWN = "withdrawn", _("来信人撤回")
    DRAFTED = "drafted", _("答复已拟好，送审")
    RETURNED = "returned", _("答复退回重办")
    EXTENSION_ASKED = "extension-asked", _("申请延期")
    EXTENDED = "extended", _("延长办理期限")
    EXTENSION_REFUSED = "ext-refused", _("不同意延期")
    RECOUNTED = "recounted", _("办理期限重新计算")
    PAUSED = "clock-paused", _("办理期限停计")
    RESUMED = "clock-resumed", _("办理期限续计")
    EXTENSION_LAPSED = "extension-lapsed", _("延期申请失效")
    CARDED = "carded", _("亮牌")
    REPLIED = "replied", _("作出答复")
    PUBLISHED = "published", _("公开办理结果")
    UNPUBLISHED = "unpublished", _("取消公开")
    RATED = "rated", _("来信人评价")
    REOPENED = "reopened", _("再次办理")
    CLOSED = "closed", _("办结")


class LetterEvent(models.Model):
    """One line of a letter's record (办理记录); public ones make the timeline that the citizen sees."""

    site_path = "letter__site"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="events")
    kind = models.CharField(_("事项"), max_length=24, choices=EventKind.choices)
    text = models.CharField(_("说明"), max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField(_("公开"), default=True)
    at = models.DateTimeField(_("时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.letter_id}"
