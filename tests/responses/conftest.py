"""A province where something happened: who drafts, who reads it, who issues it, who must respond."""

from __future__ import annotations

from datetime import timedelta

import pytest

from responses.actions import (
    draft_rebuttal,
    draft_statement,
    open_topic,
    pass_text,
    publish_text,
    save_outlet,
    submit_text,
)
from responses.models import HotTopic, MediaOutlet, Rebuttal, Statement
from sites.models import User
from sites.policy import Role
from tests.cast import NOW, a_person

HAPPENED = NOW - timedelta(hours=1)


@pytest.fixture
def desk(province, bureau) -> dict[str, User]:
    """Three different people who can carry a text to the public, and the bureau's own."""
    return {
        "writer": a_person("drafter", (Role.CONTRIBUTOR, province), email="drafter@example.org"),
        "reviewer": a_person("reader", (Role.SECOND_REVIEWER, province)),
        "issuer": a_person("signer", (Role.ISSUER, province), email="signer@example.org"),
        "handler": a_person("responder", (Role.HANDLER, bureau), organization=bureau, email="responder@example.org"),
        "approver": a_person("head", (Role.REPLY_APPROVER, bureau), organization=bureau, email="head@example.org"),
    }


@pytest.fixture
def emergency(province, bureau, desk) -> HotTopic:
    """An emergency of an hour ago."""
    return an_emergency(province, bureau, desk)


@pytest.fixture
def concern(province, bureau, desk) -> HotTopic:
    """Something that people talk about."""
    return an_emergency(province, bureau, desk, kind="concern", title="部分小区二次供水水质")


@pytest.fixture
def outlet(province, site_admin) -> MediaOutlet:
    """A newspaper on the province's list."""
    made = MediaOutlet(site=province, name="测试日报", email="news@paper.example")
    return save_outlet(made, by=site_admin, at=NOW)


def an_emergency(site, organization, desk, *, at=NOW, **fields) -> HotTopic:
    """A topic on the site."""
    said = {
        "kind": "emergency",
        "title": "测试河段水位上涨",
        "summary": "受强降雨影响，测试河段水位超过警戒线。",
        "occurred_at": HAPPENED,
        **fields,
    }
    return open_topic(site, organization=organization, by=desk["writer"], at=at, **said)


def a_statement(topic: HotTopic, desk, *, at=NOW, **fields) -> Statement:
    """A draft on the topic."""
    said = {"kind": "information", "title": "转移安置沿河群众", "body": "已转移群众三百人。\n正在加固堤防。", **fields}
    return draft_statement(topic, by=desk["writer"], at=at, **said)


def carried(text, desk, *, at=NOW):
    """The draft, through both people to the public."""
    submit_text(text, by=desk["writer"], at=at)
    pass_text(text, by=desk["reviewer"], at=at)
    return publish_text(text, by=desk["issuer"], at=at)


def said(topic: HotTopic, desk, *, at=NOW, **fields) -> Statement:
    """A public statement on the topic."""
    return carried(a_statement(topic, desk, at=at, **fields), desk, at=at)


def a_rumour(site, organization, desk, *, at=NOW, **fields) -> Rebuttal:
    """A rebuttal that is not yet public."""
    words = {
        "title": "测试水库溃坝为不实信息",
        "claim": "测试水库已经溃坝，下游要全部撤离。",
        "spread": "短视频平台",
        "finding": "false",
        "conclusion": "水库大坝安全，泄洪按计划进行。",
        "evidence": "现场监测数据正常。\n今日泄洪属计划内调度。",
        "source": "测试省水利厅",
        **fields,
    }
    return draft_rebuttal(site, organization=organization, by=desk["writer"], at=at, **words)
