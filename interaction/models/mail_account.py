"""Letters by e-mail: the account that is polled for a mailbox, and every mail that came, letter or not."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import IncomingMailManager
from sites.scope import TenantManager


class Security(models.TextChoices):
    """How the connection to the mail server is protected."""

    TLS = "tls", _("TLS（通常端口 993）")
    STARTTLS = "starttls", _("STARTTLS（通常端口 143）")


class MailAccount(models.Model):
    """The e-mail address of a mailbox (邮件信箱), polled over IMAP. The password is sealed or comes from the environment."""

    site_path = "mailbox__site"

    mailbox = models.OneToOneField(
        "interaction.Mailbox", models.PROTECT, related_name="mail_account", verbose_name=_("信箱")
    )
    address = models.EmailField(_("对外公布的邮箱地址"), unique=True)
    host = models.CharField(_("IMAP 服务器"), max_length=200)
    port = models.PositiveIntegerField(
        _("端口"), default=993, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField(_("加密方式"), max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(_("账号"), max_length=200)
    sealed_password = models.TextField(editable=False, blank=True)
    password_variable = models.CharField(
        _("密码所在的环境变量"),
        max_length=80,
        blank=True,
        help_text=_("填写后不保存密码，从服务器的环境变量读取；变量名须以 PORTAL_MAIL_ 开头。"),
    )
    folder = models.CharField(_("文件夹"), max_length=100, default="INBOX")
    ca_file = models.CharField(
        _("证书文件"), max_length=300, blank=True, help_text=_("邮件服务器使用自签证书时，服务器上 CA 证书的路径。")
    )
    wants_public = models.BooleanField(
        _("来信可以公开"),
        default=False,
        help_text=_("只有在公布邮箱地址的地方写明“隐去个人信息后可能公开”时才勾选。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    since = models.DateTimeField(_("收取此后到达的邮件"))
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(_("最近一次收取"), null=True, editable=False)
    error = models.CharField(_("最近一次的问题"), max_length=300, blank=True, editable=False)

    objects = TenantManager()

    class Meta:
        verbose_name = _("邮件信箱")
        verbose_name_plural = _("邮件信箱")
        default_permissions = ()
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address


class Verdict(models.TextChoices):
    """What a mail was taken for."""

    LETTER = "letter", _("来信")
    AUTOMATIC = "automatic", _("自动回复")
    BOUNCE = "bounce", _("退信")
    LIST = "list", _("群发邮件")
    OWN = "own", _("本系统的邮件")
    FLOOD = "flood", _("同一发件人过多")
    TOO_LARGE = "too-large", _("邮件过大")
    EMPTY = "empty", _("没有内容")
    UNREADABLE = "unreadable", _("无法解读")
    REFUSED = "refused", _("信箱未收下")
    DISMISSED = "dismissed", _("已核对，不是来信")


class IncomingMail(models.Model):
    """A mail that came to a mailbox's address (收到的邮件), kept whether it became a letter or not; one row per Message-ID."""

    site_path = "account__mailbox__site"

    account = models.ForeignKey(MailAccount, models.PROTECT, related_name="mails", verbose_name=_("邮件信箱"))
    message_id = models.CharField(max_length=255)
    verdict = models.CharField(_("处理"), max_length=12, choices=Verdict.choices)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    sender_name = models.CharField(_("发件人"), max_length=100, blank=True)
    sender = models.CharField(_("发件地址"), max_length=254, blank=True)
    subject = models.CharField(_("主题"), max_length=300, blank=True)
    text = models.TextField(_("内容"), blank=True)
    files = models.JSONField(_("附件"), default=list)
    size = models.PositiveIntegerField(_("大小"), default=0)
    received_at = models.DateTimeField(_("到达时间"))
    letter = models.OneToOneField(
        "interaction.Letter", models.SET_NULL, null=True, related_name="mail", verbose_name=_("来信")
    )
    at = models.DateTimeField(_("收取时间"))
    tell_at = models.DateTimeField(
        _("回执待发"), null=True, editable=False, help_text=_("编号和查询码还没有发到来信人，到这个时间再发一次。")
    )

    objects = IncomingMailManager()

    class Meta:
        verbose_name = _("收到的邮件")
        verbose_name_plural = _("收到的邮件")
        default_permissions = ()
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "message_id"], name="one_row_per_mail"),
            models.CheckConstraint(
                condition=~Q(verdict="letter") | Q(letter__isnull=False), name="mail_taken_has_its_letter"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "sender", "received_at"], name="mails_by_sender"),
            models.Index(fields=["account", "-received_at"], name="mails_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.subject}"
