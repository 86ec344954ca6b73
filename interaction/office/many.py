"""Many letters at once from the workbench: each is done or refused by itself, and every refusal is told with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import letters_reached
from interaction.models import Letter
from interaction.move_form import OrganizationChoice
from interaction.office.filters import list_address
from interaction.urges import urging_together
from interaction.workflow import State
from sites import once
from sites.many import Act, Line, Outcome, act_on_each
from sites.models import User
from sites.office import office_page, office_view
from sites.policy import Role


class PickedForm(forms.Form):
    """The letters that were ticked, and a token that makes a second click find the first one's outcome."""

    token = forms.UUIDField()
    pick = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        picked = data.getlist("pick") if data is not None else []
        self.fields["pick"].choices = [(pk, pk) for pk in picked if pk.isascii() and pk.isdigit() and len(pk) < 19]


class HandOverForm(PickedForm):
    """To whom they are handed over."""

    organization = OrganizationChoice(label=gettext_lazy("转办给"))
    note = forms.CharField(max_length=300, required=False)


class UrgeForm(PickedForm):
    """What is demanded of whoever has them."""

    text = forms.CharField(
        label=gettext_lazy("督办要求"),
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("督办要求，如：请今日内答复并说明原因")}),
    )


@dataclass(frozen=True)
class Verb:
    """What may be done to many letters: its words, who may do it somewhere, and the action for one letter."""

    key: str
    label: str
    role: Role
    form: type[PickedForm]
    act: Callable[[dict[str, Any], User, datetime], Act]
    missing: str = ""

    @property
    def asks(self) -> bool:
        """True when it asks for more than the letters."""
        return self.form is not PickedForm


def _accepting(data: dict[str, Any], by: User, at: datetime) -> Act:
    return lambda letter: actions.accept_letter(letter, by=by, at=at)


def _taking(data: dict[str, Any], by: User, at: datetime) -> Act:
    """Sign for what one's organization leads, and for the part of what it helps with."""

    held = by.grants.organizations_with(Role.HANDLER)

    def take(letter: Letter) -> object:
        helps = letter.organization_id not in held and letter.helpers & held
        return (actions.sign_for_part if helps else actions.take_letter)(letter, by=by, at=at)

    return take


def _handing_over(data: dict[str, Any], by: User, at: datetime) -> Act:
    """Accept on the way what nobody has accepted yet, as the form of a single letter does."""
    to = {"organization": data["organization"], "note": data["note"]}

    def hand_over(letter: Letter) -> Letter:
        action = actions.accept_and_assign if letter.state == State.SUBMITTED else actions.assign_letter
        return action(letter, **to, by=by, at=at)

    return hand_over


def _urging(data: dict[str, Any], by: User, at: datetime) -> Act:
    return lambda letter: actions.urge_letter(letter, text=data["text"], by=by, at=at)


VERBS = {
    verb.key: verb
    for verb in (
        Verb("accept", gettext_lazy("批量受理"), Role.INTAKE, PickedForm, _accepting),
        Verb(
            "assign",
            gettext_lazy("批量转办"),
            Role.INTAKE,
            HandOverForm,
            _handing_over,
            gettext_lazy("请选择承办单位。"),
        ),
        Verb("take", gettext_lazy("批量签收"), Role.HANDLER, PickedForm, _taking),
        Verb("urge", gettext_lazy("批量督办"), Role.SUPERVISOR, UrgeForm, _urging, gettext_lazy("请写明督办要求。")),
    )
}


def verbs_for(user: User) -> list[tuple[Verb, PickedForm | None]]:
    """Return what the person may do to many letters somewhere; each letter is judged by its action."""
    held = user.grants.roles()
    return [(verb, verb.form() if verb.asks else None) for verb in VERBS.values() if verb.role in held]


@office_view
@require_POST
def do(request: HttpRequest, verb: str) -> HttpResponse:
    """Do it to every ticked letter that allows it; a second click leads to the outcome of the first."""
    if verb not in VERBS:
        raise Http404
    form, words = VERBS[verb].form(request.POST), VERBS[verb]
    if not form.is_valid():
        is_incomplete = not {"pick", "token"} & set(form.errors)
        messages.error(request, words.missing if is_incomplete else _("请先勾选来信。"))
        return redirect(list_address(request.session))
    data, user, at = form.cleaned_data, request.user, timezone.now()
    key = _key(user, data["token"])
    if once.claim(key):
        letters = list(letters_reached(user).filter(pk__in=data["pick"]))
        with urging_together():
            outcome = act_on_each(letters, words.act(data, user, at), unit=_("件"))
        _tell_missing(outcome, len(set(data["pick"])) - len(letters))
        if not once.keep(key, {"verb": verb, "numbers": _numbers(letters), **outcome.as_data()}):
            return _page(request, words, outcome, _numbers(letters))
    return redirect("interaction-office:many-result", data["token"])


def _tell_missing(outcome: Outcome, missing: int) -> None:
    """Letters that left the person's reach between list and click are told too."""
    if missing > 0:
        outcome.refused.append(Line(0, _("%s 件来信") % missing, _("已转交其他单位，或不在您的办理范围内。")))


def _numbers(letters: list[Letter]) -> dict[int, str]:
    return {letter.pk: letter.number for letter in letters}


def _key(user: User, token: UUID) -> str:
    return f"letters:{user.pk}:{token}"


@office_view
@require_GET
def result(request: HttpRequest, token: UUID) -> HttpResponse:
    """Tell what was done, and of every letter that was not, why. Kept for an hour, for the person who did it."""
    kept = once.kept(_key(request.user, token))
    if kept is None:
        raise Http404
    if kept == once.RUNNING:
        return office_page(request, "interaction/office/many_result.html", {"outcome": None}, title=_("正在办理"))
    words = VERBS[kept.pop("verb")]
    numbers = kept.pop("numbers")
    return _page(request, words, Outcome.of_data(kept), numbers)


def _page(request: HttpRequest, words: Verb, outcome: Outcome, numbers: dict[int, str]) -> HttpResponse:
    context = {
        "outcome": outcome,
        "done": [(line, numbers.get(line.pk)) for line in outcome.done],
        "back": list_address(request.session),
        "refused": [(line, numbers.get(line.pk)) for line in outcome.refused],
    }
    return office_page(request, "interaction/office/many_result.html", context, title=words.label)
