"""Reading: the platform, mailboxes, and letters whose answers are public."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interaction import figures, shown
from interaction.access import get_mailbox, get_public_letter, mailboxes, public_letters
from interaction.copies import public_page
from interaction.forms import LetterFilterForm
from interaction.json_ld import qa_page
from interaction.page_meta import letter_meta, page_meta
from interaction.public_lists import listed
from interaction.views.pages import page, trail
from sites.clocks import Clock, limits_at, working_days_allowed
from sites.paging import pagination

LETTERS_PER_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The platform: where to write, what was answered lately, how the month went."""
    now = timezone.now()
    context = {
        "trail": trail()[:-1] + [{"name": "互动交流", "url": ""}],
        "boxes": shown.mailbox_cards(mailboxes(request.site), limits_at(Clock.REPLY, request.site)),
        "answers": figures.latest_answers(request.site, 8, at=now),
        "figures": figures.month_figures(request.site, on=timezone.localdate(now)).tiles,
    }
    return page(request, "home", context)


@require_safe
def mailbox(request: HttpRequest, slug: str) -> HttpResponse:
    """What a mailbox is for and not for, what it promises, and what it answered."""
    box = get_mailbox(request.site, slug)
    allowed = working_days_allowed(Clock.REPLY, request.site, kind=box.kind)
    context = {
        "trail": trail((box.name, "")),
        "box": shown.mailbox_card(box, allowed),
        "extended": working_days_allowed(Clock.REPLY_EXTENDED, request.site, kind=box.kind),
        "letters": public_letters(request.site).filter(mailbox=box)[:8],
        "page_meta": page_meta(request.site, box.name, box.purpose[:120]),
    }
    return page(request, "mailbox_detail", context)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Published letters, newest answer first, narrowed by whatever was chosen."""
    form = LetterFilterForm(request.GET)
    boxes = {box.slug: box for box in mailboxes(request.site) if box.is_public}
    chosen = form.narrowing(boxes)
    found = listed(request.site, public_letters(request.site), chosen, form.value("page"), size=LETTERS_PER_PAGE)
    counts = {choice.value: choice.count for choice in found.offered["mailbox"]}
    context = {
        "trail": trail(("来信公开", "")),
        "boxes": [(box, counts.get(slug, 0)) for slug, box in boxes.items()],
        "chosen": chosen,
        "narrowed_by": {name: value for name, value in chosen.query.items() if value},
        "all_of_boxes": sum(counts.values()),
        "offered": found.offered,
        "picked": found.picked(chosen),
        "letters": found.page.object_list,
        "total": found.total,
        "since": found.since,
        "until": chosen.before - timedelta(days=1) if chosen.before else None,
        "paging": pagination(found.page, url=reverse("interaction:letters"), **chosen.query),
        "page_meta": page_meta(request.site, "来信公开", "已答复并公开的来信"),
    }
    return page(request, "letter_list", context)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One published letter: question, answer, the five official fields, and what happened when."""
    row = get_public_letter(request.site, pk)
    shown_page = public_page(row)
    context = {
        "trail": trail(("来信公开", reverse("interaction:letters")), (row.public_title, "")),
        **shown_page,
        "head_title": row.public_title,
        "head_nodes": [qa_page(request.site, row)],
        "page_meta": letter_meta(
            request.site,
            row.mailbox.name,
            title=row.public_title,
            published_at=row.published_at,
            source=shown_page["answer"].organization.name,
        ),
    }
    return page(request, "letter_detail", context)
