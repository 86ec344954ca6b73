"""What a document page may say of itself is what the regulations list, no more and no less (rules of metadata 5.1 and 5.3)."""

from content.models import DocumentStatus, RelationKind
from content.models.document import Exemption, Genre, Openness
from content.topics import TOPIC_CHOICES, TOPICS

GENRES = "决议、决定、命令、公报、公告、通告、意见、通知、通报、报告、请示、批复、议案、函、纪要"
WITHOUT_OTHERS = {"民族、宗教", "港澳台侨工作", "国防", "其他"}


def test_there_are_the_fifteen_kinds_of_official_documents():
    assert Genre.values == GENRES.split("、")


def test_the_subjects_are_the_22_groups_of_the_state_council():
    assert len(TOPICS) == 22
    assert [group for group, topics in TOPICS.items() if not topics] == ["其他"]
    for group, topics in TOPICS.items():
        assert len(set(topics)) == len(topics)
        assert (group in WITHOUT_OTHERS) == ("其他" not in topics), group


def test_every_subject_is_offered_under_its_group():
    offered = dict(TOPIC_CHOICES[1:])
    assert list(offered) == list(TOPICS)
    assert ("综合政务/政务公开", "政务公开") in offered["综合政务"]
    assert offered["其他"] == [("其他", "其他")]


def test_disclosure_and_its_exemptions_are_those_of_the_regulation():
    assert [str(label) for label in Openness.labels] == ["主动公开", "依申请公开", "不予公开"]
    assert len(Exemption) == 7


def test_status_and_relations_are_the_four_of_each():
    assert {str(label) for label in DocumentStatus.labels} == {"有效", "已修改", "废止", "失效"}
    assert set(RelationKind.values) == {"amends", "repeals", "replaces", "implements"}
