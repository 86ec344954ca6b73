"""Tampering with a review record or with a judged text is found, and named exactly."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from content.actions import return_revision, submit_revision, upload_asset
from content.actions.publishing import publish_standing
from content.integrity import faults_of
from content.models import ReviewStep, Revision
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW
from tests.content.files import a_picture


def tamper(statement: str, *values: object) -> None:
    """What somebody with access to the database can do behind the actions' back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def checked(revision: Revision) -> list[str]:
    return faults_of(Revision.objects.select_related("article").get(pk=revision.pk))


@pytest.fixture
def live(news) -> Revision:
    """A revision that went through all reviews."""
    return an_article(news).live


def step(revision: Revision, number: int) -> ReviewStep:
    return revision.steps.order_by("pk")[number]


def test_an_untouched_record_agrees(live, news):
    returned = return_revision(a_submitted(news), by=the_office_of(news)["reviewer1"], at=NOW, opinion="改")
    standing = publish_standing(news, by=the_office_of(news)["writer"], at=NOW, basis="测试", title="转载").live
    assert [checked(each) for each in (live, returned, standing)] == [[], [], []]
    call_command("verify_audit")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("opinion", "伪造的意见"),
        ("stage", "issue"),
        ("decision", "return"),
        ("at", "2020-01-01 00:00:00"),
        ("text_hash", "0" * 64),
    ],
)
def test_a_changed_step_is_named(live, column, value):
    tamper(f"UPDATE content_reviewstep SET {column} = %s WHERE id = %s", value, step(live, 1).pk)
    faults = checked(live)
    changed = [fault for fault in faults if fault.startswith("审核记录被改动")]
    assert len(changed) == 1
    assert str(step(live, 1).by) in changed[0]
    assert str(step(live, 2).by) not in changed[0]


def test_a_step_given_to_somebody_else_is_named(live, site_admin):
    tamper("UPDATE content_reviewstep SET by_id = %s WHERE id = %s", site_admin.pk, step(live, 2).pk)
    assert checked(live) == [f"审核记录被改动：审核·通过（{site_admin}）"]


def test_a_removed_step_is_noticed(live):
    tamper("DELETE FROM content_reviewstep WHERE id = %s", step(live, 3).pk)
    assert any("少 1 步" in fault for fault in checked(live))


def test_a_step_removed_from_the_middle_is_missed_in_its_place(live):
    first, second = ReviewStep.objects.filter(revision=live, decision="pass").order_by("pk")
    second.delete()
    assert checked(live) == [f"审核记录比操作日志所记少 1 步，在“初审·通过（{first.by}）”之后已被删除"]


def test_a_step_that_was_slipped_in_is_named(live, site_admin):
    ReviewStep.objects.create(
        revision=live, stage="issue", decision="publish", by=site_admin, at=NOW, text_hash=live.text_hash
    )
    assert checked(live) == [f"审核记录多出操作日志没有记载的：审发·签发（{site_admin}）"]


@pytest.mark.parametrize("column", ["title", "body", "source", "summary"])
def test_a_text_changed_after_it_was_judged_is_noticed(live, column):
    tamper(f"UPDATE content_revision SET {column} = 'x' WHERE id = %s", live.pk)
    assert any("文本指纹不一致" in fault for fault in checked(live))


def test_an_exchanged_attachment_is_noticed(news):
    office = the_office_of(news)
    asset = upload_asset(news.site, a_picture(), by=office["writer"], at=NOW, alt="图")
    draft = a_draft(news, attachments=[(asset, "分解表")])
    revision = submit_revision(draft, by=office["writer"], at=NOW)
    assert checked(revision) == []
    tamper("UPDATE content_asset SET sha256 = %s WHERE id = %s", "0" * 64, asset.pk)
    assert any("文本指纹不一致" in fault for fault in checked(revision))


def test_a_revision_that_nobody_issued_cannot_pose_as_published(news):
    revision = a_submitted(news)
    tamper(
        "UPDATE content_revision SET state = 'published', is_standing_approval = %s WHERE id = %s", True, revision.pk
    )
    assert "状态为“已发布”，却没有签发记录" in checked(revision)


def test_the_command_names_article_revision_and_step_and_fails(live, capsys):
    tamper("UPDATE content_reviewstep SET opinion = '伪造' WHERE id = %s", step(live, 1).pk)
    with pytest.raises(CommandError, match="审核记录"):
        call_command("verify_audit")
    out = capsys.readouterr().out
    assert f"稿件 {live.article_id}《{live.title}》第 1 版：审核记录被改动：初审·通过" in out


def test_the_command_looks_at_one_site_when_told_so(live, city, capsys):
    tamper("UPDATE content_reviewstep SET opinion = '伪造' WHERE id = %s", step(live, 1).pk)
    call_command("verify_audit", chain=f"site:{city.pk}")
    with pytest.raises(CommandError):
        call_command("verify_audit", chain=f"site:{live.article.site_id}")


def test_the_command_says_of_a_broken_entry_what_it_says_now(live, capsys):
    tamper("UPDATE sites_auditentry SET actor_name = '别人' WHERE event = 'content.article.passed'")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert "别人 审核通过 " in capsys.readouterr().out


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps nothing but dates in a column of dates")
def test_a_date_that_was_overwritten_with_nonsense_is_named_too(live, capsys):
    tamper("UPDATE sites_auditentry SET at = 'nonsense' WHERE event = 'content.article.passed'")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    said = capsys.readouterr().out
    assert "时间无法识别" in said
    assert "封存后被改动" in said


def test_checking_costs_the_same_for_many_articles(news, django_assert_max_num_queries):
    from content.integrity import all_faults

    for number in range(8):
        an_article(news, title=f"第{number}件")
    with django_assert_max_num_queries(10):
        assert list(all_faults()) == []
