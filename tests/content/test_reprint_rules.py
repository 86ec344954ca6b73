"""Rules say who has to reprint what, by whom, where it stands; the first that fits counts, and its coverage is shown first."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from content.actions import open_duties, reprint_automatically, save_rule
from content.models import Article, HomeSlot, Reprint, ReprintRule
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.cast import NOW, a_column
from tests.content.reprint_cast import received


@pytest.fixture
def rule(root):
    def made(name="规则", **fields) -> ReprintRule:
        return save_rule(ReprintRule(name=name, **fields), by=root, at=NOW)

    return made


def duties(item) -> dict[str, str]:
    open_duties(item, at=NOW)
    return {duty.site.slug: duty.rule.name if duty.rule else "" for duty in Reprint.objects.filter(item=item)}


def test_without_rules_every_online_site_owes(source, province, city, subsite):
    assert duties(received(source)) == {"province": "", "city": "", "bureau": ""}


def test_a_rule_names_a_subtree_a_level_or_a_kind(source, rule, province, city, subsite):
    rule("市级及以下", place=city)
    assert duties(received(source)) == {"city": "市级及以下", "bureau": "市级及以下"}
    rule("只限门户", kind="portal", position=1)
    assert duties(received(source, 2)) == {"province": "只限门户", "city": "只限门户", "bureau": "市级及以下"}
    ReprintRule.objects.update(is_active=False)
    rule("只限省级", level="province")
    assert duties(received(source, 3)) == {"province": "只限省级"}


def test_a_rule_for_titles_with_a_word(source, rule, province):
    rule("防汛", words="防汛，抗旱")
    assert duties(received(source, 1, title="国务院部署防汛工作")) == {"province": "防汛"}
    assert duties(received(source, 2)) == {}


def test_a_rule_for_another_source_leaves_this_one_to_everybody(source, rule, province):
    other = type(source).objects.create(name="部委", address="x.xml")
    rule("部委信息", source=other, level="city")
    assert duties(received(source)) == {"province": ""}


def test_an_earlier_rule_can_free_sites(source, rule, province, city, subsite):
    rule("子站不派", position=1, kind="subsite", mode="none")
    rule("其余都派", position=2)
    assert set(duties(received(source))) == {"province", "city"}


def test_an_automatic_rule_publishes_for_sites_that_did_not_ask_and_says_on_what_basis(source, rule, city, robot):
    a_column(city, "gwyxx")
    rule("全省自动", mode="automatic", basis="省办函〔2026〕5号")
    item = received(source)
    open_duties(item, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
    copy = Article.objects.get(site=city)
    assert "省办函〔2026〕5号" in copy.live.steps.get().opinion
    entry = AuditEntry.objects.get(event="content.article.published", object_id=copy.pk)
    assert "省办函〔2026〕5号" in entry.after["basis"]


def test_a_rule_by_hand_overrides_the_sites_own_setting(source, rule, automatic, robot):
    rule("人工", mode="by-hand")
    item = received(source)
    open_duties(item, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (0, 0)


def test_a_special_topic_takes_the_copy_where_a_site_has_it(source, rule, automatic, robot):
    topic = a_column(automatic, "fangxun", name="防汛专题")
    rule("防汛", topic_slug="fangxun", home_days=3)
    item = received(source)
    open_duties(item, at=NOW)
    reprint_automatically(item, by=robot, at=NOW)
    assert Article.objects.get(site=automatic).column == topic
    places = {slot.place: slot for slot in HomeSlot.objects.filter(site=automatic)}
    assert places["topic"].column == topic
    assert (places["reprint"].ends_at - NOW).days == 3


def test_nothing_is_put_on_the_home_page_for_no_days(source, rule, automatic, robot):
    rule("不上首页", home_days=0)
    item = received(source)
    open_duties(item, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
    assert not HomeSlot.objects.exists()


def test_an_automatic_rule_without_a_basis_is_refused(rule, root, site_admin):
    with pytest.raises(Refused, match="授权"):
        rule(mode="automatic", basis="  ")
    with pytest.raises(Refused, match="权限"):
        save_rule(ReprintRule(name="x"), by=site_admin, at=NOW)
    with pytest.raises(ValidationError):
        ReprintRule(name="x", mode="automatic").validate_constraints()


def test_the_preview_says_how_many_sites_it_meets_and_keeps_nothing(client, root, province, city, subsite):
    a_column(city, "gwyxx")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    said = {
        "position": 10,
        "place": city.pk,
        "mode": "as-site",
        "column_slug": "gwyxx",
        "level": "",
        "kind": "",
        "words": "",
    }
    page = client.post(reverse("admin:content_reprintrule_preview"), said).content.decode()
    assert "测试市人民政府" in page and "测试市教育局" in page and "测试省人民政府</td>" not in page
    assert "<strong>2</strong>" in page
    assert not ReprintRule.objects.exists()
    wrong = client.post(reverse("admin:content_reprintrule_preview"), {**said, "position": "x"})
    assert wrong.status_code == 422


def test_the_form_saves_through_the_action(client, root, province):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    said = {"name": "全省", "position": 5, "mode": "automatic", "basis": "", "home_days": 7, "is_active": "on"}
    refused = client.post(reverse("admin:content_reprintrule_add"), said)
    assert "须写明长期授权的依据" in refused.content.decode()
    client.post(reverse("admin:content_reprintrule_add"), {**said, "basis": "省办函〔2026〕5号"})
    assert ReprintRule.objects.get().position == 5
    assert AuditEntry.objects.filter(event="content.reprint-rule.saved").count() == 1
    assert "1 个" in client.get(reverse("admin:content_reprintrule_changelist")).content.decode()
