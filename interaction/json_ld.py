"""What a published letter's page tells machines: a question and its answer in the terms of schema.org, public copy only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import get_script_prefix

from sites.calendar import local_day

if TYPE_CHECKING:
    from interaction.models import Letter
    from sites.models import Site


def qa_page(site: Site, letter: Letter) -> dict[str, Any]:
    """Return the node of the letter's page; the answer is by the organization that the copy names."""
    address = site.address("/" + letter.get_absolute_url()[len(get_script_prefix()) :])
    answer = {
        "@type": "Answer",
        "text": letter.public_reply,
        "dateCreated": letter.public_replied_on.isoformat(),
        "url": address,
        "author": {"@type": "GovernmentOrganization", "name": letter.public_organization.name},
    }
    question = {
        "@type": "Question",
        "name": letter.public_title,
        "text": letter.public_body,
        "dateCreated": letter.received_on.isoformat(),
        "author": {"@type": "Person", "name": letter.public_name},
        "answerCount": 1,
        "acceptedAnswer": answer,
    }
    return {
        "@type": "QAPage",
        "@id": f"{address}#qa",
        "url": address,
        "inLanguage": site.language,
        "datePublished": local_day(letter.published_at).isoformat(),
        "mainEntity": question,
    }
