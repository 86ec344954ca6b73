"""The workbench of office staff: what is late or soon, and the letters of one queue with their clocks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from interaction import figures, shown
from interaction.access import letters_reached
from interaction.countdown import SOON
from interaction.office_forms import WorkbenchFilterForm
from interaction.paging import page_of, pagination
from interaction.queues import QUEUES, Day, chosen_queue, matching
from sites.models import CalendarNotice
from sites.office import office_page, office_view

LETTERS_PER_PAGE = 30


@office_view
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """Counters of every queue, and the letters of one of them with their clocks."""
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    day = Day(today, calendar.add_working_days(today, SOON).day)
    reached, chosen = letters_reached(request.user), WorkbenchFilterForm(request.GET)
    counts = figures.queue_counts(reached, on=today, soon=day.soon)
    queue = chosen_queue(chosen.value("queue"), counts)
    text = chosen.value("q").strip()
    rows = matching(queue.rows(reached, day), text).order_by(*queue.order)
    rows = rows.select_related("site", "organization", "handler", "mailbox")
    page = page_of(rows, chosen.value("page"), size=LETTERS_PER_PAGE)
    here = reverse("interaction-office:workbench")
    context = {
        "today": today,
        "is_working_day": calendar.is_working_day(today),
        "queue": queue,
        "tiles": [(each, counts[each.key]) for each in QUEUES.values() if not each.is_quiet],
        "links": [(each, counts.get(each.key)) for each in QUEUES.values() if each.is_quiet],
        "q": text,
        "rows": [(letter, shown.clock(letter, on=today, calendar=calendar)) for letter in page.object_list],
        "paging": pagination(page, url=here, queue=queue.key, q=text),
    }
    return office_page(request, "interaction/office/workbench.html", context, title=_("来信办理"))
