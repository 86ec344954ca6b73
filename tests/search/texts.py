"""Texts for search tests: plausible sentences without end, and documents made of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from search.documents import SearchDocument
from tests.cast import NOW

# fmt: off
PLACES = (
    "晴隆县", "兴仁市", "南明区", "云岩区", "遵义市", "播州区", "习水县", "凯里市", "雷山县", "都匀市", "荔波县",
    "毕节市", "织金县", "铜仁市", "江口县",
)
SUBJECTS = (
    "住房公积金", "养老保险", "医疗保障", "居住证", "不动产登记", "营商环境", "乡村振兴", "义务教育", "职业教育",
    "普惠托育", "城乡低保", "残疾人补贴", "公共租赁住房", "老旧小区改造", "农村公路", "饮用水水源", "污水处理",
    "大气污染防治", "森林防火", "防汛抗旱", "地质灾害", "安全生产", "食品安全", "招商引资", "中小企业", "政务公开",
    "行政审批", "招标投标", "财政预算", "就业创业", "人才引进", "退役军人", "高标准农田", "粮食安全", "茶产业",
    "图书馆",
)
VERBS = (
    "印发", "调研", "推进", "部署", "检查", "通报", "公布", "解读", "开展", "启动", "完成", "落实", "加强", "规范",
    "优化", "组织", "审议", "修订",
)
OBJECTS = (
    "实施方案", "管理办法", "工作会议", "专项行动", "办事指南", "申请条件", "补贴标准", "监督检查", "年度计划",
    "统计数据", "典型案例",
)
PEOPLE = (
    "王建国", "李秀英", "张伟明", "刘芳", "陈晓东", "杨光荣", "赵丽华", "黄志强",
)
# fmt: on


def a_sentence(chance: random.Random) -> str:
    """A sentence as official reports have them."""
    pick = chance.choice
    return (
        f"{pick(PLACES)}{pick(VERBS)}{pick(SUBJECTS)}{pick(OBJECTS)}，{pick(PEOPLE)}同志要求{pick(VERBS)}{pick(SUBJECTS)}"
        f"和{pick(SUBJECTS)}工作，第{chance.randint(1, 999)}批项目投入{chance.randint(1, 9999)}万元。"
    )


def documents(count: int, *, seed: int = 1, longest: int = 6) -> Iterator[SearchDocument]:
    """Documents of a few sentences each, spread over kinds, sites and years; always the same for a seed."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        pick = chance.choice
        yield a_document(
            number,
            title=f"{pick(PLACES)}人民政府关于{pick(VERBS)}{pick(SUBJECTS)}{pick(OBJECTS)}的通知",
            text="".join(a_sentence(chance) for _ in range(chance.randint(1, longest))),
            kind=pick(["article", "document", "interpretation", "letter"]),
            site=chance.randint(1, 9),
            number=f"测府发〔{chance.randint(2019, 2026)}〕{number}号",
            published_at=NOW - timedelta(days=chance.randint(0, 2500)),
        )


def a_document(pk: int = 1, title: str = "标题", text: str = "", **fields) -> SearchDocument:
    """One document, as the index takes it."""
    defaults = {
        "kind": "article",
        "site": 1,
        "column": 1,
        "number": "",
        "status": "",
        "topic": "",
        "published_at": NOW - timedelta(minutes=pk),
    }
    return SearchDocument(key=f"content.Article:{pk}", title=title, text=text, **{**defaults, **fields})
