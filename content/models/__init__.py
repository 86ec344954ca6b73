"""The nouns of publishing."""

from content.models.article import Article, ArticleKind, ArticleState
from content.models.asset import Asset, AssetKind, AssetPlace, AssetUse, Attachment, Standing
from content.models.correction import Correction, CorrectionKind, CorrectionState
from content.models.document import (
    DocumentRelation,
    DocumentStatus,
    Exemption,
    Genre,
    Openness,
    PolicyDocument,
    RelationKind,
)
from content.models.home_slot import HomeSlot, SlotPlace
from content.models.passage_comment import PassageComment
from content.models.presence import Presence
from content.models.preview_link import PreviewLink
from content.models.purge import Purge
from content.models.redirect import Redirect
from content.models.reprint import Reprint, ReprintStanding, ReprintState
from content.models.reprint_rule import ReprintMode, ReprintRule
from content.models.reprint_urge import ReprintUrge
from content.models.retrospective_notice import NoticeKind, RetrospectiveNotice
from content.models.review_step import Decision, ReviewStep
from content.models.revision import REVIEWED, Revision
from content.models.revision_seen import RevisionSeen
from content.models.submission import Submission, SubmissionState
from content.models.upstream import Reach, SourceKind, UpstreamItem, UpstreamPicture, UpstreamSource, UpstreamText
from content.models.word_import import ImportBatch, ImportedFile
from content.models.word_list import Word, WordKind, WordList

__all__ = [
    "REVIEWED",
    "Article",
    "ArticleKind",
    "ArticleState",
    "Asset",
    "AssetKind",
    "AssetPlace",
    "AssetUse",
    "Attachment",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "Decision",
    "DocumentRelation",
    "DocumentStatus",
    "Exemption",
    "Genre",
    "HomeSlot",
    "ImportBatch",
    "ImportedFile",
    "NoticeKind",
    "Openness",
    "PassageComment",
    "PolicyDocument",
    "Presence",
    "PreviewLink",
    "Purge",
    "Reach",
    "Redirect",
    "RelationKind",
    "Reprint",
    "ReprintMode",
    "ReprintRule",
    "ReprintStanding",
    "ReprintState",
    "ReprintUrge",
    "RetrospectiveNotice",
    "ReviewStep",
    "Revision",
    "RevisionSeen",
    "SlotPlace",
    "SourceKind",
    "Standing",
    "Submission",
    "SubmissionState",
    "UpstreamItem",
    "UpstreamPicture",
    "UpstreamSource",
    "UpstreamText",
    "Word",
    "WordKind",
    "WordList",
]
