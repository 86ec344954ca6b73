"""Mails that came to the mailboxes' addresses: what became a letter, and what a person should look at once."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import get_mail_for, mail_accounts_reached, mails_reached
from interaction.models import Channel, Verdict
from interaction.office_forms import MailFilterForm
from interaction.readings import channels_of, mailboxes_to_read
from sites.office import office_page, office_view
from sites.paging import page_of, pagination
from sites.policy import Action, Role, can
from sites.refusals import Refused

MAILS_PER_PAGE = 30
TO_JUDGE = "to-judge"


@office_view
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails; looking here is the day's reading of the mailboxes that take letters by e-mail."""
    user = request.user
    boxes = [box for box in mailboxes_to_read(user, Role.INTAKE) if Channel.MAIL in channels_of(box)]
    if boxes:
        actions.note_readings(boxes, Channel.MAIL, by=user, at=timezone.now())
    chosen = MailFilterForm(request.GET).value("verdict")
    reached = mails_reached(user)
    counts = dict(reached.order_by().values_list("verdict").annotate(Count("pk")))
    rows = reached.to_judge() if chosen == TO_JUDGE else reached.filter(verdict=chosen) if chosen else reached
    found = page_of(
        rows.select_related("account__mailbox__site", "letter"),
        MailFilterForm(request.GET).value("page"),
        size=MAILS_PER_PAGE,
    )
    waiting = sum(number for verdict, number in counts.items() if verdict not in {Verdict.LETTER, Verdict.DISMISSED})
    context = {
        "accounts": mail_accounts_reached(user),
        "chosen": chosen,
        "tabs": [("", _("全部"), sum(counts.values())), (TO_JUDGE, _("待核对"), waiting)]
        + [(value, label, counts[value]) for value, label in Verdict.choices if counts.get(value)],
        "mails": found.object_list,
        "paging": pagination(found, url=reverse("interaction-office:mails"), verdict=chosen),
    }
    return office_page(request, "interaction/office/mails.html", context, title=_("邮件来信"))


@office_view
@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with its words, and what may be done with it."""
    row = get_mail_for(request.user, pk)
    is_open = row.verdict not in {Verdict.LETTER, Verdict.DISMISSED}
    context = {"mail": row, "may_judge": is_open and can(request.user, Action.MAIL_JUDGE, row)}
    return office_page(request, "interaction/office/mail.html", context, title=_("邮件来信"))


@office_view
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a letter of it."""
    row = get_mail_for(request.user, pk, Action.MAIL_JUDGE)
    try:
        row = actions.take_mail_as_letter(row, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("interaction-office:mail", pk)
    messages.success(request, _("已作为来信收下，编号 %s。") % row.letter.number)
    return redirect("interaction-office:letter", row.letter.number)


@office_view
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is no letter."""
    row = get_mail_for(request.user, pk, Action.MAIL_JUDGE)
    try:
        actions.dismiss_mail(row, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("已核对，不作为来信。"))
    return redirect("interaction-office:mails")
