"""What office staff may send to hand a letter over, share it, join it with others, or ask its writer for more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.actions.handing import LONGEST_NOTE, organizations_near
from interaction.actions.helping import LONGEST_CONTRIBUTION
from interaction.models import Letter
from interaction.move_form import MoveForm, OrganizationChoice, OrganizationsChoice, bodies_near, indented, text_field
from interaction.workflow import Move
from sites.rules import Rule, value_of

SEVERAL = _("可不选；按住 Ctrl 键（苹果电脑为 Command 键）可选多个。")


def _note() -> forms.CharField:
    return text_field(_("转办意见"), rows=2, longest=LONGEST_NOTE, required=False)


class AcceptForm(MoveForm):
    """Accept, and hand over at once when an organization is chosen."""

    organization = OrganizationChoice(label=_("同时转办给（主办）"), required=False)
    helpers = OrganizationsChoice(label=_("协办单位"), help_text=SEVERAL)
    note = _note()

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, letter=letter, **options)
        self.initial["organization"] = letter.mailbox.organization_id

    def clean(self) -> dict[str, Any]:
        """Helpers need somebody to help."""
        cleaned = super().clean()
        if cleaned.get("helpers") and not cleaned.get("organization"):
            self.add_error("organization", _("有协办单位的，请先选择主办单位。"))
        return cleaned


class AssignForm(MoveForm):
    """Hand over to an organization, with others to help it."""

    organization = OrganizationChoice(label=_("主办单位"))
    helpers = OrganizationsChoice(label=_("协办单位"), help_text=SEVERAL)
    note = _note()


class TransferForm(MoveForm):
    """Pass on to a body below, or to the one above."""

    organization = OrganizationChoice(label=_("转交给"))
    reason = text_field(_("理由"), rows=2, longest=LONGEST_NOTE)

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, letter=letter, **options)
        field = self.fields["organization"]
        field.queryset = organizations_near(letter.organization)
        field.choices = [("", _("请选择下级或上级单位")), *((body.pk, indented(body)) for body in bodies_near(letter))]


class BounceForm(MoveForm):
    """Why the letter is not one's own."""

    reason = text_field(
        _("退回理由"), help_text=_("写明不属于本单位职责的依据，建议由哪个单位办理。两次退回的，由受理员协调裁定。")
    )


class DecideForm(MoveForm):
    """Who handles the letter, after two refusals."""

    organization = OrganizationChoice(label=_("裁定由谁主办"))
    reason = text_field(_("裁定理由"), rows=2, longest=LONGEST_NOTE, help_text=_("裁定后不能再退回。"))


class InviteForm(MoveForm):
    """One more organization to help the lead."""

    organization = OrganizationChoice(label=_("协办单位"))
    note = text_field(_("请对方办理什么"), rows=2, longest=LONGEST_NOTE, required=False)


class PartForm(MoveForm):
    """Whose part it is: people may handle for several bodies that help with one letter. Nothing means one's own."""

    organization = OrganizationChoice(required=False, widget=forms.HiddenInput)


class ContributeForm(PartForm):
    """The part of one's organization, for the lead."""

    text = text_field(
        _("协办意见"), rows=6, longest=LONGEST_CONTRIBUTION, help_text=_("交给主办单位汇总，不直接答复来信人。")
    )


class LeaveForm(PartForm):
    """Why one's organization cannot help."""

    reason = text_field(_("退回理由"), help_text=_("写明不属于本单位职责的依据。"))


class AskSupplementForm(MoveForm):
    """What is missing."""

    question = text_field(_("需要来信人补充什么"), help_text=_("来信人会看到。办理期限照常计算。"))

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, letter=letter, **options)
        if value_of(Rule.SUPPLEMENT_STOPS_CLOCK):
            self.fields["question"].help_text = _("来信人会看到。等待补充期间，办理期限停计；已逾期的不停计。")


class MergeForm(MoveForm):
    """The letter that this one is answered together with."""

    number = forms.CharField(
        label=_("并入哪件来信（编号）"), max_length=20, help_text=_("那一件的答复会同时发给本件的来信人。")
    )


class SplitForm(MoveForm):
    """The second matter."""

    title = forms.CharField(label=_("第二件事的标题"), max_length=100)
    body = text_field(_("第二件事的内容"), rows=6, longest=5000, help_text=_("从来信中摘出；来信原文不变。"))
    organization = OrganizationChoice(label=_("同时转办给"), required=False)


class LinkForm(MoveForm):
    """An earlier letter that this one refers to."""

    number = forms.CharField(label=_("较早来信的编号"), max_length=20)
    note = text_field(_("说明"), rows=2, longest=300, required=False)


HANDING_FORMS: dict[Move, type[MoveForm]] = {
    Move.ACCEPT: AcceptForm,
    Move.ASSIGN: AssignForm,
    Move.TRANSFER: TransferForm,
    Move.BOUNCE: BounceForm,
    Move.DECIDE: DecideForm,
    Move.INVITE: InviteForm,
    Move.SIGN: PartForm,
    Move.CONTRIBUTE: ContributeForm,
    Move.LEAVE: LeaveForm,
    Move.ASK_SUPPLEMENT: AskSupplementForm,
    Move.MERGE: MergeForm,
    Move.UNMERGE: MoveForm,
    Move.SPLIT: SplitForm,
    Move.LINK: LinkForm,
}
