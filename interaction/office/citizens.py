"""What the office does with a letter besides the moves: open its files, say that a suspect one is genuine, keep an answer for
the knowledge base."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import get_letter_file_for, get_letter_for
from interaction.letter_files import handed_out
from sites.office import office_view
from sites.policy import Action, can
from sites.refusals import Refused


@office_view
@require_GET
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A file of a letter, for those who may read the letter."""
    return handed_out(get_letter_file_for(request.user, number, pk))


@office_view
@require_POST
def clear(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the letter is one like any other."""
    letter = get_letter_for(request.user, number, Action.LETTER_ACCEPT)
    try:
        actions.clear_letter(letter, by=request.user, at=timezone.now())
        messages.success(request, _("已甄别为正常来信，请继续受理。"))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("interaction-office:letter", number)


@office_view
@require_POST
def keep_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Make a draft of the knowledge base from the public copy, and open it for editing."""
    letter = get_letter_for(request.user, number)
    if not can(request.user, Action.KNOWLEDGE_CHANGE, letter.site):
        raise Http404
    try:
        entry = actions.entry_from_letter(letter, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("interaction-office:letter", number)
    messages.success(request, _("已转入知识库，请核对后发布。"))
    return redirect("admin:interaction_knowledgeentry_change", entry.pk)
