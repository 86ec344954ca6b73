"""What a text is about: its words, cut by jieba (rjieba). The ground under search, proposals and the detection of floods."""

from __future__ import annotations

import unicodedata
from collections import Counter

import rjieba

STOP_WORDS = frozenset("的了和与及或在是有我你您他她它这那吗呢吧啊呀想要去到把被给对为从个能会就都也还很么之其等") | {
    *("我们", "这个", "那个", "什么", "怎么", "怎样", "怎么样", "如何", "哪里", "哪儿", "哪个", "哪些"),
    *("多少", "请问", "可以", "需要"),
}
# Words that letters are made of whatever they are about.
EMPTY_WORDS = STOP_WORDS | frozenset(
    [
        "您好",
        "你好",
        "谢谢",
        "感谢",
        "领导",
        "政府",
        "部门",
        "有关",
        "相关",
        "问题",
        "情况",
        "反映",
        "希望",
        "建议",
        "咨询",
        "投诉",
        "要求",
        "请求",
        "处理",
        "解决",
        "答复",
        "回复",
        "尊敬",
        "单位",
        "工作",
        "进行",
        "没有",
        "不能",
        "现在",
        "已经",
        "一直",
        "多次",
        "时候",
        "时间",
        "今年",
        "去年",
        "目前",
        "近期",
        "本人",
        "群众",
        "居民",
        "市民",
        "市长",
        "省长",
        "县长",
        "书记",
        "书记好",
        "来信",
        "留言",
        "网站",
        "网友",
        "办理",
        "工作人员",
        "知道",
        "应该",
        "是否",
        "哪位",
        "大家",
        "一下",
        "一些",
        "有人",
        "东西",
        "地方",
        "方面",
        "事情",
        "造成",
        "影响",
        "严重",
        "贵局",
        "贵单位",
    ]
)
SAYS_SOMETHING = ("n", "v", "a", "l", "i", "j", "x", "eng", "b")
LONGEST_WORD = 20
LONGEST_TEXT = 6000


def normalised(text: str) -> str:
    """Return the text with full-width letters and digits made plain and capitals made small."""
    return unicodedata.normalize("NFKC", text).lower()


def key_words(text: str, *, most: int = 12) -> list[str]:
    """Return the words that tell what a text is about, the most telling first: often said, and long."""
    said = Counter(
        word
        for word, kind in rjieba.tag(normalised(text)[:LONGEST_TEXT])
        if 2 <= len(word) <= LONGEST_WORD and kind.startswith(SAYS_SOMETHING) and _is_telling(word)
    )
    ranked = sorted(said, key=lambda word: said[word] * len(word), reverse=True)
    return ranked[:most]


def _is_telling(word: str) -> bool:
    return word not in EMPTY_WORDS and word.isalnum() and not word.isdecimal()
