"""Who may open what: every route of the URLconf with the personas that it is open to.

Everybody not named is turned away: sent to sign in, refused, or told that there is nothing. A route missing here fails the
convention test, so nobody adds an address without saying who may open it.
"""

from __future__ import annotations

from dataclasses import dataclass

PERSONAS = (
    "anonymous",
    "nobody",
    "editor",
    "first_reviewer",
    "issuer",
    "other_site_editor",
    "site_admin",
    "supervisor",
    "intake",
    "handler",
    "reply_approver",
    "other_handler",
    "root",
)
EVERYBODY = frozenset(PERSONAS)
STAFF = EVERYBODY - {"anonymous"}
GRANTED = STAFF - {"nobody"}
ROOT = frozenset({"root"})
SITE_ADMIN = frozenset({"site_admin"})
WATCHERS = frozenset({"site_admin", "supervisor", "root"})
WRITERS = frozenset({"editor", "first_reviewer", "issuer"})
EDITORIAL = WRITERS | {"site_admin", "supervisor", "root"}
KNOWLEDGE = frozenset({"intake", "site_admin", "root"})
LETTERS = frozenset({"intake", "handler", "reply_approver", "supervisor", "root"})

RESPONDING = frozenset({"handler", "reply_approver"}) | WATCHERS
OVERSEERS = frozenset({"intake", "supervisor", "root"})


@dataclass(frozen=True)
class Route:
    """An address: `of` names the kind of object its arguments are taken from, `open_to` who may open it with GET.
    A verb answers only to POST, and `open_to` says for whom it may change anything at all."""

    open_to: frozenset[str]
    of: str = ""
    is_verb: bool = False


def verb(open_to: frozenset[str], of: str = "") -> Route:
    """A route that answers only to POST."""
    return Route(open_to, of, is_verb=True)


ROUTES = {
    # the public face
    "content:home": Route(EVERYBODY),
    "content:site_map": Route(EVERYBODY),
    "content:statement": Route(EVERYBODY),
    "content:accessibility": Route(EVERYBODY),
    "content:article": Route(EVERYBODY, "public article"),
    "content:column": Route(EVERYBODY, "column path"),
    "content:column_page": Route(EVERYBODY, "column page"),
    "content:robots": Route(EVERYBODY),
    "content:sitemap_index": Route(EVERYBODY),
    "content:sitemap_columns": Route(EVERYBODY),
    "content:sitemap_month": Route(EVERYBODY, "month"),
    "content:site_rss": Route(EVERYBODY),
    "content:site_atom": Route(EVERYBODY),
    "content:column_rss": Route(EVERYBODY, "column path"),
    "content:column_atom": Route(EVERYBODY, "column path"),
    "content:library": Route(EVERYBODY),
    "content:documents_api": Route(EVERYBODY),
    "content:document_json": Route(EVERYBODY, "public document"),
    "content:document_pdf": Route(EVERYBODY, "public document"),
    "content:qr": Route(EVERYBODY, "article"),
    "content:views": verb(EVERYBODY, "article"),
    "content:preview": Route(EVERYBODY, "preview token"),
    "content:preview_file": Route(EVERYBODY, "preview file"),
    "content:media": Route(EVERYBODY, "media"),
    "content:not_found": Route(frozenset(), "unknown address"),
    "interpretation:rate": Route(frozenset()),  # a site shows it when it says so
    "search:search": Route(EVERYBODY),
    "responses:topics": Route(EVERYBODY),
    "responses:feed": Route(EVERYBODY),
    "responses:topic": Route(EVERYBODY, "public topic"),
    "responses:rebuttals": Route(EVERYBODY),
    "responses:rebuttal": Route(EVERYBODY, "public rebuttal"),
    "interaction:home": Route(EVERYBODY),
    "interaction:mailbox": Route(EVERYBODY, "mailbox slug"),
    "interaction:write": Route(EVERYBODY, "mailbox slug"),
    "interaction:choose": Route(EVERYBODY),
    "interaction:hints": verb(EVERYBODY, "mailbox slug"),
    "interaction:receipt": Route(frozenset()),
    "interaction:send_receipt": verb(frozenset(), "way of a receipt"),
    "interaction:entries": Route(EVERYBODY),
    "interaction:entry": Route(EVERYBODY, "public entry"),
    "interaction:lookup": Route(EVERYBODY),
    "interaction:status": Route(frozenset(), "letter number"),
    "interaction:rate": verb(frozenset(), "letter number"),
    "interaction:supplement": verb(frozenset(), "letter number"),
    "interaction:withdraw": verb(frozenset(), "letter number"),
    "interaction:second_code": verb(frozenset(), "letter and second"),
    "interaction:own_file": Route(frozenset(), "letter file"),
    "interaction:letters": Route(EVERYBODY),
    "interaction:letters_rss": Route(EVERYBODY),
    "interaction:letter": Route(EVERYBODY, "public letter"),
    "interaction:figures": Route(EVERYBODY),
    "interaction:figures_csv": Route(EVERYBODY, "year of letters"),
    "interaction:figures_json": Route(EVERYBODY, "year of letters"),
    "interaction:report_error": Route(frozenset()),
    # the office's own pages
    "content-office:review-queue": Route(STAFF),
    "content-office:review": Route(EDITORIAL, "revision"),
    "content-office:preview": Route(EDITORIAL, "revision"),
    "content-office:registration": Route(EDITORIAL, "revision"),
    "content-office:registration-pdf": Route(EDITORIAL, "revision"),
    "content-office:preview-frame": Route(EDITORIAL, "revision"),
    "content-office:preview-share": verb(WRITERS, "revision"),
    "content-office:preview-revoke": verb(WRITERS, "preview link"),
    "content-office:compare": Route(EDITORIAL, "article"),
    "content-office:restore": verb(frozenset(), "revision"),
    "content-office:comment-add": verb(frozenset({"first_reviewer", "issuer"}), "revision"),
    "content-office:comment-resolve": verb(frozenset({"first_reviewer", "issuer"}), "comment"),
    "content-office:seen": verb(EDITORIAL, "revision"),
    "content-office:judge": verb(frozenset({"first_reviewer"}), "revision"),
    "content-office:column-life": Route(SITE_ADMIN | ROOT, "column"),
    "content-office:column-change": verb(frozenset(), "column"),
    "content-office:column-report": Route(WATCHERS, "column report"),
    "content-office:redirects": Route(STAFF),
    "content-office:redirects-take-over": verb(frozenset()),
    "content-office:redirects-export": Route(SITE_ADMIN | ROOT, "site"),
    "content-office:article": Route(EDITORIAL, "article"),
    "content-office:submit": verb(frozenset(), "article"),
    "content-office:recall": verb(frozenset(), "article"),
    "content-office:discard": verb(frozenset(), "article"),
    "content-office:withdraw": Route(frozenset({"issuer"}), "article"),
    "content-office:successors": Route(frozenset({"issuer"}), "article"),
    "content-office:editing": verb(WRITERS, "article"),
    "content-office:move": Route(frozenset({"issuer"}), "article"),
    "content-office:emergency": Route(frozenset(), "article"),
    "content-office:bulk": verb(frozenset(), "bulk verb"),
    "content-office:bulk-do": verb(frozenset(), "bulk verb"),
    "content-office:bulk-result": Route(frozenset(), "bulk result"),
    "content-office:retrospects": Route(STAFF),
    "content-office:retrospect": Route(frozenset(), "revision"),
    "content-office:pin": verb(frozenset({"issuer"}), "article"),
    "content-office:document-status": verb(frozenset({"issuer"}), "article"),
    "content-office:relate": verb(frozenset(), "article"),
    "content-office:unrelate": verb(frozenset(), "relation"),
    "content-office:documents": Route(STAFF),
    "content-office:find-documents": Route(STAFF),
    "content-office:upload": verb(frozenset()),
    "content-office:media": Route(STAFF),
    "content-office:media-picker": Route(frozenset()),
    "content-office:media-upload": verb(frozenset()),
    "content-office:media-orphans": Route(STAFF),
    "content-office:media-orphans-delete": verb(frozenset()),
    "content-office:media-asset": Route(EDITORIAL | {"intake"}, "asset"),
    "content-office:media-replace": verb(frozenset(), "asset"),
    "content-office:media-delete": verb(frozenset({"editor", "issuer", "site_admin"}), "asset"),
    "content-office:table": verb(frozenset()),
    "content-office:paste": verb(frozenset()),
    "content-office:import-word": Route(STAFF),
    "content-office:import": Route(WRITERS, "import"),
    "content-office:confirm-import": verb(frozenset(), "imported file"),
    "content-office:proofread": verb(frozenset()),
    "content-office:correct": verb(frozenset(), "article"),
    "reprint-office:ledger": Route(STAFF),
    "reprint-office:league": Route(STAFF),
    "reprint-office:league-xlsx": Route(STAFF),
    "reprint-office:receipts": Route(EDITORIAL | {"other_site_editor"}, "item"),
    "reprint-office:receipts-xlsx": Route(EDITORIAL | {"other_site_editor"}, "item"),
    "reprint-office:urge": verb(frozenset({"supervisor"}) | ROOT, "item"),
    "reprint-office:duty": Route(EDITORIAL, "reprint"),
    "reprint-office:articles": Route(WRITERS | {"site_admin"}, "reprint"),
    "reprint-office:draft": verb(WRITERS, "reprint"),
    "reprint-office:follow": verb(frozenset(), "correction"),
    "reprint-office:followed": verb(frozenset(), "correction"),
    "reprint-office:keep": verb(SITE_ADMIN, "correction"),
    "reprint-office:ask": verb(frozenset({"issuer", "site_admin"}), "article"),
    "reprint-office:complete": verb(frozenset(), "reprint"),
    "reprint-office:waive": verb(SITE_ADMIN, "reprint"),
    "submission-office:ledger": Route(STAFF),
    "submission-office:export": Route(STAFF, "kind of export"),
    "submission-office:offer": Route(WRITERS | {"site_admin"}, "article"),
    "submission-office:submission": Route(EDITORIAL | {"other_site_editor"}, "submission"),
    "submission-office:recall": verb(frozenset({"other_site_editor"}), "submission"),
    "submission-office:take": verb(WRITERS, "submission"),
    "submission-office:decline": verb(WRITERS, "submission"),
    "submission-office:check": verb(frozenset(), "submission"),
    "responses-office:topics": Route(STAFF),
    "responses-office:topic-open": Route(STAFF),
    "responses-office:topic": Route(RESPONDING, "topic"),
    "responses-office:topic-change": Route(SITE_ADMIN, "topic"),
    "responses-office:topic-close": verb(SITE_ADMIN, "topic"),
    "responses-office:topic-void": verb(SITE_ADMIN, "topic"),
    "responses-office:topic-reopen": verb(SITE_ADMIN, "topic"),
    "responses-office:duty-waive": verb(SITE_ADMIN, "response duty"),
    "responses-office:statement-add": Route(frozenset({"handler", "reply_approver"}), "topic"),
    "responses-office:statement": Route(RESPONDING, "statement"),
    "responses-office:statement-edit": Route(frozenset({"handler"}), "statement"),
    "responses-office:statement-do": verb(frozenset({"handler"}), "statement move"),
    "responses-office:waiting": Route(STAFF),
    "responses-office:rebuttals": Route(STAFF),
    "responses-office:rebuttal-add": Route(SITE_ADMIN),
    "responses-office:rebuttal": Route(WATCHERS, "rebuttal"),
    "responses-office:rebuttal-edit": Route(SITE_ADMIN, "rebuttal"),
    "responses-office:rebuttal-do": verb(SITE_ADMIN, "rebuttal move"),
    "portal-office:knowledge-sources": Route(KNOWLEDGE),
    "portal-office:feed-knowledge": Route(KNOWLEDGE, "public interpretation"),
    "interpretation-office:ledger": Route(STAFF),
    "interpretation-office:duty": Route(EDITORIAL, "duty"),
    "interpretation-office:link": verb(frozenset(), "duty"),
    "interpretation-office:exempt": verb(SITE_ADMIN, "duty"),
    "interpretation-office:explain": verb(frozenset(), "article"),
    "interpretation-office:unlink": verb(frozenset(), "article and document"),
    "interpretation-office:chart": Route(WRITERS, "interpretation"),
    "interpretation-office:clauses": verb(frozenset(), "article and document"),
    "interpretation-office:report": Route(STAFF),
    "interpretation-office:report-xlsx": Route(STAFF),
    "interpretation-office:report-pdf": Route(STAFF),
    "interpretation-office:plan": Route(SITE_ADMIN, "document article"),
    "interpretation-office:documents": Route(STAFF),
    "interpretation-office:articles": Route(STAFF),
    "interaction-office:workbench": Route(STAFF),
    "interaction-office:many-do": verb(frozenset(), "many letters"),
    "interaction-office:many-result": Route(frozenset(), "bulk result"),
    "interaction-office:letter": Route(LETTERS, "letter number"),
    "interaction-office:changes": Route(LETTERS, "letter number"),
    "interaction-office:mails": Route(STAFF),
    "interaction-office:mail": Route(frozenset({"intake", "supervisor", "root"}), "mail"),
    "interaction-office:mail-take": verb(frozenset({"intake"}), "mail"),
    "interaction-office:mail-dismiss": verb(frozenset({"intake"}), "mail"),
    "interaction-office:readings": Route(STAFF),
    "interaction-office:read": verb(frozenset({"intake"}), "mailbox"),
    "interaction-office:copy": Route(frozenset({"intake"}), "answered letter"),
    "interaction-office:copy-preview": verb(frozenset({"intake"}), "answered letter"),
    "interaction-office:file": Route(LETTERS, "letter file"),
    "interaction-office:clear": verb(frozenset({"intake"}), "letter number"),
    "interaction-office:keep-answer": verb(frozenset({"intake", "root"}), "letter number"),
    "interaction-office:note": verb(frozenset({"intake", "handler", "reply_approver"}), "letter number"),
    "interaction-office:draft-keep": verb(frozenset({"handler"}), "letter number"),
    "interaction-office:draft-template": verb(frozenset({"handler"}), "letter number"),
    "interaction-office:draft-preview": verb(frozenset({"handler"}), "letter number"),
    "interaction-office:draft-discard": verb(frozenset({"handler"}), "letter number"),
    "interaction-office:urge": verb(frozenset({"supervisor", "root"}), "letter number"),
    "interaction-office:urge-answer": verb(frozenset({"intake", "handler", "reply_approver"}), "urge"),
    "interaction-office:board": Route(OVERSEERS),
    "interaction-office:circulars": Route(OVERSEERS),
    "interaction-office:circular": Route(OVERSEERS, "month of a site"),
    "interaction-office:circular-issue": verb(frozenset({"supervisor", "root"}), "month of a site"),
    "interaction-office:circular-pdf": Route(OVERSEERS, "month of a site"),
    "interaction-office:circular-xlsx": Route(OVERSEERS, "month of a site"),
    "interaction-office:templates": Route(STAFF),
    "interaction-office:template-add": Route(STAFF),
    "interaction-office:template": Route(frozenset({"handler", "reply_approver", "root"}), "reply template"),
    "interaction-office:template-delete": verb(frozenset({"handler", "reply_approver", "root"}), "reply template"),
    "interaction-office:act": verb(frozenset({"handler"}), "letter move"),
    # the admin's frame
    "admin:index": Route(STAFF),
    "admin:login": Route(frozenset({"anonymous"})),
    "admin:logout": verb(frozenset()),
    "admin:password_change": Route(STAFF),
    "admin:password_change_done": Route(STAFF),
    "admin:autocomplete": Route(frozenset()),
    "admin:jsi18n": Route(STAFF),
    "admin:search": Route(STAFF),
    "admin:view_on_site": Route(frozenset(), "content type"),
    "admin:app_list": Route(STAFF, "app"),
    "admin:content_wordlist_import": Route(SITE_ADMIN | ROOT, "word list"),
    "admin:content_wordlist_export": Route(SITE_ADMIN | ROOT, "word list file"),
    "admin:content_upstreamsource_try": verb(ROOT),
    "admin:content_reprintrule_preview": verb(ROOT),
    "admin:content_upstreamitem_withdraw": verb(ROOT, "item"),
    "admin:content_upstreamitem_reinstate": verb(ROOT, "item"),
    "admin:sites_site_state": Route(ROOT, "site"),
    "admin:sites_site_grants": Route(SITE_ADMIN | ROOT, "site"),
    "admin:sites_user_grants": Route(ROOT, "person"),
    "admin:sites_places": Route(ROOT),
}


@dataclass(frozen=True)
class ModelPages:
    """The admin's pages of one model: who may list, look at and change its rows, and who may add one."""

    of: str
    lists: frozenset[str]
    views: frozenset[str]
    adds: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()

    def by_page(self) -> dict[str, frozenset[str]]:
        """Return who may open each of the five pages."""
        return {
            "changelist": self.lists,
            "add": self.adds,
            "change": self.views,
            "history": frozenset(),
            "delete": self.deletes,
        }


MODEL_PAGES = {
    "sites_site": ModelPages("site", GRANTED, EDITORIAL | {"intake"}, ROOT),
    "sites_column": ModelPages("column", GRANTED, EDITORIAL | {"intake"}, frozenset({"site_admin", "root"})),
    "sites_organization": ModelPages("organization", ROOT, ROOT, ROOT),
    "sites_user": ModelPages("person", ROOT, ROOT, ROOT),
    "sites_calendarnotice": ModelPages("notice", STAFF, STAFF, ROOT),
    "sites_clocklimit": ModelPages("limit", ROOT, ROOT, ROOT),
    "sites_platformrule": ModelPages("platform rule", ROOT, ROOT, ROOT),
    "interpretation_requiredkind": ModelPages(
        "required kind", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT
    ),
    "sites_auditentry": ModelPages("audit entry", WATCHERS, WATCHERS),
    "sites_jobrun": ModelPages("job run", ROOT, ROOT),
    "content_upstreamsource": ModelPages("source", ROOT, ROOT, ROOT),
    "content_reprintrule": ModelPages("reprint rule", ROOT, ROOT, ROOT),
    "content_upstreamitem": ModelPages("item", ROOT, ROOT, ROOT),
    "content_article": ModelPages(
        "article", EDITORIAL | {"other_site_editor"}, WRITERS, WRITERS | {"other_site_editor"}
    ),
    "content_redirect": ModelPages(
        "redirect", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT
    ),
    "content_homeslot": ModelPages("slot", SITE_ADMIN, SITE_ADMIN, SITE_ADMIN, SITE_ADMIN),
    "content_wordlist": ModelPages("word list", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT),
    "content_word": ModelPages("word", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT),
    "responses_mediaoutlet": ModelPages("outlet", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT),
    "interaction_mailaccount": ModelPages("mail account", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT),
    "interaction_mailbox": ModelPages("mailbox", SITE_ADMIN | ROOT, SITE_ADMIN | ROOT, SITE_ADMIN | ROOT),
    "interaction_knowledgeentry": ModelPages("entry", KNOWLEDGE, KNOWLEDGE, KNOWLEDGE),
}
