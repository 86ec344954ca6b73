"""How text and questions are cut into words."""

import pytest

from search.words import literal, looks_like_number, number_key, question, words_of


def test_long_words_are_also_found_by_their_parts():
    assert {"遵义市", "遵义", "公积金"} <= set(words_of("遵义市调整住房公积金缴存基数"))


def test_names_that_the_dictionary_does_not_know_are_covered_by_pairs():
    assert {"碧痕", "痕镇"} <= set(words_of("同志们到碧痕镇调研"))


def test_every_pair_of_a_title_is_a_word():
    title = "贵州省人民政府关于粮食生产的通知"
    assert {title[at : at + 2] for at in range(len(title) - 1)} <= set(words_of(title, dense=True))


def test_full_width_and_capital_letters_are_the_same_as_plain_ones():
    assert {"gdp", "5g"} <= set(words_of("ＧＤＰ增长，5G 网络"))


@pytest.mark.parametrize(
    "typed", ["黔府发〔2026〕5号", "黔府发[2026]5号", "黔府发（2026）5 号", "黔府发【２０２６】第5号"]
)
def test_a_number_is_one_number_however_its_brackets_are_typed(typed):
    assert number_key(typed) == "黔府发20265"
    assert looks_like_number(typed)


@pytest.mark.parametrize("typed", ["住房公积金", "2026", "2026年工作要点", "第5号"])
def test_other_words_are_no_number(typed):
    assert not looks_like_number(typed)


def test_a_question_in_plain_words_is_reduced_to_what_matters():
    assert question("请问怎么办理居住证？").words == ("办理", "居住证")


def test_a_question_of_nothing_but_small_words_keeps_them():
    assert question("的").words == ("的",)


def test_quotation_marks_of_every_shape_make_a_phrase():
    for typed in ("“住房 公积金”", '"住房公积金"', "「住房公积金」"):
        assert question(typed).phrases == ("住房公积金",)


def test_a_lone_quotation_mark_is_no_phrase():
    assert question("“公积金").phrases == ()
    assert "公积金" in question("“公积金").words


@pytest.mark.parametrize("typed", ["", "   ", "？！，。", "\x00", "“”", "-", "〔〕"])
def test_marks_alone_ask_for_nothing(typed):
    assert not question(typed)


def test_a_very_long_question_is_cut():
    assert len(question("居住证 办理 " * 500).words) <= 16


def test_literal_text_has_no_blanks_left():
    assert literal("住房\n  公积金　ＡＢ") == "住房公积金ab"
