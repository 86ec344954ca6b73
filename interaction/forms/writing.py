"""Writing a letter: its words and files, the step that comes next, the captcha, and hints while one writes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.captcha import is_solved
from interaction.codes import FULL_WIDTH, FormToken, genuine_token, new_token, read_token
from interaction.forms.fields import LONGEST_LETTER, TypedField
from interaction.models import LetterAttachment, Mailbox
from sites.characters import says_something
from sites.privacy import Finding, findings

TOO_FAST = timedelta(seconds=3)
PHONE = re.compile(r"\+?[0-9][0-9() \-转]{4,28}")
MOST_FILES_AT_ONCE = 20


class LetterForm(forms.Form):
    """A letter to a mailbox. It carries a signed token instead of a session, so nothing typed is lost when it expires."""

    title = TypedField(
        label=_("标题"),
        max_length=100,
        min_length=4,
        help_text=_("用一句话说明事情，例如“东风路路灯不亮”。"),
        error_messages={"min_length": _("标题太短，请用一句话说明事情。")},
    )
    body = TypedField(
        label=_("内容"),
        max_length=LONGEST_LETTER,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("请写明时间、地点、经过和您的诉求，一封信只反映一件事；请勿填写身份证号、银行卡号。"),
        error_messages={"min_length": _("内容太短，请写清时间、地点、经过和您的要求。")},
    )
    writer_name = TypedField(label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    writer_phone = TypedField(
        label=_("联系电话"),
        max_length=40,
        help_text=_("仅用于办理时与您联系，不会公开。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    writer_email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("填写后，来信收到、延期、答复时都会发邮件告知您。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    writer_address = TypedField(
        label=_("联系地址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    wants_public = forms.TypedChoiceField(
        label=_("是否愿意公开"),
        choices=[
            ("yes", _("愿意：隐去姓名和联系方式后，来信和答复可以在网站公开")),
            ("no", _("不愿意：只有我凭查询码能看到")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    confirm_private = forms.BooleanField(label=_("个人信息"), required=False)
    website = forms.CharField(label=_("网址（请留空）"), required=False, max_length=200)
    token = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    CITIZEN_FIELDS = ("title", "body", "writer_name", "writer_phone", "writer_email", "writer_address", "wants_public")

    def __init__(
        self, data: Any = None, *, mailbox: Mailbox, at: datetime, is_sending: bool = True, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.mailbox, self.at, self.is_sending = mailbox, at, is_sending
        self.form_token: FormToken | None = None
        self.expired_token: FormToken | None = None
        self.private: list[Finding] = []
        if not mailbox.is_public:
            del self.fields["wants_public"]
        if not self.is_bound:
            self.initial.setdefault("token", new_token(mailbox.pk, at=at).signed())

    @property
    def citizen_fields(self) -> list[forms.BoundField]:
        """The fields that people see, in order."""
        return [self[name] for name in self.CITIZEN_FIELDS if name in self.fields]

    def clean_title(self) -> str:
        """A line of signs alone tells the office nothing."""
        if not says_something(self.cleaned_data["title"]):
            raise forms.ValidationError(_("标题中没有文字，请用一句话说明事情。"))
        return self.cleaned_data["title"]

    def clean_body(self) -> str:
        """The same goes for the text."""
        if not says_something(self.cleaned_data["body"]):
            raise forms.ValidationError(_("内容中没有文字，请写清时间、地点、经过和您的要求。"))
        return self.cleaned_data["body"]

    def clean_writer_name(self) -> str:
        """A name has letters."""
        if not says_something(self.cleaned_data["writer_name"]):
            raise forms.ValidationError(_("请填写您的姓名。"))
        return self.cleaned_data["writer_name"]

    def clean_writer_phone(self) -> str:
        """Accept mobile and landline numbers as people write them."""
        phone = self.cleaned_data["writer_phone"].translate(FULL_WIDTH)
        if not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("请填写手机号码，或带区号的固定电话。"))
        return phone

    def clean_website(self) -> str:
        """People do not see this field; programs fill it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("“网址”一栏请留空（浏览器自动填写的请清除），然后再提交。"))
        return ""

    def clean(self) -> dict[str, Any]:
        """Judge the token, the pace, and the personal data in the text; nothing typed is lost whatever comes out."""
        cleaned = super().clean()
        self._judge_token(cleaned.get("token") or "")
        self.private = findings(f"{cleaned.get('title', '')}\n{cleaned.get('body', '')}")
        if self.is_sending and self.private and not cleaned.get("confirm_private"):
            self.add_error("confirm_private", _("内容中有个人信息，请删去，或勾选确认。"))
        cleaned.setdefault("wants_public", False)
        return cleaned

    def _judge_token(self, text: str) -> None:
        """A token that has expired is replaced, and remembered, since the files of the form go by it. A form that only
        goes on to the next step need not be sent again for that."""
        self.form_token = read_token(text, mailbox_id=self.mailbox.pk, at=self.at)
        if self.form_token is None:
            self.expired_token = genuine_token(text, mailbox_id=self.mailbox.pk)
            self.start_anew(at=self.at)
            if self.is_sending:
                self.add_error(None, _("页面打开的时间太久，凭证已经失效。您填写的内容都还在，请再点一次“提交来信”。"))
        elif self.is_sending and self.form_token.age(at=self.at) < TOO_FAST:
            self.add_error(None, _("提交得太快了，系统没有收下。内容都还在，请核对后再点一次“提交来信”。"))

    def start_anew(self, *, at: datetime) -> None:
        """Give the form a token of its own: what it says becomes a letter of its own."""
        self.form_token = new_token(self.mailbox.pk, at=at)
        self.data = self.data.copy()
        self.data["token"] = self.form_token.signed()

    def words(self) -> dict[str, Any]:
        """What was typed, to be shown again by a form that nobody has judged yet."""
        return {name: self.data.get(name, "") for name in (*self.CITIZEN_FIELDS, "token", "confirm_private")}


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all files of the field."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class ManyFilesField(forms.FileField):
    """A list of files; what each is is judged by its content when it is kept."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that have a name and a content."""
        return [super(ManyFilesField, self).clean(each) for each in (data or [])[:MOST_FILES_AT_ONCE]]


class LetterFilesForm(forms.Form):
    """Files that come with a letter's form, and those of an earlier turn that are taken out again."""

    files = ManyFilesField(label=_("附件"), required=False)
    drop = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: Any, kept: list[LetterAttachment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["drop"].choices = [(row.pk, row.name) for row in kept]


class StepForm(forms.Form):
    """Which step of writing the citizen wants next; sending is asked for by name."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("check", "send", "edit")], required=False)

    @property
    def value(self) -> str:
        """The step, checking for whatever is not understood."""
        return (self.cleaned_data.get("step") if self.is_valid() else "") or "check"


class CaptchaForm(forms.Form):
    """What comes back from the captcha: the work that the browser did, or an answer in words."""

    altcha = forms.CharField(required=False, max_length=4000)
    question = forms.CharField(required=False, max_length=400)
    answer = forms.CharField(required=False, max_length=20)

    @property
    def trouble(self) -> str:
        """What to say when it is not solved: an answer that was given and is wrong is something else than none."""
        self.is_valid()
        if self.cleaned_data.get("answer", "").strip():
            return _("“安全验证”的回答不对。已换一个问题，请再回答一次。")
        return _("请先完成“安全验证”，再提交。")

    def is_solved(self, form_digest: str, *, at: datetime) -> bool:
        """Tell whether it is solved for the form of this token."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in ("altcha", "question", "answer")}
        return is_solved(form_digest, work=said["altcha"], question=said["question"], answer=said["answer"], at=at)


class HintsForm(forms.Form):
    """What is being written, to be compared with what was answered already. Nothing of it is kept."""

    title = forms.CharField(required=False, max_length=100)
    body = forms.CharField(required=False, max_length=LONGEST_LETTER)

    def said(self) -> tuple[str, str]:
        """The words; nothing for what is not understood."""
        self.is_valid()
        return self.cleaned_data.get("title", ""), self.cleaned_data.get("body", "")
