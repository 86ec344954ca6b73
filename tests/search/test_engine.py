"""What the embedded engine finds, in which order, and how it counts."""

import random
from datetime import timedelta

import pytest

from search.backends import Sort
from tests.cast import NOW
from tests.search.texts import PEOPLE, PLACES, SUBJECTS, a_document, documents


def test_two_character_words_are_found(engine):
    engine.holds(a_document(1, "关于加强义务教育工作的意见"), a_document(2, "茶产业发展情况", "今年茶叶丰收。"))
    assert engine.finds("教育") == [1]
    assert engine.finds("茶叶") == [2]


def test_any_two_characters_of_a_title_are_found(engine):
    title = "晴隆县碧痕镇人民政府关于王建国同志任职的通知"
    engine.holds(a_document(1, title))
    missed = [title[at : at + 2] for at in range(len(title) - 1) if not engine.finds(title[at : at + 2])]
    assert missed == []


def test_all_words_must_occur_wherever_they_stand(engine):
    engine.holds(a_document(1, "居住证办理指南"), a_document(2, "居住证", "到窗口办理。"), a_document(3, "居住证样式"))
    assert sorted(engine.finds("办理 居住证")) == [1, 2]


def test_a_phrase_asks_for_the_words_in_their_order(engine):
    engine.holds(
        a_document(1, "通知", "职工提取住房公积金应当提供材料。"),
        a_document(2, "通知", "住房公积金提取办法自发布之日起施行。"),
        a_document(3, "通知", "住房紧张，公积金不足，提取困难。"),
    )
    assert engine.finds("“住房公积金提取”") == [2]
    assert engine.finds("“提取住房公积金”") == [1]
    assert sorted(engine.finds("住房公积金提取")) == [1, 2, 3]


def test_a_phrase_does_not_reach_from_the_title_into_the_text(engine):
    engine.holds(a_document(1, "住房公积金", "提取办法"))
    assert engine.finds("“住房公积金提取”") == []


def test_recall_and_precision_over_some_hundred_texts(engine):
    texts = list(documents(400))
    engine.holds(*texts)
    for word in [*SUBJECTS, *PLACES, *PEOPLE]:
        truth = {n for n, each in enumerate(texts, 1) if word in each.title or word in each.text}
        found = set(engine.finds(word, limit=1000))
        assert len(found & truth) >= 0.99 * len(truth), word
        assert len(found & truth) >= 0.9 * len(found), word


def test_recall_of_pieces_of_text_as_phrases(engine):
    chance, texts = random.Random(7), list(documents(300))
    engine.holds(*texts)
    missed = 0
    for _ in range(200):
        number = chance.randrange(len(texts))
        start = chance.randrange(len(texts[number].text) - 8)
        piece = texts[number].text[start : start + 8]
        missed += number + 1 not in engine.finds(f"“{piece}”", limit=1000)
    assert missed <= 10  # pieces cut in the middle of words may be missed


def test_a_word_in_the_title_counts_more_than_in_the_text(engine):
    engine.holds(
        a_document(1, "工作简报", "会上还提到了防汛抗旱。" * 2), a_document(2, "防汛抗旱工作部署", "各地加强值守。")
    )
    assert engine.finds("防汛抗旱") == [2, 1]


def test_a_title_that_holds_the_question_literally_comes_first(engine):
    engine.holds(
        a_document(1, "住房保障和公积金提取"), a_document(2, "住房公积金提取指南"), a_document(3, "公积金住房提取")
    )
    assert engine.finds("住房公积金提取")[0] == 2


def test_sorted_by_date_the_newest_comes_first(engine):
    engine.holds(a_document(3, "粮食"), a_document(1, "粮食粮食粮食"), a_document(2, "粮食生产"))
    assert engine.finds("粮食", sort=Sort.DATE) == [1, 2, 3]


@pytest.mark.parametrize("typed", ["测政发〔2026〕15号", "测政发[2026] 15号", "测政发（2026）第15号"])
def test_a_document_is_found_by_its_number(engine, typed):
    engine.holds(a_document(1, "甲", number="测政发〔2026〕15号"), a_document(2, "乙", number="测政发〔2026〕115号"))
    assert engine.ask(typed).exact == ["content.Article:1"]


def test_filters_narrow_and_facets_leave_their_own_choice_out(engine):
    engine.holds(
        a_document(1, "粮食", kind="article", site=1),
        a_document(2, "粮食", kind="document", site=1, status="in-force"),
        a_document(3, "粮食", kind="document", site=2, status="repealed", published_at=NOW - timedelta(days=800)),
        a_document(4, "教育", kind="letter", site=2),
    )
    answer = engine.ask("粮食", kinds=frozenset({"document"}))
    assert answer.total == 2
    assert answer.by_kind == {"article": 1, "document": 2}
    assert answer.by_site == {1: 1, 2: 1}
    assert answer.by_year == {2026: 1, 2024: 1}
    assert answer.by_status == {"in-force": 1, "repealed": 1}
    assert engine.finds("粮食", statuses=frozenset({"repealed"})) == [3]
    assert engine.finds("粮食", site=2) == [3]
    assert engine.ask("粮食", site=2).by_site == {1: 2, 2: 1}
    assert engine.finds("粮食", since=NOW - timedelta(days=7)) == [1, 2]
    assert engine.finds("粮食", until=NOW - timedelta(days=7)) == [3]


def test_what_is_beyond_the_reach_is_neither_found_nor_counted(engine):
    engine.holds(a_document(1, "粮食", site=1), a_document(2, "粮食", site=2))
    answer = engine.ask("粮食", sites=frozenset({2}))
    assert answer.keys == ["content.Article:2"]
    assert answer.by_site == {2: 1}
    assert engine.ask("粮食", sites=frozenset()).total == 0


def test_pages_neither_repeat_nor_lose_a_result(engine):
    engine.holds(*(a_document(n, "粮食生产", published_at=NOW) for n in range(1, 96)))
    for sort in Sort:
        pages = [engine.finds("粮食", sort=sort, offset=start, limit=10) for start in range(0, 100, 10)]
        assert sorted(n for page in pages for n in page) == list(range(1, 96))


def test_when_nothing_holds_every_word_most_of_them_will_do(engine):
    engine.holds(a_document(1, "居住证办理", "在窗口申请。"), a_document(2, "公园改造"))
    answer = engine.ask("居住证 办理 博物馆")
    assert answer.keys == ["content.Article:1"]
    assert answer.is_partial


def test_one_changed_document_replaces_its_older_self(engine):
    engine.holds(a_document(1, "旧标题粮食"), a_document(2, "粮食安全"))
    with engine.backend.writing():
        engine.backend.index([a_document(1, "新标题教育")])
    assert engine.finds("粮食") == [2]
    assert engine.finds("教育") == [1]
    assert engine.ask("粮食").by_kind == {"article": 1}


def test_a_removed_document_is_gone(engine):
    engine.holds(a_document(1, "粮食", number="测政发〔2026〕1号"), a_document(2, "粮食"))
    with engine.backend.writing():
        engine.backend.remove(["content.Article:1"])
    assert engine.finds("粮食") == [2]
    assert engine.ask("测政发〔2026〕1号").exact == []


def test_many_small_commits_give_the_same_answers_as_one(engine):
    engine.holds()
    for document in documents(40):
        with engine.backend.writing():
            engine.backend.index([document])
    by_one = {word: sorted(engine.finds(word)) for word in SUBJECTS}
    engine.holds(*documents(40))
    assert {word: sorted(engine.finds(word)) for word in SUBJECTS} == by_one
