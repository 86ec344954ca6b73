"""The desk beside a letter: notes among staff, the unfinished answer that is kept, templates put into it, its preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interaction import actions
from interaction.access import get_letter_for, templates_for
from interaction.models import Letter, Reply
from interaction.office.desk_forms import DraftForm, InsertForm, NoteForm
from interaction.office.letter_page import letter_page
from interaction.reply_templates import filled, paragraphs
from interaction.workflow import Move, allows
from sites.models import User
from sites.office import office_view
from sites.policy import Action
from sites.refusals import Refused


def _back(number: str, place: str) -> HttpResponse:
    return redirect(reverse("interaction-office:letter", args=[number]) + f"#{place}")


def _said(form: DraftForm | NoteForm) -> str:
    return " ".join(error for errors in form.errors.values() for error in errors)


@office_view
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a note among staff."""
    letter, form = get_letter_for(request.user, number, Action.LETTER_NOTE), NoteForm(request.POST)
    if not form.is_valid():
        return letter_page(request, letter, note_form=form, status=400)
    actions.add_note(letter, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("备注已添加，仅工作人员可见。"))
    return _back(number, "notes")


@office_view
@require_POST
def keep(request: HttpRequest, number: str) -> JsonResponse:
    """Keep what was typed so far; say when, and whether a colleague has answered in the meantime."""
    letter, form = get_letter_for(request.user, number, Action.LETTER_REPLY), DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": _said(form)}, status=400)
    at = timezone.now()
    try:
        actions.keep_reply_draft(letter, **form.cleaned_data, by=request.user, at=at)
    except Refused as refusal:
        return JsonResponse({"refused": refusal.reason}, status=409)
    return JsonResponse({"saved": f"{timezone.localtime(at):%H:%M:%S}", "meanwhile": _meanwhile(letter, request.user)})


def _meanwhile(letter: Letter, user: User) -> str:
    """What a colleague did while the person was writing, '' when the letter still waits for an answer."""
    if allows(letter.state, Move.DRAFT):
        return ""
    reply = letter.replies.exclude(written_by=user).select_related("written_by").order_by("-written_at").first()
    if reply is None:
        return _("这封信现在是“%s”，不能再提交答复。您的文字已保存。") % letter.get_state_display()
    said = {"who": reply.written_by.name, "when": f"{timezone.localtime(reply.written_at):%H:%M}"}
    return _("%(who)s已于 %(when)s 提交了答复。您的文字已保存，刷新页面可对照查看。") % said


@office_view
@require_POST
def insert(request: HttpRequest, number: str) -> HttpResponse:
    """Put a template, filled in for the letter, below what was typed; a script gets it to put it where the cursor is."""
    letter = get_letter_for(request.user, number, Action.LETTER_REPLY)
    form, at = InsertForm(request.POST, letter=letter), timezone.now()
    wants_data = "X-Fragment" in request.headers
    if not form.is_valid():
        if wants_data:
            return JsonResponse({"refused": _said(form)}, status=400)
        actions.keep_reply_draft(letter, text=request.POST.get("text", "").replace("\x00", ""), by=request.user, at=at)
        messages.error(request, _said(form))
        return _back(number, "move-draft")
    template = form.cleaned_data["template"]
    inserted = filled(template.text, letter, on=timezone.localdate(at))
    if wants_data:
        return JsonResponse({"name": template.name, "text": inserted})
    data = {name: value for name, value in form.cleaned_data.items() if name != "template"}
    data["text"] = f"{data['text'].rstrip()}\n\n{inserted}".strip()
    actions.keep_reply_draft(letter, **data, by=request.user, at=at)
    messages.info(request, _("已插入模板“%s”，请逐段核对，改成对这封信的答复。") % template.name)
    return _back(number, "move-draft")


@office_view
@require_POST
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the answer as the citizen will read it; paragraphs that a template gave unchanged are marked for the writer."""
    letter, form = get_letter_for(request.user, number, Action.LETTER_REPLY), DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_said(form), status=400, content_type="text/plain; charset=utf-8")
    at, text = timezone.now(), Reply(**form.cleaned_data).full_text
    lines = paragraphs(text, templates_for(letter), letter, on=timezone.localdate(at))
    context = {"lines": lines, "letter": letter}
    if "X-Fragment" in request.headers:
        return render(request, "interaction/office/letter/_preview.html", context)
    actions.keep_reply_draft(letter, **form.cleaned_data, by=request.user, at=at)
    return letter_page(request, letter, preview=lines)


@office_view
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw the unfinished answer away."""
    letter = get_letter_for(request.user, number, Action.LETTER_REPLY)
    actions.discard_reply_draft(letter, by=request.user, at=timezone.now())
    messages.success(request, _("草稿已丢弃。"))
    return _back(number, "move-draft")
