"""What supervisors do about letters: urge, with an answer expected, and issue the month's circular."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from interaction.actions.moving import a_reason
from interaction.circulars import compiled
from interaction.models import Circular, Letter, Urge
from interaction.urges import tell_urged
from sites.audit import Event, record
from sites.calendar import local_day
from sites.policy import Action, can
from sites.refusals import Conflict, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import Site, User


@transaction.atomic
def urge_letter(letter: Letter, *, text: str, by: User, at: datetime) -> Urge:
    """Demand that an open letter be dealt with; its organization is mailed and must answer. Raises Refused."""
    letter = Letter.objects.select_for_update(of=("self",)).select_related("organization", "site").get(pk=letter.pk)
    refuse_unless(can(by, Action.LETTER_URGE, letter), _("您不是这封信所在网站的监管员，不能督办。"))
    refuse_unless(letter.is_open, _("这封信已经办结，不需要督办。"))
    refuse_if(
        Urge.objects.filter(letter=letter, answered_at=None).exists(), _("这封信已在督办中，承办单位还没有反馈。")
    )
    text = a_reason(text, _("请写明督办要求（不少于 5 个字）。"), shortest=5)
    urge = Urge.objects.create(letter=letter, organization=letter.organization, text=text, by=by, at=at)
    tell_urged(letter, urge)
    record(Event.LETTER_URGED, letter, by=by, at=at, after={"organization": letter.organization, "text": text})
    return urge


@transaction.atomic
def answer_urge(urge: Urge, *, text: str, by: User, at: datetime) -> Urge:
    """Say what was done about it, once. Raises Refused, Conflict when a colleague was faster."""
    urge = Urge.objects.select_for_update(of=("self",)).select_related("letter__site").get(pk=urge.pk)
    refuse_unless(can(by, Action.LETTER_NOTE, urge.letter), _("您不参与这封信的办理，不能反馈。"))
    if urge.answered_at is not None:
        raise Conflict(_("已有同事反馈过这次督办。"))
    urge.answer = a_reason(text, _("请写明办理情况（不少于 5 个字）。"), shortest=5)
    urge.answered_by, urge.answered_at = by, at
    urge.save(update_fields=["answer", "answered_by", "answered_at"])
    record(Event.URGE_ANSWERED, urge, by=by, at=at, site=urge.letter.site, after={"text": urge.answer})
    return urge


@transaction.atomic
def issue_circular(site: Site, month: date, *, by: User, at: datetime) -> Circular:
    """Issue the circular of a month that is over; it is frozen as it is now. Raises Refused, Conflict when there is one."""
    refuse_unless(can(by, Action.CIRCULAR_ISSUE, site), _("您不是“%s”的监管员，不能印发通报。") % site)
    content = compiled(site, month, at=at)
    refuse_unless(content["through"] < local_day(at).isoformat(), _("当月还没有结束，月底之后才能印发通报。"))
    try:
        with transaction.atomic():
            circular = Circular.objects.create(site=site, month=month, content=content, issued_by=by, issued_at=at)
    except IntegrityError:
        raise Conflict(_("这个月的通报已经印发。")) from None
    record(Event.CIRCULAR_ISSUED, circular, by=by, at=at, after={"month": month})
    return circular
