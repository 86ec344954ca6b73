"""Writing a letter in three steps: choose a mailbox, write, check and send.

Nothing is kept in a session: the form carries its signed token and everything that was typed from step to step, and only files
wait on the server, under the token's digest. So every step works without scripts, and nothing is lost whatever goes wrong.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interaction import captcha, ladder, shown
from interaction.access import error_mailbox, files_of_form, get_mailbox, mailboxes, was_sent_already
from interaction.actions import carry_files, drop_files, keep_file, submit_letter
from interaction.actions.files import too_much_waits
from interaction.forms import CaptchaForm, HintsForm, LetterFilesForm, LetterForm, StepForm
from interaction.ladder import QUESTIONS, UPLOADS, Rung
from interaction.models import Letter
from interaction.page_meta import page_meta
from interaction.similar import similar_to
from interaction.views.pages import page, trail
from interaction.views.receipts import show_receipt
from interaction.visitors import network_of
from sites.clocks import Clock, limits_at, working_days_allowed
from sites.privacy import findings
from sites.refusals import Refused

STEPS = ["选择信箱", "填写来信", "核对并提交"]
BUSY = gettext_lazy("您所在的网络或所留电话提交的来信过多，请在 %s 之后再提交。您填写的内容都还在，可以先复制保存。")

SENT_BEFORE = gettext_lazy(
    "这份表单先前已作为来信 %s 提交，您后来改动的内容没有登记，都还在下面。如需作为另一封信提交，请再点一次“提交来信”。"
)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The first step: every open mailbox with what it is for, what not, and within how many days it answers."""
    allowed = limits_at(Clock.REPLY, request.site)
    boxes = [card for card in shown.mailbox_cards(mailboxes(request.site), allowed) if card.mailbox.is_open]
    context = {
        "trail": trail(("写信", "")),
        "boxes": boxes,
        "steps": STEPS,
        "page_meta": page_meta(request.site, "写信"),
    }
    return page(request, "letter_choose", context)


@require_safe
def report_error(request: HttpRequest) -> HttpResponse:
    """我为政府网站找错: to the mailbox for errors of this site, with the page the visitor came from."""
    box = error_mailbox(request.site)
    if box is None:
        return redirect("interaction:home")
    came_from = urlsplit(request.headers.get("referer", ""))
    query = f"?{urlencode({'page': came_from.path})}" if came_from.netloc == request.get_host() else ""
    return HttpResponseRedirect(reverse("interaction:write", args=[box.slug]) + query)


@never_cache
@csrf_exempt  # no account is involved; the form's own signed token stands in, and an expired one loses no text
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The second and third step: the form, the page on which it is checked, and sending it."""
    box, now = get_mailbox(request.site, slug), timezone.now()
    if not box.is_open:
        return redirect("interaction:mailbox", slug)
    if request.method == "GET":
        return _form_page(request, LetterForm(mailbox=box, at=now, initial=_about_page(request)))
    step = StepForm(request.POST).value
    form = LetterForm(request.POST, mailbox=box, at=now, is_sending=step == "send")
    is_valid = form.is_valid()
    troubles = _keep_files(request, form, now)
    if step == "edit":
        again = LetterForm(mailbox=box, at=now, initial=form.words())
        return _form_page(request, again, draft=form.form_token.digest)
    if troubles or set(form.errors) - {"confirm_private", "__all__"} or (form.errors and step != "send"):
        return _form_page(request, form, draft=form.form_token.digest, troubles=troubles, status=400)
    if step == "send" and is_valid:
        return _send(request, form, now)
    return _check_page(request, form, now, status=400 if form.errors else 200)


def _about_page(request: HttpRequest) -> dict[str, str]:
    """The page that an error report is about, when the visitor came from one."""
    about = request.GET.get("page", "")
    if not about.startswith("/") or not about.isprintable():
        return {}
    return {"body": _("出错的页面：%s\n错误的内容：") % about[:300]}


def _keep_files(request: HttpRequest, form: LetterForm, now: datetime) -> list[str]:
    """Keep the files that came, take out those that were crossed out; return a sentence about each that was not taken."""
    draft, network = form.form_token.digest, network_of(request)
    if form.expired_token is not None:
        carry_files(draft=form.expired_token.digest, to=draft)
    if not request.FILES and "drop" not in request.POST:
        return []
    asked = LetterFilesForm(
        request.POST, request.FILES, kept=files_of_form(request.site, draft) if "drop" in request.POST else []
    )
    asked.is_valid()
    if dropped := asked.cleaned_data.get("drop"):
        drop_files(dropped, draft=draft)
    troubles = [str(error) for error in asked.errors.get("files", [])]
    for file in asked.cleaned_data.get("files", []):
        if ladder.is_refused(UPLOADS, network, at=now) or too_much_waits():
            return [*troubles, _("现在收到的附件太多，“%s”没有收下，请过一小时再试，或先提交来信。") % file.name]
        ladder.count(UPLOADS, network, at=now)
        try:
            keep_file(request.site, file, draft=draft, at=now)
        except Refused as refusal:
            troubles.append(refusal.reason)
    return troubles


def _send(request: HttpRequest, form: LetterForm, now: datetime) -> HttpResponse:
    """Climb the ladder, then take the letter in. A form that was sent before is answered at once with its receipt."""
    digest, network = form.form_token.digest, network_of(request)
    phone = form.cleaned_data["writer_phone"]
    where = ladder.standing(network, phone, at=now)
    is_repeat = where.rung >= Rung.CAPTCHA and was_sent_already(request.site, digest)
    if where.rung == Rung.REFUSED and not is_repeat:
        form.add_error(None, str(BUSY) % timezone.localtime(where.until).strftime("%H:%M"))
        return _check_page(request, form, now, status=429)
    if where.rung >= Rung.CAPTCHA and not is_repeat:
        asked = CaptchaForm(request.POST)
        if not asked.is_solved(digest, at=now):
            form.add_error(None, asked.trouble)
            return _check_page(request, form, now, status=400)
    words = {name: form.cleaned_data.get(name) for name in form.CITIZEN_FIELDS}
    suspicion = _("同一网络或电话在短时间内提交了很多来信。") if where.rung >= Rung.SUSPECT else ""
    try:
        done = submit_letter(form.mailbox, **words, form_secret=form.form_token.secret, suspicion=suspicion, at=now)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _check_page(request, form, now, status=409)
    if done.is_repeat and _differs(done.letter, form):
        form.start_anew(at=now)
        carry_files(draft=digest, to=form.form_token.digest)
        form.add_error(None, str(SENT_BEFORE) % done.letter.number)
        return _check_page(request, form, now, status=409)
    if not done.is_repeat:
        ladder.count_letter(network, phone, at=now)
    return show_receipt(done, form.form_token.secret, now)


def _differs(letter: Letter, form: LetterForm) -> bool:
    """Tell whether the form says something else than the letter that was sent with it before."""
    return any(form.cleaned_data[name].strip() != getattr(letter, name) for name in ("title", "body"))


def _form_page(
    request: HttpRequest, form: LetterForm, *, draft: str = "", troubles: list[str] | None = None, status: int = 200
) -> HttpResponse:
    box = form.mailbox
    context = {
        **_frame(request, form),
        "files": files_of_form(request.site, draft) if draft else [],
        "troubles": troubles or [],
        "most_files": settings.LETTER_FILES,
        "file_limit": settings.LETTER_FILE_LIMIT_MB,
        "private": form.private,
        "page_meta": page_meta(request.site, box.name, box.purpose[:120]),
    }
    return page(request, "letter_write", context, status=status)


def _check_page(request: HttpRequest, form: LetterForm, now: datetime, *, status: int) -> HttpResponse:
    """Everything on one page, with ways back to each part, what was answered already, and a captcha when one is due."""
    digest = form.form_token.digest
    title, body, phone = (form.data.get(name, "") for name in ("title", "body", "writer_phone"))
    where = ladder.standing(network_of(request), phone, at=now)
    needs_captcha = where.rung >= Rung.CAPTCHA and not captcha.is_solved(
        digest, work="", question="", answer="", at=now
    )
    context = {
        **_frame(request, form),
        "files": files_of_form(request.site, digest),
        "pieces": shown.marked(body),
        "similar": similar_to(request.site, title, body, on=timezone.localdate(now)),
        "captcha": captcha.new_captcha(at=now) if needs_captcha else None,
        "kept": [(name, form.data.get(name, "")) for name in (*form.CITIZEN_FIELDS, "token") if name in form.fields],
    }
    return page(request, "letter_check", context, status=status)


def _frame(request: HttpRequest, form: LetterForm) -> dict[str, Any]:
    box = form.mailbox
    return {
        "trail": trail((box.name, reverse("interaction:mailbox", args=[box.slug])), ("写信", "")),
        "box": shown.mailbox_card(box, working_days_allowed(Clock.REPLY, request.site, kind=box.kind)),
        "form": form,
        "steps": STEPS,
    }


@never_cache
@csrf_exempt  # changes nothing
@require_POST
def hints(request: HttpRequest, slug: str) -> HttpResponse:
    """What was answered about the like, and the personal data in the text, as a piece of the form's page."""
    get_mailbox(request.site, slug)
    now, network = timezone.now(), network_of(request)
    if ladder.is_refused(QUESTIONS, network, at=now):
        return HttpResponse(status=204)
    ladder.count(QUESTIONS, network, at=now)
    title, body = HintsForm(request.POST).said()
    context = {
        "similar": similar_to(request.site, title, body, on=timezone.localdate(now)),
        "private": findings(f"{title}\n{body}"),
    }
    return page(request, "_letter_hints", context)
