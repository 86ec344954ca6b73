"""The moves as office staff send them: one address, one form per move, one action behind each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interaction import actions
from interaction.access import get_letter_for, letters_reached
from interaction.actions.moving import refuse_unseen
from interaction.models import Letter
from interaction.office.changes import SeenForm, news_of
from interaction.office.copy import copy_page
from interaction.office.desk_forms import DraftForm
from interaction.office.letter_page import is_written, letter_page
from interaction.office_forms import FORMS, MoveForm
from interaction.recipients import Recipients
from interaction.workflow import TABLE, Move
from sites.models import Organization, User
from sites.office import office_page, office_view
from sites.refusals import Refused

HANDS_OVER = frozenset({Move.ACCEPT, Move.ASSIGN, Move.TRANSFER, Move.DECIDE})


@office_view
@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Do one move; a refusal shows the page again with its sentence and everything that was typed."""
    if move not in FORMS:
        raise Http404
    move = Move(move)
    try:
        row = get_letter_for(request.user, number, TABLE[move].action)
    except Http404:
        return _gone(request, move)
    form, seen = FORMS[move](request.POST, letter=row), SeenForm(request.POST).last("seen")
    status, news = 400, {}
    if form.is_valid():
        try:
            _do(move, row, form, request.user, seen)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            _keep_answer(move, row, request)
            row, status = get_letter_for(request.user, number), 409
            news = news_of(row, event=seen) if seen else {}
        else:
            messages.success(request, _("已完成：%s。") % move.label)
            _warn_of_empty_office(request, move, row)
            return redirect(*_next(request.user, row))
    if move == Move.PUBLISH:
        return copy_page(request, row, form, status=status)
    return letter_page(request, row, tried=move, form=form, status=status, news=news)


@transaction.atomic
def _do(move: Move, letter: Letter, form: MoveForm, by: User, seen: int) -> None:
    """Do the move, unless the page it was sent from did not show what it decides upon."""
    if seen:
        refuse_unseen(letter, move, seen=seen)
    DOING[move](letter, form.cleaned_data, by, timezone.now())


def _warn_of_empty_office(request: HttpRequest, move: Move, letter: Letter) -> None:
    """Say so when a letter was handed to an organization where nobody can sign for it; it may have left the person's reach."""
    if move not in HANDS_OVER:
        return
    body = Organization.objects.filter(assignments__letter=letter, assignments__ended_at=None, assignments__role="lead")
    for lead in body:
        if not Recipients().has_handler(lead.pk):
            said = _("“%s”还没有办件员，现在没有人能签收这封信。请另行转办，或请站点管理员授权办件员。")
            messages.warning(request, said % lead.name)


def _gone(request: HttpRequest, move: Move) -> HttpResponse:
    """Give back what was typed about a letter that is not the person's any more, or never was: both look the same."""
    fields = FORMS[move].base_fields.items()
    typed = [(field.label, request.POST.get(name, "")) for name, field in fields if is_written(field)]
    typed = [(label, text) for label, text in typed if text.strip()]
    if not typed:
        raise Http404
    return office_page(request, "interaction/office/letter_gone.html", {"unsent": typed}, title=_("来信"), status=404)


def _keep_answer(move: Move, letter: Letter, request: HttpRequest) -> None:
    """An answer that came too late or was refused stays on the writer's desk."""
    form = DraftForm(request.POST)
    if move == Move.DRAFT and form.is_valid():
        with suppress(Refused):
            actions.keep_reply_draft(letter, **form.cleaned_data, by=request.user, at=timezone.now())


def _next(user: User, letter: Letter) -> tuple[str, ...]:
    """The letter's page, or the workbench for somebody who has just passed the letter on."""
    still_theirs = letters_reached(user).filter(pk=letter.pk).exists()
    return ("interaction-office:letter", letter.number) if still_theirs else ("interaction-office:workbench",)


def _accept(letter: Letter, data: dict[str, Any], by: User, at: datetime) -> None:
    if data["organization"]:
        actions.accept_and_assign(letter, by=by, at=at, **data)
    else:
        actions.accept_letter(letter, by=by, at=at)


def _with(action: Callable[..., object], **fixed: Any) -> Callable[..., object]:
    return lambda letter, data, by, at: action(letter, **data, **fixed, by=by, at=at)


@transaction.atomic
def _hand_in(letter: Letter, data: dict[str, Any], by: User, at: datetime) -> None:
    actions.draft_reply(letter, **data, by=by, at=at)
    actions.discard_reply_draft(letter, by=by, at=at)


DOING: dict[Move, Callable[..., object]] = {
    Move.ACCEPT: _accept,
    Move.DECLINE: _with(actions.decline_letter),
    Move.ASSIGN: _with(actions.assign_letter),
    Move.TRANSFER: _with(actions.transfer_letter),
    Move.BOUNCE: _with(actions.bounce_letter),
    Move.DECIDE: _with(actions.decide_letter),
    Move.INVITE: _with(actions.invite_helper),
    Move.SIGN: _with(actions.sign_for_part),
    Move.CONTRIBUTE: _with(actions.contribute),
    Move.LEAVE: _with(actions.leave),
    Move.ASK_SUPPLEMENT: _with(actions.ask_supplement),
    Move.MERGE: _with(actions.merge_letter),
    Move.UNMERGE: _with(actions.unmerge_letter),
    Move.SPLIT: _with(actions.split_letter),
    Move.LINK: _with(actions.link_letter),
    Move.TAKE: _with(actions.take_letter),
    Move.DRAFT: _hand_in,
    Move.APPROVE: _with(actions.approve_reply),
    Move.RETURN: _with(actions.return_reply),
    Move.CLOSE: _with(actions.close_letter),
    Move.ASK_EXTENSION: _with(actions.ask_extension),
    Move.GRANT_EXTENSION: _with(actions.decide_extension, grant=True),
    Move.REFUSE_EXTENSION: _with(actions.decide_extension, grant=False),
    Move.PUBLISH: _with(actions.publish_letter),
    Move.UNPUBLISH: _with(actions.unpublish_letter),
}
