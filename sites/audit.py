"""The audit trail's verbs and `record`, which adds one sealed entry in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sites.batching import forgotten_after_error, write, writing_together
from sites.evidence import sealed_with
from sites.prepared import BLANKS, PreparedObjects

if TYPE_CHECKING:
    from sites.models import AuditChain, AuditEntry, Site, User


class Event(models.TextChoices):
    """What happened, app.noun.verb, with the words shown to people."""

    SITE_CREATED = "sites.site.created", _("新建网站")
    SITE_CHANGED = "sites.site.changed", _("修改网站")
    SITE_STATE_CHANGED = "sites.site.state-changed", _("变更网站状态")
    COLUMN_CREATED = "sites.column.created", _("新建栏目")
    COLUMN_CHANGED = "sites.column.changed", _("修改栏目")
    COLUMN_MOVED = "sites.column.moved", _("更名或移动栏目")
    COLUMN_MERGED = "sites.column.merged", _("归并栏目")
    COLUMN_CLOSED = "sites.column.closed", _("关闭栏目")
    ORGANIZATION_SAVED = "sites.organization.saved", _("保存机构")
    PERSON_SAVED = "sites.person.saved", _("保存人员")
    GRANT_GIVEN = "sites.grant.given", _("授予角色")
    GRANT_TAKEN = "sites.grant.taken", _("收回角色")
    CALENDAR_NOTICE_SAVED = "sites.calendar.saved", _("保存节假日通知")
    CALENDAR_NOTICE_APPLIED = "sites.calendar.applied", _("按节假日通知重算期限")
    RULE_SAVED = "sites.rule.saved", _("保存平台规则")
    LIMIT_SAVED = "sites.limit.saved", _("保存办理时限")

    REDIRECT_SAVED = "content.redirect.saved", _("保存跳转地址")
    REDIRECT_DELETED = "content.redirect.deleted", _("删除跳转地址")
    REDIRECTS_IMPORTED = "content.redirect.imported", _("导入跳转地址")

    ARTICLE_CREATED = "content.article.created", _("起草稿件")
    ARTICLE_IMPORTED = "content.article.imported", _("导入稿件")
    ARTICLE_EDITED = "content.article.edited", _("修改稿件")
    ARTICLE_RESTORED = "content.article.restored", _("恢复旧版本")
    ARTICLE_SUBMITTED = "content.article.submitted", _("送审")
    ARTICLE_RECALLED = "content.article.recalled", _("撤回送审")
    ARTICLE_PASSED = "content.article.passed", _("审核通过")
    ARTICLE_RETURNED = "content.article.returned", _("退回稿件")
    ARTICLE_SCHEDULED = "content.article.scheduled", _("定时发布")
    ARTICLE_PUBLISHED = "content.article.published", _("发布")
    ARTICLE_EMERGENCY = "content.article.emergency", _("应急发布")
    ARTICLE_CONFIRMED = "content.article.confirmed", _("追审通过")
    ARTICLE_FAULTED = "content.article.faulted", _("追审不通过")
    ARTICLE_REVIEW_RECOUNTED = "content.article.review-recounted", _("重新计算追审期限")
    ARTICLE_REVIEW_REMINDED = "content.article.review-reminded", _("追审提醒")
    ARTICLE_MOVED = "content.article.moved", _("移动稿件")
    ARTICLE_EXPIRED = "content.article.expired", _("到期下线")
    ARTICLE_WITHDRAWN = "content.article.withdrawn", _("撤下稿件")
    ARTICLE_PINNED = "content.article.pinned", _("置顶")
    ARTICLE_UNPINNED = "content.article.unpinned", _("取消置顶")
    COMMENT_ADDED = "content.comment.added", _("添加批注")
    COMMENT_RESOLVED = "content.comment.resolved", _("处理批注")
    PREVIEW_SHARED = "content.preview.shared", _("建立预览链接")
    PREVIEW_REVOKED = "content.preview.revoked", _("撤销预览链接")
    DOCUMENT_STATUS_CHANGED = "content.document.status-changed", _("变更文件有效性")
    DOCUMENT_RELATED = "content.document.related", _("建立文件关系")
    DOCUMENT_UNRELATED = "content.document.unrelated", _("解除文件关系")
    ASSET_UPLOADED = "content.asset.uploaded", _("上传文件")
    ASSET_CHANGED = "content.asset.changed", _("修改文件说明")
    ASSET_REPLACED = "content.asset.replaced", _("替换文件")
    ASSET_DELETED = "content.asset.deleted", _("删除文件")
    SLOT_CHANGED = "content.slot.changed", _("调整首页栏位")
    WORD_LIST_SAVED = "content.word-list.saved", _("保存词库")
    WORD_LIST_IMPORTED = "content.word-list.imported", _("导入词条")
    WORD_SAVED = "content.word.saved", _("保存词条")
    WORD_REMOVED = "content.word.removed", _("删除词条")
    SOURCE_SAVED = "content.source.saved", _("保存转载源")
    ITEM_RECEIVED = "content.upstream.received", _("收到上级信息")
    ITEM_CHANGED = "content.upstream.changed", _("上级信息有更改")
    ITEM_WORDED = "content.upstream.worded", _("生成转载文本")
    REPRINT_RULE_SAVED = "content.reprint-rule.saved", _("保存转载规则")
    REPRINT_LINKED = "content.reprint.linked", _("登记转载稿件")
    ITEM_WITHDRAWN = "content.upstream.withdrawn", _("上级信息已撤下")
    ITEM_REINSTATED = "content.upstream.reinstated", _("上级信息恢复公开")
    ITEM_MARKED = "content.upstream.marked", _("标注需下级转载")
    CORRECTION_OPENED = "content.correction.opened", _("产生更正任务")
    CORRECTION_DONE = "content.correction.done", _("完成更正任务")
    CORRECTION_KEPT = "content.correction.kept", _("不跟进上级更改")
    REPRINT_DONE = "content.reprint.done", _("完成转载")
    REPRINT_URGED = "content.reprint.urged", _("督办转载")
    REPRINT_REOPENED = "content.reprint.reopened", _("重新转载")
    REPRINT_WAIVED = "content.reprint.waived", _("免于转载")
    REPRINT_RECOUNTED = "content.reprint.recounted", _("重新计算转载时限")
    REPRINT_LATE = "content.reprint.late", _("转载逾期")
    SUBMISSION_OFFERED = "content.submission.offered", _("报送信息")
    SUBMISSION_RECALLED = "content.submission.recalled", _("撤回报送")
    SUBMISSION_TAKEN = "content.submission.taken", _("取用报送信息")
    SUBMISSION_DECLINED = "content.submission.declined", _("不采用报送信息")
    SUBMISSION_ADOPTED = "content.submission.adopted", _("采用报送信息")
    SUBMISSION_CHECKED = "content.submission.checked", _("核对报送原稿变动")

    INTERPRETATION_LINKED = "interpretation.interpretation.linked", _("关联解读")
    INTERPRETATION_UNLINKED = "interpretation.interpretation.unlinked", _("解除解读关联")
    INTERPRETATION_CLAUSES_SET = "interpretation.interpretation.clauses-set", _("标注解读的条款")
    PLAN_MADE = "interpretation.plan.made", _("制定解读方案")
    KIND_SAVED = "interpretation.kind.saved", _("设置应解读文件类别")
    KIND_DELETED = "interpretation.kind.deleted", _("取消应解读文件类别")
    DUTY_OPENED = "interpretation.duty.opened", _("产生解读任务")
    DUTY_MET = "interpretation.duty.met", _("完成解读任务")
    DUTY_REOPENED = "interpretation.duty.reopened", _("重新计为待解读")
    DUTY_RECOUNTED = "interpretation.duty.recounted", _("重新计算解读时限")
    DUTY_EXEMPTED = "interpretation.duty.exempted", _("免于解读")
    DUTY_REMINDED = "interpretation.duty.reminded", _("解读任务提醒")

    TOPIC_OPENED = "responses.topic.opened", _("登记热点")
    TOPIC_CHANGED = "responses.topic.changed", _("修改热点")
    TOPIC_CLOSED = "responses.topic.closed", _("结束热点")
    TOPIC_VOIDED = "responses.topic.voided", _("作废热点")
    TOPIC_REOPENED = "responses.topic.reopened", _("重新打开热点")
    RESPONSE_DUTY_MET = "responses.duty.met", _("完成回应")
    RESPONSE_DUTY_REOPENED = "responses.duty.reopened", _("重新计为待回应")
    RESPONSE_DUTY_WAIVED = "responses.duty.waived", _("不需要回应")
    RESPONSE_DUTY_REMINDED = "responses.duty.reminded", _("回应时限提醒")
    RESPONSE_SAVED = "responses.text.saved", _("拟写回应（辟谣）")
    RESPONSE_SUBMITTED = "responses.text.submitted", _("回应（辟谣）送审")
    RESPONSE_RECALLED = "responses.text.recalled", _("撤回回应（辟谣）送审")
    RESPONSE_PASSED = "responses.text.passed", _("审核通过回应（辟谣）")
    RESPONSE_RETURNED = "responses.text.returned", _("退回回应（辟谣）")
    RESPONSE_PUBLISHED = "responses.text.published", _("发布回应（辟谣）")
    RESPONSE_WITHDRAWN = "responses.text.withdrawn", _("撤回已发布的回应（辟谣）")
    RESPONSE_WITNESSED = "responses.text.witnessed", _("见证回应（辟谣）已公开")
    OUTLET_SAVED = "responses.outlet.saved", _("保存推送媒体")

    MAILBOX_SAVED = "interaction.mailbox.saved", _("保存信箱")
    MAILBOX_READ = "interaction.mailbox.read", _("阅看信箱")
    MAIL_ACCOUNT_SAVED = "interaction.mail-account.saved", _("保存邮件信箱")
    MAIL_RECEIVED = "interaction.mail.received", _("收到邮件")
    MAIL_TAKEN = "interaction.mail.taken", _("把邮件收为来信")
    MAIL_DISMISSED = "interaction.mail.dismissed", _("核对邮件，不是来信")
    LETTER_RECEIVED = "interaction.letter.received", _("收到来信")
    LETTER_ACCEPTED = "interaction.letter.accepted", _("受理来信")
    LETTER_DECLINED = "interaction.letter.declined", _("不予受理")
    LETTER_ASSIGNED = "interaction.letter.assigned", _("转办来信")
    LETTER_TRANSFERRED = "interaction.letter.transferred", _("转交来信")
    LETTER_BOUNCED = "interaction.letter.bounced", _("退回转办")
    LETTER_DECIDED = "interaction.letter.decided", _("裁定承办单位")
    LETTER_INVITED = "interaction.letter.invited", _("增加协办单位")
    LETTER_LEFT = "interaction.letter.left", _("退回协办")
    LETTER_SIGNED = "interaction.letter.signed", _("协办签收")
    LETTER_CONTRIBUTED = "interaction.letter.contributed", _("提交协办意见")
    LETTER_SUPPLEMENT_ASKED = "interaction.letter.supplement-asked", _("请来信人补充")
    LETTER_SUPPLEMENTED = "interaction.letter.supplemented", _("来信人补充")
    LETTER_MERGED = "interaction.letter.merged", _("并案")
    LETTER_UNMERGED = "interaction.letter.unmerged", _("取消并案")
    LETTER_SPLIT = "interaction.letter.split", _("分案")
    LETTER_LINKED = "interaction.letter.linked", _("关联来信")
    LETTER_CODE_ISSUED = "interaction.letter.code-issued", _("发给查询码")
    LETTER_WITHDRAWN = "interaction.letter.withdrawn", _("来信人撤回")
    LETTER_TAKEN = "interaction.letter.taken", _("开始办理")
    LETTER_DRAFTED = "interaction.letter.drafted", _("提交答复")
    LETTER_RETURNED = "interaction.letter.returned", _("退回重办")
    LETTER_REPLIED = "interaction.letter.replied", _("答复来信")
    LETTER_EXTENSION_ASKED = "interaction.letter.extension-asked", _("申请延期")
    LETTER_EXTENDED = "interaction.letter.extended", _("批准延期")
    LETTER_EXTENSION_REFUSED = "interaction.letter.extension-refused", _("不同意延期")
    LETTER_EXTENSION_LAPSED = "interaction.letter.extension-lapsed", _("延期申请失效")
    LETTER_RECOUNTED = "interaction.letter.recounted", _("重算最迟日期")
    LETTER_PAUSED = "interaction.letter.paused", _("停计来信期限")
    LETTER_RESUMED = "interaction.letter.resumed", _("续计来信期限")
    LETTER_CARDED = "interaction.card.given", _("亮牌")
    LETTER_CARD_WITHDRAWN = "interaction.card.withdrawn", _("撤销亮牌")
    LETTER_PUBLISHED = "interaction.letter.published", _("公开来信")
    LETTER_UNPUBLISHED = "interaction.letter.unpublished", _("取消公开来信")
    LETTER_REOPENED = "interaction.letter.reopened", _("再次办理来信")
    LETTER_RATED = "interaction.letter.rated", _("评价答复")
    LETTER_CLOSED = "interaction.letter.closed", _("办结来信")
    NOTE_ADDED = "interaction.note.added", _("添加内部备注")
    LETTER_URGED = "interaction.urge.sent", _("督办来信")
    URGE_ANSWERED = "interaction.urge.answered", _("反馈督办")
    CIRCULAR_ISSUED = "interaction.circular.issued", _("印发通报")
    TEMPLATE_SAVED = "interaction.template.saved", _("保存答复模板")
    TEMPLATE_DELETED = "interaction.template.deleted", _("删除答复模板")
    LETTER_LOCKED = "interaction.letter.locked", _("查询锁定")
    LETTER_CLEARED = "interaction.letter.cleared", _("甄别为正常来信")
    KNOWLEDGE_SAVED = "interaction.knowledge.saved", _("保存知识库条目")
    KNOWLEDGE_PUBLISHED = "interaction.knowledge.published", _("发布知识库条目")
    KNOWLEDGE_WITHDRAWN = "interaction.knowledge.withdrawn", _("撤下知识库条目")
    KNOWLEDGE_EXPIRED = "interaction.knowledge.expired", _("知识库条目到期")
    LETTER_REMINDED = "interaction.reminder.made", _("时限提醒")


def record(
    event: Event,
    obj: models.Model,
    *,
    by: User | None,
    at: datetime,
    site: Site | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Seal what was done into the chain of the object's site; must run inside the action's transaction.

    Call it last: the end of the chain stays locked until the transaction ends. `by` is None only for citizens.
    """
    from sites.models import AuditEntry

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it records.")
    site = site if site is not None else getattr(obj, "site", None)
    for listener in _listeners:
        listener(event, obj, site, at)
    chain = _locked_chain(f"site:{site.pk}" if site is not None else "platform")
    entry = AuditEntry(
        chain=chain,
        number=chain.length + 1,
        site=site,
        event=event,
        actor=by,
        actor_name=by.name if by is not None else "公众",
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        object_text=str(obj)[:200],
        before=_plain(before),
        after=_plain({**(after or {}), **sealed_with(obj, after or {})}),
        at=at,
        previous_hash=chain.last_hash,
    )
    entry.hash = seal(entry)
    chain.length, chain.last_hash = entry.number, entry.hash
    write(entry)
    if _chains_held.get() is None:
        chain.save(update_fields=["length", "last_hash"])
    return entry


Listener = Callable[[str, models.Model, "Site | None", datetime], None]
_listeners: list[Listener] = []


def on_recorded(listener: Listener) -> Listener:
    """Call the function with (event, object, site, at) inside the transaction of whatever is recorded."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


_chains_held: ContextVar[dict[str, AuditChain] | None] = ContextVar("audit_chains_held", default=None)


@contextmanager
def recording_together() -> Iterator[None]:
    """Write the entries of many actions at once at the end of one transaction, for imports and work on many rows.

    A block within a block belongs to the outer one. Whoever catches the refusal of an action in here puts
    `forgotten_if_refused` around it, or records what was rolled back.
    """
    from sites.models import AuditChain

    if _chains_held.get() is not None:
        yield
        return
    held: dict[str, AuditChain] = {}
    with writing_together():
        token = _chains_held.set(held)
        try:
            yield
        finally:
            _chains_held.reset(token)
    AuditChain.objects.bulk_update(held.values(), ["length", "last_hash"])


@contextmanager
def forgotten_if_refused() -> Iterator[None]:
    """Around one of many actions in `recording_together`, inside its savepoint: what it recorded before it was refused is
    forgotten with what it did, and the ends of the chains are where they were."""
    held = _chains_held.get()
    if held is None:
        yield
        return
    ends = {name: (chain.length, chain.last_hash) for name, chain in held.items()}
    try:
        with forgotten_after_error():
            yield
    except BaseException:
        for name in held.keys() - ends.keys():
            del held[name]  # its lock went with the savepoint
        for name, (length, last_hash) in ends.items():
            held[name].length, held[name].last_hash = length, last_hash
        raise


def seal(entry: AuditEntry) -> str:
    """Return the SHA-256 of everything the entry says and of the hash before it."""
    said = [
        entry.number,
        entry.site_id,
        str(entry.event),
        entry.actor_id,
        entry.actor_name,
        entry.object_type,
        entry.object_id,
        entry.object_text,
        entry.before,
        entry.after,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken_entries(chain: AuditChain) -> Iterator[tuple[int, str]]:
    """Yield (number, what is wrong) for every place where the chain does not hold."""
    previous, expected = "", 1
    for entry in chain.entries.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield expected, _("第 %(first)d 至 %(last)d 条缺失") % {"first": expected, "last": entry.number - 1}
        elif entry.previous_hash != previous:
            yield entry.number, _("与前一条不衔接")
        if seal(entry) != entry.hash:
            yield entry.number, _("封存后被改动")
        previous, expected = entry.hash, entry.number + 1
    if expected - 1 != chain.length or previous != chain.last_hash:
        yield expected, _("链应止于第 %d 条") % chain.length


def _locked_chain(name: str) -> AuditChain:
    """Return the end of the chain, locked; of entries that are written together the one that is held already."""
    held = _chains_held.get()
    if held is None:
        return _fetched_chain(name)
    if name not in held:
        held[name] = _fetched_chain(name)
    return held[name]


def _fetched_chain(name: str) -> AuditChain:
    from sites.models import AuditChain

    found = list(_chain_for_update().about(name=name))
    if not found:
        AuditChain.objects.get_or_create(name=name)
        found = list(_chain_for_update().about(name=name))
    return found[0]


@cache
def _chain_for_update() -> PreparedObjects[AuditChain]:
    from sites.models import AuditChain

    return PreparedObjects(AuditChain.objects.select_for_update().filter(name=BLANKS["name"]))


def _plain(fields: dict[str, Any] | None) -> dict[str, Any]:
    """Return the fields as JSON has them, so that an entry reads the same before and after it was stored."""
    return {str(name): _plain_value(value) for name, value in (fields or {}).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return {"id": value.pk, "text": str(value)}
    if isinstance(value, dict):
        return {str(key): _plain_value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain_value(part) for part in value]
    if isinstance(value, float):  # PostgreSQL keeps 1e16 as a whole number and no NaN at all
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, (bool, int)):
        return value
    return str(value)
