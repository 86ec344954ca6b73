"""The words of proof-reading in the demo: the shipped lists, and the invented leaders in their order."""

from __future__ import annotations

from datetime import datetime

from content.actions import import_words, load_shipped_lists, save_word_list
from content.models import WordKind, WordList
from content.proofreading.findings import Severity
from content.proofreading.word_tables import Row
from portal.demo.places import PROVINCE
from portal.demo.shapes import Place
from portal.loading.cluster import Cluster

NAME_LENGTH = 3  # every invented leader has a name of three characters


def load_words(cluster: Cluster, *, at: datetime) -> None:
    """Load the shipped lists and the province's leaders, who come in one order on every site."""
    load_shipped_lists(by=cluster.robot(), at=at)
    leaders = save_word_list(
        WordList(kind=WordKind.LEADER, name="省政府领导姓名职务与排序", note="演示数据，人名均为虚构。"),
        by=cluster.robot(),
        at=at,
    )
    import_words(leaders, rows_of(PROVINCE), by=cluster.robot(), at=at)


def rows_of(place: Place) -> list[Row]:
    """Return the leaders of a place as rows of a table of words, the head first."""
    people = [place.head, *place.deputies]
    return [
        Row(rank, {
            "词语": person[-NAME_LENGTH:], "职务": person[:-NAME_LENGTH], "排序": str(rank), "处理": str(Severity.WARN.label),
        })
        for rank, person in enumerate(people, start=1)
    ]  # fmt: skip
