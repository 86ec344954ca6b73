"""When one document repeals another, the readers of the old one are told wherever they meet it."""

import pytest
from django.urls import reverse

from content.actions import relate_documents, unrelate_documents
from content.models import RelationKind
from tests.builders import a_document, the_office_of
from tests.cast import NOW


@pytest.fixture
def shown(client, news, fed):
    """What each place says about the old document."""

    def look(old) -> dict[str, str]:
        fed()
        row = next(row for row in client.get("/api/documents.json").json()["results"] if row["id"] == old.pk)
        data = client.get(old.path.replace(".html", ".json")).json()
        return {
            "page": client.get(old.path).content.decode(),
            "column": client.get("/news/").content.decode(),
            "library": client.get(reverse("content:library")).content.decode(),
            "search": client.get("/search/", {"q": "停车办法"}).content.decode(),
            "interface": str(row),
            "data": str(data),
        }

    return look


def said_of(text: str) -> int:
    return text.count("废止") + text.count("repealed")


def test_a_repeal_is_told_on_the_page_in_lists_in_the_search_and_by_the_interface_and_so_is_its_end(news, shown):
    old = a_document(news, title="停车办法", document={"document_number": "测政发〔2020〕3号"})
    new = a_document(news, title="停放条例", document={"document_number": "测政发〔2026〕9号"})
    signer = the_office_of(news)["signer"]
    before = shown(old)
    relation = relate_documents(new, RelationKind.REPEALS, old.policy_document, by=signer, at=NOW)
    for place, text in shown(old).items():
        assert said_of(text) > said_of(before[place]), place
    assert "停放条例" in shown(old)["page"]
    unrelate_documents(relation, by=signer, at=NOW)
    assert {place: said_of(text) for place, text in shown(old).items()} == {
        place: said_of(text) for place, text in before.items()
    }
