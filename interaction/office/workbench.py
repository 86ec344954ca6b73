"""The workbench of office staff: what is late or soon, and the letters of one queue with their clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from interaction import figures, shown
from interaction.access import letters_reached
from interaction.models.letter import LONG_FIELDS
from interaction.office.filters import KEPT_AS, Chosen, choices, remembered
from interaction.office.many import verbs_for
from interaction.office.readings import queue_was_read
from interaction.queues import GROUPS, Day, chosen_queue
from sites.models import CalendarNotice
from sites.office import office_page, office_view
from sites.paging import MOST_COUNTED, pagination, short_page_of

LETTERS_PER_PAGE = 30


@office_view
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """Counters of every queue, and the letters of one of them with their clocks; filters hold until they are cleared."""
    here = reverse("interaction-office:workbench")
    if "clear" in request.GET:
        request.session.pop(KEPT_AS, None)
        return redirect(f"{here}?{Chosen.of(request.GET, {}).query_of_queue}")
    chosen = Chosen.of(request.GET, remembered(request.session))
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    day = Day.of(request.user, on=today, calendar=calendar)
    reached = letters_reached(request.user)
    narrowed = chosen.narrow(reached, on=today)
    counts = figures.queue_counts(narrowed, day)
    queue = chosen_queue(chosen.queue, counts)
    chosen = replace(chosen, queue=queue.key)
    chosen.keep(request.session, queue)
    queue_was_read(request.user, queue.key, chosen.filters, at=timezone.now())
    rows = queue.rows(narrowed, day).order_by(*chosen.order(queue))
    rows = rows.select_related("site", "organization", "handler", "mailbox").defer(*LONG_FIELDS)
    page = short_page_of(rows, chosen.page, size=LETTERS_PER_PAGE, known=counts.get(queue.key))
    selects = choices(reached, chosen)
    context = {
        "today": today,
        "is_working_day": calendar.is_working_day(today),
        "queue": queue,
        "groups": [
            (label, [(each, _told(counts.get(each.key))) for each in queues if day.handled or not each.is_for_helpers])
            for label, queues in GROUPS
        ],
        "counts": counts,
        "chosen": chosen,
        "selects": selects,
        "chips": _chips(chosen, selects),
        "late_outside": _late_outside(request, chosen, counts, day),
        "rows": [(letter, shown.clock(letter, on=today, calendar=calendar)) for letter in page.object_list],
        "total": _told(page.paginator.reckoned),
        "paging": pagination(page, url=here, queue=queue.key, sort=chosen.sort, **chosen.filters),
        "verbs": verbs_for(request.user),
        "token": uuid4(),
    }
    return office_page(request, "interaction/office/workbench.html", context, title=_("来信办理"))


def _told(count: int | None) -> str:
    """A count as people read it; what is beyond the limit of counting says so."""
    return "" if count is None else f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _chips(chosen: Chosen, selects: list[Any]) -> list[tuple[str, str]]:
    """What is filtered by, in words, each with the query that takes it away."""
    words = {select.name: dict(select.options).get(select.chosen, "") for select in selects}
    words |= {name: chosen.filters.get(name, "") for name in ("q", "since", "until")}
    said = {"q": _("搜索“%s”"), "since": _("自 %s"), "until": _("至 %s")}
    return [(said.get(name, "%s") % words[name], chosen.without(name)) for name in chosen.filters if words.get(name)]


def _late_outside(request: HttpRequest, chosen: Chosen, counts: dict[str, int], day: Day) -> int:
    """How many overdue letters the filters hide: a filter that was forgotten must not make a letter late."""
    if not chosen.filters:
        return 0
    everything = figures.open_counts(letters_reached(request.user), day)
    return everything["overdue"] - counts["overdue"]
