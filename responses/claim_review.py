"""A rebuttal as machines read it: schema.org/ClaimReview, which search engines and fact-check indexes collect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from responses.models import Finding

if TYPE_CHECKING:
    from responses.models import Rebuttal

BEST, WORST = 5, 1
# How true the claim is, from 1 (false) to 5 (true): what is partly false is nearer the middle than what was made up.
RATINGS = {
    Finding.FALSE: 1,
    Finding.UNFOUNDED: 1,
    Finding.MISLEADING: 2,
    Finding.OUTDATED: 2,
    Finding.PARTLY: 3,
}


def claim_review(rebuttal: Rebuttal, *, address: str) -> dict[str, Any]:
    """Return the node for a rebuttal whose page lies at the address."""
    claim: dict[str, Any] = {"@type": "Claim"}
    if rebuttal.claimed_on:
        claim["datePublished"] = rebuttal.claimed_on.isoformat()
    if rebuttal.spread:
        claim["author"] = {"@type": "Organization", "name": rebuttal.spread}
    return {
        "@type": "ClaimReview",
        "@id": f"{address}#claim-review",
        "url": address,
        "claimReviewed": rebuttal.claim,
        "datePublished": timezone.localtime(rebuttal.published_at).isoformat(timespec="seconds"),
        "itemReviewed": claim,
        "author": {
            "@type": "GovernmentOrganization",
            "name": rebuttal.organization.name,
            "url": rebuttal.site.address("/"),
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[Finding(rebuttal.finding)],
            "bestRating": BEST,
            "worstRating": WORST,
            "alternateName": str(rebuttal.get_finding_display()),
        },
        "name": rebuttal.title,
        "reviewBody": rebuttal.conclusion,
        "isBasedOn": rebuttal.source_url,
        "inLanguage": rebuttal.site.language,
    }


def announcement(topic: Any, *, address: str) -> dict[str, Any]:
    """Return the node for an emergency's page: schema.org/SpecialAnnouncement."""
    return {
        "@type": "SpecialAnnouncement",
        "@id": f"{address}#announcement",
        "name": topic.title,
        "text": topic.summary,
        "url": address,
        "datePosted": timezone.localtime(topic.public_since).isoformat(timespec="seconds"),
        "publisher": {"@type": "GovernmentOrganization", "name": topic.organization.name},
    }
