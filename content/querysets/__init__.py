"""Which articles, revisions, documents, files and reprints: the vocabulary that pages, lists, index and jobs share."""

from content.querysets.articles import ArticleManager, ArticleQuerySet, public_where
from content.querysets.assets import AssetManager
from content.querysets.documents import PolicyDocumentManager, PolicyDocumentQuerySet
from content.querysets.reprints import CorrectionManager, ReprintManager, UpstreamItemQuerySet, UpstreamSourceQuerySet
from content.querysets.revisions import PassageCommentManager, PreviewLinkManager, RevisionManager, waiting_where

__all__ = [
    "ArticleManager",
    "ArticleQuerySet",
    "AssetManager",
    "CorrectionManager",
    "PassageCommentManager",
    "PolicyDocumentManager",
    "PolicyDocumentQuerySet",
    "PreviewLinkManager",
    "ReprintManager",
    "RevisionManager",
    "UpstreamItemQuerySet",
    "UpstreamSourceQuerySet",
    "public_where",
    "waiting_where",
]
