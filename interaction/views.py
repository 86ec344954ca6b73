"""The public side: mailboxes, writing a letter, following it, reading published answers and figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interaction import figures, shown
from interaction.access import (
    error_mailbox,
    get_letter_by_code,
    get_mailbox,
    get_own_letter,
    get_public_letter,
    mailboxes,
    public_letters,
)
from interaction.actions import rate_reply, submit_letter
from interaction.codes import code_for, spaced
from interaction.forms import LetterFilterForm, LetterForm, LookupForm, MonthForm, RatingForm
from interaction.page_meta import letter_meta, page_meta
from interaction.paging import page_of, pagination
from interaction.workflow import State
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice
from sites.refusals import Refused

RECEIPT = "interaction_receipt"
RECEIPT_SHOWN_FOR = timedelta(minutes=10)
OPENED = "interaction_opened"
OPEN_FOR = timedelta(minutes=30)
LETTERS_PER_PAGE = 20
NOT_FOUND = "编号或查询码不正确，请对照回执核对。同一编号连续输错 5 次，将暂停查询 1 小时。"


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = [("首页", reverse("content:home")), ("互动交流", reverse("interaction:home"))]
    return [{"name": name, "url": url} for name, url in [*first, *steps]]


def _page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> TemplateResponse:
    context.setdefault("page_meta", page_meta(request.site))
    return TemplateResponse(request, f"interaction/{template}.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


# --- reading ---------------------------------------------------------------------------------------------------------


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The platform: where to write, what was answered lately, how the month went."""
    now = timezone.now()
    context = {
        "trail": _trail()[:-1] + [{"name": "互动交流", "url": ""}],
        "boxes": shown.mailbox_cards(mailboxes(request.site), working_days_allowed(Clock.REPLY, request.site)),
        "answers": figures.latest_answers(request.site, 8, at=now),
        "figures": figures.month_figures(request.site, on=timezone.localdate(now)).tiles,
    }
    return _page(request, "home", context)


@require_safe
def mailbox(request: HttpRequest, slug: str) -> HttpResponse:
    """What a mailbox is for and not for, what it promises, and what it answered."""
    box = get_mailbox(request.site, slug)
    allowed = working_days_allowed(Clock.REPLY, request.site)
    context = {
        "trail": _trail((box.name, "")),
        "box": shown.mailbox_card(box, allowed),
        "extended": working_days_allowed(Clock.REPLY_EXTENDED, request.site),
        "letters": public_letters(request.site).filter(mailbox=box)[:8],
        "page_meta": page_meta(request.site, box.name, box.purpose[:120]),
    }
    return _page(request, "mailbox_detail", context)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Published letters, newest answer first."""
    chosen = LetterFilterForm(request.GET)
    boxes = [box for box in mailboxes(request.site) if box.is_public]
    box = next((box for box in boxes if box.slug == chosen.value("mailbox")), None)
    rows = public_letters(request.site)
    page = page_of(rows.filter(mailbox=box) if box else rows, chosen.value("page"), size=LETTERS_PER_PAGE)
    url = reverse("interaction:letters")
    context = {
        "trail": _trail(("来信公开", "")),
        "boxes": boxes,
        "chosen": box,
        "letters": page.object_list,
        "paging": pagination(page, url=url, mailbox=box.slug if box else ""),
        "page_meta": page_meta(request.site, "来信公开", "已答复并公开的来信"),
    }
    return _page(request, "letter_list", context)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One published letter: question, answer, the five official fields, and what happened when."""
    row = get_public_letter(request.site, pk)
    context = {
        "trail": _trail(("来信公开", reverse("interaction:letters")), (row.public_title, "")),
        "letter": row,
        "events": shown.public_timeline(row),
        "is_late": row.replied_on > row.due_on,
        "page_meta": letter_meta(
            request.site,
            row.mailbox.name,
            title=row.public_title,
            published_at=row.published_at,
            source=row.organization.name,
        ),
    }
    return _page(request, "letter_detail", context)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures by month and, for one month, by organization."""
    today = timezone.localdate()
    months = figures.by_month(request.site, on=today)
    month = MonthForm(request.GET).chosen(among=[row.month for row in months])
    context = {
        "trail": _trail(("办理情况统计", "")),
        "months": months,
        "chosen": next(row for row in months if row.month == month),
        "organizations": figures.by_organization(request.site, on=month),
        "today": today,
        "page_meta": page_meta(request.site, "办理情况统计", "来信收到、答复、按时和用时统计"),
    }
    return _page(request, "figures", context)


# --- writing ---------------------------------------------------------------------------------------------------------


@never_cache
@csrf_exempt  # no account is involved; the form's own signed token stands in, and an expired one loses no text
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter form; it works without scripts and gives everything back when something is wrong."""
    box, now = get_mailbox(request.site, slug), timezone.now()
    if not box.is_open:
        return redirect("interaction:mailbox", slug)
    form = LetterForm(_sent(request), mailbox=box, at=now, initial=_about_page(request))
    if form.is_bound and form.is_valid():
        try:
            return _submit(request, form, now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {
        "trail": _trail((box.name, reverse("interaction:mailbox", args=[slug])), ("写信", "")),
        "box": shown.mailbox_card(box, working_days_allowed(Clock.REPLY, request.site)),
        "form": form,
        "page_meta": page_meta(request.site, box.name, box.purpose[:120]),
    }
    return _page(request, "letter_write", context, status=400 if form.is_bound else 200)


def _about_page(request: HttpRequest) -> dict[str, str]:
    """The page that an error report is about, when the visitor came from one."""
    page = request.GET.get("page", "")
    return (
        {"body": _("出错的页面：%s\n错误的内容：") % page[:300]} if page.startswith("/") and page.isprintable() else {}
    )


def _submit(request: HttpRequest, form: LetterForm, now: datetime) -> HttpResponseRedirect:
    words = {name: form.cleaned_data.get(name) for name in form.CITIZEN_FIELDS}
    done = submit_letter(form.mailbox, **words, form_secret=form.form_token.secret, at=now)
    request.session[RECEIPT] = [done.letter.number, form.form_token.secret, now.timestamp(), done.is_repeat]
    return redirect("interaction:receipt")


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, for ten minutes and in this browser only; a POST clears them at once."""
    kept, now = request.session.get(RECEIPT), timezone.now()
    if kept is None or request.method == "POST" or now.timestamp() - kept[2] > RECEIPT_SHOWN_FOR.total_seconds():
        request.session.pop(RECEIPT, None)
        return redirect("interaction:lookup" if request.method == "GET" else "interaction:home")
    number, secret, _at, is_repeat = kept
    row = get_own_letter(request.site, number)
    context = {
        "trail": _trail((row.mailbox.name, reverse("interaction:mailbox", args=[row.mailbox.slug])), ("回执", "")),
        "letter": row,
        "code": spaced(code_for(secret)),
        "is_repeat": is_repeat,
        "days": shown.days_counted(row, CalendarNotice.objects.calendar()),
    }
    return _page(request, "letter_receipt", context)


@require_safe
def report_error(request: HttpRequest) -> HttpResponse:
    """我为政府网站找错: to the mailbox for errors of this site, with the page the visitor came from."""
    box = error_mailbox(request.site)
    if box is None:
        return redirect("interaction:home")
    came_from = urlsplit(request.headers.get("referer", ""))
    query = f"?{urlencode({'page': came_from.path})}" if came_from.netloc == request.get_host() else ""
    return HttpResponseRedirect(reverse("interaction:write", args=[box.slug]) + query)


# --- following a letter ----------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Number and code; what fits opens the letter's page for half an hour in this browser."""
    form, now = LookupForm(_sent(request)), timezone.now()
    status = 400 if form.is_bound else 200
    if form.is_valid():
        found = get_letter_by_code(request.site, form.cleaned_data["number"], form.cleaned_data["code"], at=now)
        if found is not None:
            _remember(request, found.number, now)
            return redirect("interaction:status", found.number)
        form.add_error(None, NOT_FOUND)
        status = 404
    context = {"trail": _trail(("查询来信", "")), "form": form}
    return _page(request, "letter_lookup", context, status=status)


def _remember(request: HttpRequest, number: str, now: datetime) -> None:
    opened = dict(request.session.get(OPENED, {}))
    opened[number] = (now + OPEN_FOR).timestamp()
    request.session[OPENED] = dict(sorted(opened.items(), key=lambda pair: pair[1])[-5:])


def _has_shown_code(request: HttpRequest, number: str, now: datetime) -> bool:
    until = request.session.get(OPENED, {}).get(number)
    return until is not None and until > now.timestamp()


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Where the citizen's letter stands, after its code was shown."""
    now = timezone.now()
    if not _has_shown_code(request, number, now):
        return redirect("interaction:lookup")
    return _status_page(request, number, RatingForm(), now)


def _status_page(
    request: HttpRequest, number: str, form: RatingForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    row = get_own_letter(request.site, number)
    calendar = CalendarNotice.objects.calendar()
    context = {
        "trail": _trail(("查询来信", reverse("interaction:lookup")), (row.number, "")),
        "letter": row,
        "clock": shown.clock(row, on=timezone.localdate(now), calendar=calendar),
        "days": shown.days_counted(row, calendar),
        "events": shown.writers_timeline(row),
        "reply": shown.approved_reply(row),
        "rating": getattr(row, "rating", None),
        "form": form if row.state == State.REPLIED else None,
    }
    return _page(request, "letter_status", context, status=status)


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the citizen's view of the answer."""
    now, form = timezone.now(), RatingForm(request.POST)
    if not _has_shown_code(request, number, now):
        return redirect("interaction:lookup")
    if form.is_valid():
        rate_reply(get_own_letter(request.site, number), **form.cleaned_data, at=now)
        return redirect("interaction:status", number)
    return _status_page(request, number, form, now, status=400)
