"""Which letters the workbench lists: the filters, remembered for each person until they are cleared, and the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interaction.models import Colour, MailboxKind
from interaction.querysets import LetterQuerySet
from interaction.queues import QUEUES, Queue
from sites.bounds import EARLIEST, LATEST
from sites.models import Site

KEPT_AS = "interaction_workbench"
NOBODY = "0"
PERIODS = (
    ("today", _("今天收到")),
    ("week", _("近 7 天收到")),
    ("month", _("本月收到")),
    ("last-month", _("上月收到")),
    ("year", _("今年收到")),
)
ORDERS = {
    "due": (_("最迟日期，先到在前"), ("due_on", "received_at", "pk")),
    "-due": (_("最迟日期，后到在前"), ("-due_on", "-received_at", "-pk")),
    "received": (_("来信时间，先来在前"), ("received_at", "pk")),
    "-received": (_("来信时间，后来在前"), ("-received_at", "-pk")),
}
MORE = ("site", "card", "handler", "since", "until")
TEXTS = ("q", "since", "until")
FILTERS = ("site", "card", "mailbox", "kind", "organization", "handler", "period", *TEXTS)


def _first_of_last_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _period(name: str, on: date) -> tuple[date, date]:
    """The first and the last day of receipt that a period names."""
    return {
        "today": (on, on),
        "week": (on - timedelta(days=6), on),
        "month": (on.replace(day=1), on),
        "last-month": (_first_of_last_month(on), on.replace(day=1) - timedelta(days=1)),
        "year": (on.replace(month=1, day=1), on),
    }[name]


class WorkbenchForm(forms.Form):
    """What the address says. Whatever is not understood falls back to nothing, and the rest still holds."""

    queue = forms.ChoiceField(choices=[(key, queue.label) for key, queue in QUEUES.items()], required=False)
    page = forms.CharField(max_length=10, required=False)
    sort = forms.ChoiceField(
        label=_("排序"), choices=[(key, words) for key, (words, _o) in ORDERS.items()], required=False
    )
    q = forms.CharField(label=_("编号、标题或承办单位"), max_length=100, required=False)
    mailbox = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    kind = forms.ChoiceField(choices=MailboxKind.choices, required=False)
    site = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    card = forms.ChoiceField(choices=Colour.choices, required=False)
    organization = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    handler = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    period = forms.ChoiceField(choices=PERIODS, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def value(self, name: str) -> str:
        """Return a valid value as text, or nothing."""
        self.is_valid()
        found = self.cleaned_data.get(name)
        if isinstance(found, date) and not EARLIEST <= found <= LATEST:
            return ""
        return "" if found is None else str(found).strip()


@dataclass(frozen=True)
class Choice:
    """One select of the filter bar: its name and label, and what may be chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str = ""

    @property
    def is_more(self) -> bool:
        """True for one that is folded away."""
        return self.name in MORE


@dataclass(frozen=True)
class Chosen:
    """What a person asked the workbench for."""

    queue: str = ""
    page: str = ""
    sort: str = ""
    filters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Any, kept: dict[str, Any]) -> Chosen:
        """Read the address; where it names no filter, those that are kept hold."""
        form = WorkbenchForm(data)
        says = any(name in data for name in FILTERS)
        filters = {name: form.value(name) for name in FILTERS} if says else dict(kept.get("filters", {}))
        sort = form.value("sort") if "sort" in data else kept.get("sort", "")
        chosen = {name: value for name, value in filters.items() if value}
        return cls(form.value("queue"), form.value("page"), sort, chosen)

    def keep(self, session: SessionBase, queue: Queue) -> None:
        """Remember filters, order and queue for the next visit and for the letters that are opened from the list."""
        kept = {"filters": self.filters, "sort": self.sort, "queue": queue.key}
        if session.get(KEPT_AS) != kept:
            session[KEPT_AS] = kept

    def order(self, queue: Queue) -> tuple[str, ...]:
        """The order asked for, else the queue's own."""
        return ORDERS[self.sort][1] if self.sort in ORDERS else queue.order

    def query(self, **changes: str) -> str:
        """Return the query of an address that says all of this, with changes."""
        pairs = {"queue": self.queue, "sort": self.sort, **self.filters, **changes}
        return urlencode({name: value for name, value in pairs.items() if value})

    def without(self, name: str) -> str:
        """Return the query with one filter taken away; a query without any filter must say so."""
        rest = {each: value for each, value in self.filters.items() if each != name}
        return Chosen(self.queue, "", self.sort, rest).query() if rest else f"{self.query_of_queue}&clear=1"

    @property
    def query_of_queue(self) -> str:
        """The query of the bare queue."""
        return urlencode({"queue": self.queue})

    @property
    def more_set(self) -> int:
        """How many of the filters that are folded away hold."""
        return sum(name in self.filters for name in MORE)

    @property
    def filter_query(self) -> str:
        """What every address of another queue carries besides the queue."""
        pairs = urlencode({"sort": self.sort, **self.filters} if self.sort else self.filters)
        return f"&{pairs}" if pairs else ""

    @property
    def sorted_by_due(self) -> str:
        """The query that sorts by the last day, the other way round the second time."""
        return self.query(sort="-due" if self.sort == "due" else "due")

    @property
    def sorted_by_receipt(self) -> str:
        """The query that sorts by the day of receipt, the other way round the second time."""
        return self.query(sort="received" if self.sort == "-received" else "-received")

    def narrow(self, letters: LetterQuerySet, *, on: date) -> LetterQuerySet:
        """Return those of the letters that fit every filter."""
        get = self.filters.get
        if site := get("site"):
            letters = letters.filter(site__in=Site.objects.filter(pk=int(site)).get_descendants(include_self=True))
        if colour := get("card"):
            letters = letters.with_card(colour)
        if box := get("mailbox"):
            letters = letters.filter(mailbox=int(box))
        if kind := get("kind"):
            letters = letters.filter(mailbox__kind=kind)
        for name in ("organization", "handler"):
            if value := get(name):
                letters = letters.filter(**{f"{name}_id": None if value == NOBODY else int(value)})
        return matching(letters.filter(self._received(on)), get("q", ""))

    def _received(self, on: date) -> Q:
        first, last = _period(self.filters["period"], on) if "period" in self.filters else (None, None)
        since = self.filters.get("since") or first
        until = self.filters.get("until") or last
        return (Q(received_on__gte=since) if since else Q()) & (Q(received_on__lte=until) if until else Q())


def remembered(session: SessionBase) -> dict[str, Any]:
    """Return what the person looked at last; nothing for a session that holds something else."""
    kept = session.get(KEPT_AS)
    return kept if isinstance(kept, dict) else {}


def list_address(session: SessionBase) -> str:
    """Return the address of the list that the person looked at last."""
    kept = remembered(session)
    query = Chosen(kept.get("queue", ""), "", kept.get("sort", ""), dict(kept.get("filters", {}))).query()
    return reverse("interaction-office:workbench") + (f"?{query}" if query else "")


def matching(rows: LetterQuerySet, text: str) -> LetterQuerySet:
    """Return the letters whose number, title or organization contains the text."""
    if not text:
        return rows
    return rows.filter(Q(number__startswith=text) | Q(title__icontains=text) | Q(organization__name__icontains=text))


def choices(letters: LetterQuerySet, chosen: Chosen) -> list[Choice]:
    """Return the selects of the filter bar, with what stands on open letters the person reaches. One query."""
    rows = letters.open().order_by().values_list(
        "mailbox_id", "mailbox__name", "site__short_name", "mailbox__kind", "organization_id",
        "organization__short_name", "handler_id", "handler__name", "site_id",
    ).distinct()  # fmt: skip
    rows = list(rows)
    several = len({row[2] for row in rows}) > 1
    boxes = {(row[0], f"{row[1]}（{row[2]}）" if several else row[1]) for row in rows}
    kinds = {(kind, str(MailboxKind(kind).label)) for kind in {row[3] for row in rows}}
    return [
        _choice("site", _("网站（含下级）"), {(row[8], row[2]) for row in rows}, chosen, named=_site_name),
        Choice("card", str(_("黄牌红牌")), [(key, str(words)) for key, words in Colour.choices], chosen.filters.get("card", "")),
        _choice("mailbox", _("信箱"), boxes, chosen),
        _choice("kind", _("类别"), kinds, chosen),
        _choice("organization", _("承办单位"), {(row[4], row[5]) for row in rows}, chosen, nobody=_("尚未转办")),
        _choice("handler", _("办件人"), {(row[6], row[7]) for row in rows}, chosen, nobody=_("尚未签收")),
        Choice("period", str(_("收到时间")), [(key, str(words)) for key, words in PERIODS], chosen.filters.get("period", "")),
    ]  # fmt: skip


def _site_name(pk: str) -> str:
    """The name of a site that has no open letters itself; those below it may have some."""
    return Site.objects.filter(pk=int(pk)).values_list("short_name", flat=True).first() or pk


def _choice(
    name: str,
    label: str,
    found: Iterable[tuple[Any, str]],
    chosen: Chosen,
    *,
    nobody: str = "",
    named: Callable[[str], str] | None = None,
) -> Choice:
    options = sorted(((str(key), words) for key, words in found if key is not None), key=lambda option: option[1])
    if nobody:
        options.append((NOBODY, str(nobody)))
    value = chosen.filters.get(name, "")
    if value and value not in {key for key, _words in options}:
        options.append((value, named(value) if named else str(_("已选的一项（目前没有在办来信）"))))
    return Choice(name, str(label), options, value)
