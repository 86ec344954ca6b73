"""The demo's hot topics and rumours, carried through the shortened review by the people of each site."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from portal.demo.responses import OUTLETS, RUMOURS, TOPICS, RumourSpec, TopicSpec
from portal.loading.cluster import Cluster
from responses import actions
from responses.models import HotTopic, MediaOutlet, ReviewedText


def load_responses(cluster: Cluster, *, at: datetime) -> None:
    """Load topics and rumours in the order in which they happened. The media list is there from the latest topic on: what is said on
    that goes to the media, nothing older does."""
    *older, latest = sorted(TOPICS, key=lambda spec: -spec.hours_ago)
    for topic in older:
        _load_topic(cluster, topic, now=at)
    _load_outlets(cluster, at=at - timedelta(hours=latest.hours_ago))
    _load_topic(cluster, latest, now=at)
    for rumour in sorted(RUMOURS, key=lambda spec: -spec.days_ago):
        _load_rumour(cluster, rumour, now=at)


def _load_outlets(cluster: Cluster, *, at: datetime) -> None:
    for name, email in OUTLETS:
        outlet = MediaOutlet(site=cluster.sites["lanjiang"], name=name, email=email)
        actions.save_outlet(outlet, by=cluster.person("lanjiang", "site_manager"), at=at)


def _load_topic(cluster: Cluster, spec: TopicSpec, *, now: datetime) -> None:
    happened = now - timedelta(hours=spec.hours_ago)
    topic = actions.open_topic(
        cluster.sites[spec.site], kind=spec.kind, title=spec.title, summary=spec.summary, occurred_at=happened,
        organization=cluster.organizations[f"{spec.site}/{spec.office}"], by=cluster.person(spec.site, "contributor"),
        at=happened + timedelta(minutes=12),
    )  # fmt: skip
    for each in spec.statements:
        at = happened + timedelta(hours=each.after)
        held = None if each.held_after is None else happened + timedelta(hours=each.held_after)
        statement = actions.draft_statement(
            topic, by=cluster.person(spec.site, "contributor"), at=at - timedelta(minutes=24),
            kind=each.kind, title=each.title, body=each.body, held_at=held,
        )  # fmt: skip
        _carry(cluster, spec.site, statement, at=at)
    if spec.is_closed:
        ended = happened + timedelta(hours=spec.statements[-1].after + 3)
        actions.close_topic(topic, by=cluster.person(spec.site, "issuer"), at=ended)


def _load_rumour(cluster: Cluster, spec: RumourSpec, *, now: datetime) -> None:
    at = now - timedelta(days=spec.days_ago, minutes=50)
    body = cluster.organizations[f"{spec.site}/{spec.office}"]
    rebuttal = actions.draft_rebuttal(
        cluster.sites[spec.site], by=cluster.person(spec.site, "contributor"), at=at - timedelta(minutes=40),
        title=spec.title, claim=spec.claim, spread=spec.spread, claimed_on=timezone.localdate(at), finding=spec.finding,
        conclusion=spec.conclusion, evidence=spec.evidence, organization=body, source=body.name[:60],
        topic=_pinned(cluster, spec) if spec.days_ago == 0 else None,
    )  # fmt: skip
    _carry(cluster, spec.site, rebuttal, at=at)


def _pinned(cluster: Cluster, spec: RumourSpec) -> HotTopic | None:
    return HotTopic.objects.for_site(cluster.sites[spec.site]).pinned().first()


def _carry(cluster: Cluster, site: str, text: ReviewedText, *, at: datetime) -> None:
    actions.submit_text(text, by=cluster.person(site, "contributor"), at=at - timedelta(minutes=20))
    reviewer = cluster.person(site, "second_reviewer")
    actions.pass_text(text, by=reviewer, at=at - timedelta(minutes=9), opinion="事实已与承办单位核实。")
    actions.publish_text(text, by=cluster.person(site, "issuer"), at=at, opinion="同意发布。")
