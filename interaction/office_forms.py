"""What office staff may send about a letter, one form per move."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.actions.publishing import unconfirmed
from interaction.actions.replying import LONGEST_EXPLANATION, LONGEST_REPLY
from interaction.handing_forms import HANDING_FORMS
from interaction.models import DeclineKind, Letter, ReturnReason, Verdict
from interaction.move_form import MoveForm, text_field
from interaction.shown import approved_reply
from interaction.workflow import Move, State
from sites.privacy import LITERAL, Finding, masked, masked_name


class DeclineForm(MoveForm):
    """Why the letter is declined, and where to turn instead."""

    kind = forms.ChoiceField(label=_("情形"), choices=[("", _("请选择")), *DeclineKind.choices])
    reason = text_field(_("不予受理的理由"), help_text=_("来信人会看到。"))
    advice = text_field(_("建议向哪里反映"), help_text=_("写明单位或渠道，来信人会看到。"))


class ReplyForm(MoveForm):
    """An answer for approval."""

    text = text_field(_("答复内容"), rows=12, longest=LONGEST_REPLY)
    cannot_be_done = forms.BooleanField(label=_("这件事无法办理（须说明理由）"), required=False)
    explanation = text_field(
        _("无法办理的理由"),
        rows=3,
        longest=LONGEST_EXPLANATION,
        required=False,
        help_text=_("附在答复后面，来信人会看到。"),
    )

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, letter=letter, **options)
        if not self.is_bound and letter.state == State.RETURNED:
            last = letter.replies.order_by("-written_at", "-pk").first()
            self.initial |= {name: getattr(last, name) for name in self.base_fields} if last else {}


class ReturnForm(MoveForm):
    """Why the drafted answer is not good enough."""

    reason = forms.ChoiceField(label=_("退回原因"), choices=[("", _("请选择")), *ReturnReason.choices])
    opinion = text_field(_("退回意见"), help_text=_("办件员会看到；来信人不会看到。"))


class ReasonForm(MoveForm):
    """A reason."""

    reason = text_field(_("理由"))


class OpinionForm(MoveForm):
    """An opinion, if there is one."""

    opinion = text_field(_("意见"), rows=2, required=False)


class PublishForm(MoveForm):
    """The public copy, beside the original. Personal data that stays must be confirmed piece by piece."""

    title = forms.CharField(label=_("公开标题"), max_length=100)
    name = forms.CharField(label=_("公开姓名"), max_length=40)
    body = text_field(_("公开的来信内容"), rows=10, longest=6000)
    reply = text_field(_("公开的答复内容"), rows=10, longest=LONGEST_REPLY)
    confirmed = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, letter=letter, **options)
        reply, known = approved_reply(letter), letter.known_of_writer
        self.initial |= {
            "title": letter.public_title or masked(letter.title, known=known),
            "name": letter.public_name or masked_name(letter.writer_name),
            "body": letter.public_body or masked(letter.body, known=known),
            "reply": letter.public_reply or (masked(reply.full_text, known=known, kinds=LITERAL) if reply else ""),
        }
        self.fields["confirmed"].choices = [(finding.key, finding.hint) for finding in self.private]

    @property
    def private(self) -> list[Finding]:
        """The personal data in the copy as it stands in the form."""
        texts = [self[name].value() or "" for name in ("title", "name", "body", "reply")]
        return unconfirmed(texts, (), known=self.letter.known_of_writer)

    @property
    def ticked(self) -> list[str]:
        """The keys that were confirmed already."""
        return list(self.data.getlist("confirmed")) if hasattr(self.data, "getlist") else []


FORMS: dict[Move, type[MoveForm]] = {
    **HANDING_FORMS,
    Move.DECLINE: DeclineForm,
    Move.TAKE: MoveForm,
    Move.DRAFT: ReplyForm,
    Move.APPROVE: MoveForm,
    Move.RETURN: ReturnForm,
    Move.CLOSE: MoveForm,
    Move.ASK_EXTENSION: ReasonForm,
    Move.GRANT_EXTENSION: MoveForm,
    Move.REFUSE_EXTENSION: OpinionForm,
    Move.PUBLISH: PublishForm,
    Move.UNPUBLISH: ReasonForm,
}


class MailFilterForm(forms.Form):
    """Which mails to list; whatever is not understood falls back to all."""

    verdict = forms.SlugField(required=False, max_length=20)
    page = forms.CharField(required=False, max_length=10)

    def value(self, name: str) -> str:
        """Return a valid value or nothing."""
        self.is_valid()
        value = self.cleaned_data.get(name, "")
        return value if name == "page" or value in {*Verdict.values, "to-judge"} else ""


class ReadingMonthForm(forms.Form):
    """Which month of the ledger of readings; anything else means the current one."""

    month = forms.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])$", required=False, max_length=7)
    list = forms.ChoiceField(required=False, choices=[("unread", ""), ("missed", "")])

    @property
    def listed(self) -> str:
        """Which mailboxes to list: unread today, missed this month, or all."""
        self.is_valid()
        return self.cleaned_data.get("list", "")

    @staticmethod
    def months(today: date) -> list[date]:
        """The months that may be chosen: this one and the eleven before."""
        found = [today.replace(day=1)]
        while len(found) < 12:
            found.append((found[-1] - timedelta(days=1)).replace(day=1))
        return found

    def last_day(self, today: date) -> date:
        """The last day of the month that is over or today."""
        self.is_valid()
        text = self.cleaned_data.get("month", "")
        month = next((month for month in self.months(today) if f"{month:%Y-%m}" == text), today.replace(day=1))
        after = (month + timedelta(days=32)).replace(day=1)
        return min(today, after - timedelta(days=1))
