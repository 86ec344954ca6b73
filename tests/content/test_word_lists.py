"""Who keeps which words, what a word must be, and that no text is read with words of yesterday or of another site."""

import pytest

from content.actions import import_words, load_shipped_lists, remove_word, save_word, save_word_list
from content.models import Word, WordList
from content.proofreading import vocabulary
from content.proofreading.reading import findings_in
from content.proofreading.word_tables import Row
from sites.models import AuditEntry
from sites.refusals import Refused
from sites.scope import reach_scope, site_scope
from tests.cast import NOW


def a_list(site=None, *, by, kind="error-prone", name="词库") -> WordList:
    return save_word_list(WordList(site=site, kind=kind, name=name), by=by, at=NOW)


def a_word(word_list, pattern="登陆网站", right="登录网站", *, by, **fields) -> Word:
    return save_word(Word(word_list=word_list, pattern=pattern, replacement=right, **fields), by=by, at=NOW)


def found(site, text: str) -> list[str]:
    return [finding.quote for finding in findings_in({"title": text}, site=site, at=NOW)]


def test_the_platforms_words_hold_for_every_site(province, city, root):
    a_word(a_list(by=root), by=root)
    assert found(province, "请登陆网站") == found(city, "请登陆网站") == ["登陆网站"]


def test_a_sites_words_never_reach_another_site(province, city, root, site_admin):
    a_word(a_list(province, by=site_admin), by=site_admin)
    assert found(province, "请登陆网站") == ["登陆网站"]
    assert found(city, "请登陆网站") == []


def test_a_site_may_add_but_neither_change_nor_remove_what_the_platform_says(province, root, site_admin):
    platform = a_list(by=root)
    word = a_word(platform, by=root, severity="block")
    with pytest.raises(Refused, match="平台管理员维护"):
        a_word(platform, "帐号", "账号", by=site_admin)
    with pytest.raises(Refused, match="平台管理员维护"):
        save_word(
            Word(pk=word.pk, word_list=platform, pattern="登陆网站", replacement="登录网站"), by=site_admin, at=NOW
        )
    with pytest.raises(Refused, match="平台管理员维护"):
        remove_word(word, by=site_admin, at=NOW)
    with pytest.raises(Refused, match="平台管理员维护"):
        a_list(by=site_admin)


def test_a_site_can_raise_a_severity_but_not_lower_it(province, root, site_admin):
    platform, own = a_list(by=root), a_list(province, by=site_admin)
    a_word(platform, by=root, severity="block")
    a_word(platform, "帐号", "账号", by=root)
    a_word(own, by=site_admin, severity="warn", exceptions="请登陆网站办理")
    a_word(own, "帐号", "账号", by=site_admin, severity="block")
    findings = findings_in({"title": "请登陆网站办理帐号"}, site=province, at=NOW)
    assert [(finding.quote, finding.severity) for finding in findings] == [("登陆网站", "block"), ("帐号", "block")]


def test_another_sites_administrator_keeps_nothing_here(city, site_admin):
    with pytest.raises(Refused, match="没有维护该网站词库的权限"):
        a_list(city, by=site_admin)


def test_a_list_stays_with_its_site_and_its_kind(province, city, root):
    word_list = a_list(province, by=root)
    a_word(word_list, by=root)
    word_list.site = city
    with pytest.raises(Refused, match="不能改到另一个网站"):
        save_word_list(word_list, by=root, at=NOW)
    word_list.site, word_list.kind = province, "sensitive"
    with pytest.raises(Refused, match="不能改变类别"):
        save_word_list(word_list, by=root, at=NOW)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"pattern": " "}, "请填写词语"),
        ({"pattern": "错"}, "太短"),
        ({"pattern": "ＣＥＯ", "right": "CEO"}, "按同一个词处理"),
        ({"right": ""}, "没有写正确写法"),
        ({"exceptions": "台风登岛"}, "里没有"),
        ({"exceptions": "登 陆网站"}, "须比"),
    ],
)
def test_a_word_that_would_be_useless_is_refused_with_a_sentence(province, root, fields, sentence):
    word_list = a_list(by=root)
    with pytest.raises(Refused, match=sentence):
        a_word(word_list, by=root, **fields)


def test_a_leader_needs_a_title(root):
    with pytest.raises(Refused, match="职务"):
        a_word(a_list(by=root, kind="leader"), "江明远", "", by=root)


def test_a_word_is_in_a_list_once_however_it_is_written(root):
    word_list = a_list(by=root)
    a_word(word_list, by=root)
    with pytest.raises(Refused, match="已有"):
        a_word(word_list, "登陸 网站", by=root)


def test_every_change_is_on_record(province, root):
    word_list = a_list(province, by=root)
    word = a_word(word_list, by=root)
    word.severity = "block"
    save_word(word, by=root, at=NOW)
    remove_word(word, by=root, at=NOW)
    import_words(word_list, [Row(2, {"词语": "帐号", "正确写法": "账号"})], by=root, at=NOW)
    events = AuditEntry.objects.filter(site=province, event__startswith="content.word").order_by("number")
    assert [entry.event for entry in events] == [
        "content.word-list.saved", "content.word.saved", "content.word.saved", "content.word.removed", "content.word-list.imported",
    ]  # fmt: skip
    assert events[2].before["severity"] == "warn"


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_change_made_by_another_process_is_seen_at_the_next_reading(province, root, monkeypatch):
    word_list = a_list(by=root)
    a_word(word_list, by=root)
    assert found(province, "登陆网站的帐号") == ["登陆网站"]
    with monkeypatch.context() as elsewhere:  # the other process has kept nothing of ours, nor we of its
        elsewhere.setattr(vocabulary, "_kept", type(vocabulary._kept)())
        a_word(word_list, "帐号", "账号", by=root)
    assert found(province, "登陆网站的帐号") == ["登陆网站", "帐号"]


def test_words_of_a_change_that_was_rolled_back_are_not_kept(province, root):
    from django.db import transaction

    word_list = a_list(by=root)
    a_word(word_list, by=root)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_word(word_list, "帐号", "账号", by=root)
        assert found(province, "帐号") == ["帐号"]
        raise ZeroDivisionError
    assert found(province, "帐号") == []
    a_word(word_list, "帐单", "账单", by=root)
    assert found(province, "帐号帐单") == ["帐单"]


def test_words_are_built_once_and_looked_up_with_one_query(province, city, root, django_assert_num_queries):
    a_word(a_list(by=root), by=root)
    found(province, "登陆网站")
    with django_assert_num_queries(1):
        found(province, "登陆网站")
    with django_assert_num_queries(1):
        found(city, "登陆网站")


def test_switching_off_a_list_or_a_word_takes_effect(province, root):
    word_list = a_list(by=root)
    word = a_word(word_list, by=root)
    a_word(word_list, "帐号", "账号", by=root)
    word.is_active = False
    save_word(word, by=root, at=NOW)
    assert found(province, "登陆网站的帐号") == ["帐号"]
    word_list.is_active = False
    save_word_list(word_list, by=root, at=NOW)
    assert found(province, "登陆网站的帐号") == []


def test_the_net_shows_a_site_the_platforms_lists_and_its_own(province, city, root):
    for site in (None, province, city):
        a_list(site, by=root, name=str(site))
    with site_scope(province):
        assert {each.site_id for each in WordList.objects.all()} == {None, province.pk}
    with reach_scope(()):
        assert {each.site_id for each in WordList.objects.all()} == {None}


# --- the shipped lists ----------------------------------------------------------------------------------------------


def test_the_shipped_lists_load_whole_and_loading_them_again_changes_nothing(province, robot):
    report = load_shipped_lists(by=robot, at=NOW)
    assert report.faults == []
    assert report.added > 600
    stamps = set(WordList.objects.values_list("stamp", flat=True))
    assert load_shipped_lists(by=robot, at=NOW).added == 0
    assert set(WordList.objects.values_list("stamp", flat=True)) == stamps
    assert found(province, "中国入民请登陆网站") == ["中国入民", "登陆网站"]


def test_a_shipped_word_is_switched_off_and_stays_off_with_the_next_upgrade(province, root, robot):
    load_shipped_lists(by=robot, at=NOW)
    word = Word.objects.get(pattern="登陆网站")
    with pytest.raises(Refused, match="停用"):
        remove_word(word, by=root, at=NOW)
    word.is_active = False
    save_word(word, by=root, at=NOW)
    load_shipped_lists(by=robot, at=NOW)
    assert found(province, "登陆网站") == []
