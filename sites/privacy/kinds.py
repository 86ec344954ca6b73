"""The kinds of personal data that are looked for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of personal data was found."""

    ID_CARD = "id-card", _("身份证号")
    BANK_CARD = "bank-card", _("银行卡号")
    MOBILE = "mobile", _("手机号码")
    LANDLINE = "landline", _("固定电话")
    EMAIL = "email", _("电子邮箱")
    PLATE = "plate", _("车牌号")
    PASSPORT = "passport", _("护照或通行证号")
    CHAT = "chat", _("微信或QQ号")
    ACCOUNT = "account", _("户号或证号")
    HOUSE = "house", _("门牌住址")
    PERSON = "person", _("姓名")
    NAME = "name", _("来信人姓名")
    ADDRESS = "address", _("来信人地址")
    PHONE = "phone", _("来信人电话")
