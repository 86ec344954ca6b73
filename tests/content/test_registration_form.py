"""The registration form: every stage with person, capacity, time and opinion; as a sheet and as PDF; red when tampered with."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import issue_revision, pass_revision, release_scheduled
from content.actions.emergency import confirm_emergency, publish_emergency
from content.actions.publishing import publish_standing
from content.models import ReviewStep, Revision
from sites.models import User
from sites.policy import Role
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_person


@pytest.fixture
def desk(client, news):
    """A browser at which the issuer is signed in."""
    client.force_login(the_office_of(news)["signer"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def sheet(desk, revision: Revision, name: str = "registration"):
    return desk.get(reverse(f"content-office:{name}", args=[revision.pk]))


def test_the_sheet_says_who_did_what_in_which_capacity(desk, news):
    revision = a_submitted(news)
    office = the_office_of(news)
    revision = pass_revision(revision, by=office["reviewer1"], at=NOW, opinion="事实清楚")
    revision = pass_revision(revision, by=office["reviewer2"], at=NOW, opinion="同意")
    revision = issue_revision(revision, by=office["signer"], at=NOW, opinion="发布")
    page = sheet(desk, revision).content.decode()
    for expected in (
        revision.title, news.site.name, news.site.code, news.name, "事实清楚", "初审员", "审核员", "审发员", "信息员",
        str(office["reviewer1"]), revision.text_hash, f"http://testserver{revision.article.path}", "2026-11-18 10:00",
    ):  # fmt: skip
        assert expected in page, expected
    assert "文本与审核记录一致" in page


def test_a_tampered_record_shows_in_red_and_says_where(desk, news):
    revision = an_article(news).live
    ReviewStep.objects.filter(revision=revision, stage="first-review").update(opinion="伪造")
    page = sheet(desk, revision).content.decode()
    assert "rf-faults" in page
    assert "审核记录被改动：初审·通过" in page
    assert "文本与审核记录一致" not in page


def test_publication_under_a_standing_approval_is_marked_with_its_basis(desk, news):
    robot = User.objects.robot()
    revision = publish_standing(news, by=robot, at=NOW, basis="自动转载授权", title="转载").live
    page = sheet(desk, revision).content.decode()
    assert "依长期授权发布，依据：自动转载授权" in page


def test_an_emergency_is_marked_with_its_reason_and_the_reviews_made_up(desk, news):
    person = a_person("urgent", (Role.EMERGENCY_ISSUER, news))
    revision = publish_emergency(a_draft(news), by=person, at=NOW, reason="台风蓝色预警须立即告知公众")
    revision = confirm_emergency(revision, by=the_office_of(news)["reviewer1"], at=NOW, opinion="追审无误")
    page = sheet(desk, revision).content.decode()
    for expected in ("应急发布，理由：台风蓝色预警须立即告知公众", "应急发布员", "追审通过", "文本与审核记录一致"):
        assert expected in page, expected


def test_a_scheduled_one_names_the_system_that_released_it(desk, news):
    office, revision = the_office_of(news), a_submitted(news)
    for person in (office["reviewer1"], office["reviewer2"]):
        revision = pass_revision(revision, by=person, at=NOW)
    later = NOW + timedelta(hours=2)
    issue_revision(revision, by=office["signer"], at=NOW, publish_at=later)
    release_scheduled(revision, by=User.objects.robot(), at=later)
    page = sheet(desk, revision).content.decode()
    assert "到时发布" in page
    assert "<td>系统</td>" in page


def test_a_draft_has_nothing_to_register_yet(desk, news):
    page = sheet(desk, a_draft(news)).content.decode()
    assert "尚未送审" in page
    assert "发布地址" not in page


def test_the_sheet_is_filed_as_pdf(desk, news):
    response = sheet(desk, an_article(news, title="标题<b>粗</b>&" + "长" * 150).live, "registration-pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "filename*=UTF-8" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["registration", "registration-pdf"])
def test_another_site_finds_no_form(client, news, other_site_editor, name):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert sheet(client, an_article(news).live, name).status_code == 404
