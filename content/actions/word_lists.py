"""Keeping the words of proof-reading: lists, words, imports, and the lists that are shipped with the platform."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Word, WordKind, WordList
from content.proofreading.findings import Severity
from content.proofreading.matching import folded_word
from content.proofreading.word_tables import Row, read_shipped
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, may
from sites.refusals import Refused, refuse_if, refuse_unless

SHIPPED = (
    ("error-prone", WordKind.ERROR, "平台易错词", "公文和网站稿件中常见的错别字。"),
    ("banned", WordKind.BANNED, "平台禁用表述", "不规范、不文明和不得使用的表述。"),
)
MOST_FAULTS = 200
_CHANGING = ("pattern", "replacement", "severity", "exceptions", "note", "title", "rank", "is_active")


@dataclass
class ImportReport:
    """What came of an import: how many words, and a sentence for each row that was left out."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return _("新增 %(added)s 条，更新 %(changed)s 条，未变 %(unchanged)s 条，未导入 %(faults)s 行。") % {
            "added": self.added, "changed": self.changed, "unchanged": self.unchanged, "faults": len(self.faults),
        }  # fmt: skip


@transaction.atomic
def save_word_list(word_list: WordList, *, by: User, at: datetime) -> WordList:
    """Add or change a list. It stays with the platform or the site it was made for. Raises Refused."""
    if word_list.pk:
        kept = _locked(word_list)
        refuse_if(kept.site_id != word_list.site_id, _("词库不能改到另一个网站。"))
        refuse_if(kept.kind != word_list.kind and kept.words.exists(), _("已有词条的词库不能改变类别。"))
        word_list.shipped_as = kept.shipped_as
    _refuse_unless_keeper(word_list, by)
    word_list.stamp = uuid.uuid4().hex
    word_list.full_clean(exclude=["site", "stamp"])
    word_list.save()
    after = {"name": word_list.name, "kind": word_list.kind, "active": word_list.is_active}
    record(Event.WORD_LIST_SAVED, word_list, by=by, at=at, site=word_list.site, after=after)
    return word_list


@transaction.atomic
def save_word(word: Word, *, by: User, at: datetime) -> Word:
    """Add or change a word. Raises Refused for a word that could not be matched, or that would be wrong everywhere."""
    word_list = _locked(word.word_list)
    _refuse_unless_keeper(word_list, by)
    _prepare(word, word_list)
    twin = Word.objects.filter(word_list=word_list, key=word.key).exclude(pk=word.pk)
    refuse_if(twin.exists(), _("这个词库里已有“%s”。") % word.pattern)
    before = _said(Word.objects.get(pk=word.pk)) if word.pk else None
    word.full_clean(exclude=["word_list", "key"])
    word.save()
    _stamp(word_list)
    record(Event.WORD_SAVED, word, by=by, at=at, site=word_list.site, before=before, after=_said(word))
    return word


@transaction.atomic
def remove_word(word: Word, *, by: User, at: datetime) -> None:
    """Take a word off its list. One that is shipped is switched off instead, or the next upgrade would bring it back."""
    word_list = _locked(word.word_list)
    _refuse_unless_keeper(word_list, by)
    refuse_if(word_list.shipped_as, _("随平台提供的词条不能删除，请改为停用。"))
    _stamp(word_list)
    record(Event.WORD_REMOVED, word, by=by, at=at, site=word_list.site, before=_said(word))
    word.delete()


@transaction.atomic
def import_words(word_list: WordList, rows: Iterable[Row], *, by: User, at: datetime) -> ImportReport:
    """Add the rows to the list and change the words that are there already. A row that cannot be used is left out and
    reported; the others are kept. Raises Refused when the person does not keep the list."""
    word_list = _locked(word_list)
    _refuse_unless_keeper(word_list, by)
    report = _take_rows(word_list, rows, changes=True)
    _stamp(word_list)
    after = {"added": report.added, "changed": report.changed, "left_out": len(report.faults)}
    record(Event.WORD_LIST_IMPORTED, word_list, by=by, at=at, site=word_list.site, after=after)
    return report


@transaction.atomic
def load_shipped_lists(*, by: User | None, at: datetime) -> ImportReport:
    """Bring the shipped lists to the platform: words that are missing are added, words that are there stay as the
    platform's administrators left them. Running it again changes nothing."""
    total = ImportReport()
    for shipped_as, kind, name, note in SHIPPED:
        word_list, is_new = WordList.objects.get_or_create(
            shipped_as=shipped_as, defaults={"kind": kind, "name": name, "note": note, "stamp": uuid.uuid4().hex}
        )
        report = _take_rows(word_list, read_shipped(shipped_as), changes=False)
        total.added += report.added
        total.unchanged += report.unchanged
        total.faults += report.faults
        if is_new or report.added:
            _stamp(word_list)
            record(Event.WORD_LIST_IMPORTED, word_list, by=by, at=at, after={"added": report.added})
    return total


def _take_rows(word_list: WordList, rows: Iterable[Row], *, changes: bool) -> ImportReport:
    report = ImportReport()
    known = {word.key: word for word in word_list.words.all()}
    new: dict[str, Word] = {}
    changed: dict[int, Word] = {}
    for row in rows:
        try:
            word = _word_of(row, word_list)
        except Refused as refusal:
            if len(report.faults) < MOST_FAULTS:
                report.faults.append((row.number, refusal.reason))
            continue
        kept = known.get(word.key)
        if word.key in new or (kept and kept.pk in changed):
            report.faults.append((row.number, _("“%s”在表格里重复出现，只取第一行。") % word.pattern))
        elif kept is None:
            new[word.key] = word
        elif changes and _said(kept) != _said(word):
            for name in _CHANGING:
                setattr(kept, name, getattr(word, name))
            changed[kept.pk] = kept
        else:
            report.unchanged += 1
    Word.objects.bulk_create(new.values(), batch_size=1000)
    Word.objects.bulk_update(changed.values(), list(_CHANGING), batch_size=500)
    report.added, report.changed = len(new), len(changed)
    return report


def _word_of(row: Row, word_list: WordList) -> Word:
    cells = row.cells
    severities = {str(severity.label): severity for severity in Severity} | {s.value: s for s in Severity}
    severity = severities.get(cells.get("处理", "") or str(Severity.WARN.label))
    refuse_if(severity is None, _("“处理”一列请填写“提醒”或“必须修改”。"))
    rank = cells.get("排序", "").removesuffix(".0")
    refuse_if(
        rank and not (rank.isascii() and rank.isdigit() and 0 < int(rank[:9]) < 10**6), _("“排序”一列请填写正整数。")
    )
    word = Word(
        word_list=word_list,
        pattern=cells.get("词语", ""),
        replacement=cells.get("正确写法", ""),
        severity=severity,
        exceptions=cells.get("例外", ""),
        note=cells.get("提示", ""),
        title=cells.get("职务", ""),
        rank=int(rank[:9]) if rank else None,
        is_active=cells.get("启用", "") not in {"否", "停用", "0", "FALSE", "False"},
    )
    _prepare(word, word_list)
    for name in ("pattern", "replacement", "exceptions", "note", "title"):
        longest = Word._meta.get_field(name).max_length
        label = Word._meta.get_field(name).verbose_name
        refuse_if(len(getattr(word, name)) > longest, _("“%s”不能超过 %s 个字。") % (label, longest))
    return word


def _prepare(word: Word, word_list: WordList) -> None:
    """Set how the word is compared. Raises Refused for one that cannot be used."""
    for name in ("pattern", "replacement", "exceptions", "note", "title"):
        setattr(word, name, " ".join(getattr(word, name).replace("\x00", "").split()))
    word.key = folded_word(word.pattern)[:60]
    refuse_unless(word.pattern, _("请填写词语。"))
    refuse_if(len(word.key) < 2, _("“%s”太短，词语至少两个字。") % word.pattern)
    if word_list.kind == WordKind.ERROR:
        refuse_unless(word.replacement, _("“%s”没有写正确写法。") % word.pattern)
    right = folded_word(word.replacement)
    refuse_if(
        right == word.key, _("“%s”与正确写法只差全半角、大小写或繁简，按同一个词处理，不能列为错误。") % word.pattern
    )
    wrong = next((each for each in word.exception_list if word.key not in folded_word(each)), None)
    refuse_if(wrong, _("例外“%(wrong)s”里没有“%(word)s”。") % {"wrong": wrong, "word": word.pattern})
    short = any(folded_word(each) == word.key for each in word.exception_list)
    refuse_if(short, _("例外须比“%s”更长，否则这个词永远查不到。") % word.pattern)
    if word_list.kind == WordKind.LEADER:
        refuse_unless(word.title, _("请填写“%s”的职务。") % word.pattern)


def _said(word: Word) -> dict[str, object]:
    return {name: getattr(word, name) for name in _CHANGING}


def _locked(word_list: WordList) -> WordList:
    return WordList.objects.select_for_update(of=("self",)).select_related("site").get(pk=word_list.pk)


def _stamp(word_list: WordList) -> None:
    word_list.stamp = uuid.uuid4().hex
    word_list.save(update_fields=["stamp"])


def _refuse_unless_keeper(word_list: WordList, by: User) -> None:
    where = (
        _("平台词库由平台管理员维护；网站可以另建自己的词库。")
        if word_list.site_id is None
        else _("您没有维护该网站词库的权限。")
    )
    refuse_unless(may(by, Action.WORDS_CHANGE, word_list), where)
