"""Public addresses of content. The column tree comes last: include these after every other app."""

from django.urls import path, re_path

from content import views
from content.feeds import Atom, Rss
from content.library import views as library

app_name = "content"
COLUMN = r"(?P<path>[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)"
TOKEN = r"(?P<token>[A-Za-z0-9_-]{43})"
PLACE = rf"^{COLUMN}/(?P<month>[0-9]{{6}})/t(?P<day>[0-9]{{8}})_(?P<pk>[0-9]{{1,18}})"

urlpatterns = [
    path("", views.home, name="home"),
    path("sitemap.html", views.site_map_page, name="site_map"),
    path("statement.html", views.statement, name="statement"),
    path("accessibility.html", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-columns.xml", views.sitemap_columns, name="sitemap_columns"),
    re_path(
        r"^sitemap-(?P<month>[0-9]{6})(?:-(?P<part>[1-9][0-9]{0,3}))?\.xml$", views.sitemap_month, name="sitemap_month"
    ),
    path("feeds.xml", views.site_feed, {"kind": Rss}, name="site_rss"),
    path("feeds.atom", views.site_feed, {"kind": Atom}, name="site_atom"),
    re_path(rf"^feeds/{COLUMN}\.xml$", views.column_feed, {"kind": Rss}, name="column_rss"),
    re_path(rf"^feeds/{COLUMN}\.atom$", views.column_feed, {"kind": Atom}, name="column_atom"),
    re_path(rf"^preview/{TOKEN}/$", views.shared_preview, name="preview"),
    re_path(rf"^preview/{TOKEN}/files/(?P<pk>[0-9]{{1,18}})/$", views.shared_file, name="preview_file"),
    path("zhengceku/", library.library, name="library"),
    path("api/documents.json", library.documents_api, name="documents_api"),
    re_path(rf"{PLACE}\.json$", library.document_json, name="document_json"),
    re_path(rf"{PLACE}\.pdf$", library.document_pdf, name="document_pdf"),
    re_path(r"^media/(?P<path>[A-Za-z0-9_./-]{1,300})$", views.media, name="media"),
    re_path(r"^qr/(?P<pk>[0-9]{1,18})\.svg$", views.qr, name="qr"),
    re_path(r"^views/(?P<pk>[0-9]{1,18})/$", views.views, name="views"),
    re_path(
        rf"^{COLUMN}/(?P<month>[0-9]{{6}})/t(?P<day>[0-9]{{8}})_(?P<pk>[0-9]{{1,18}})\.html$",
        views.article,
        name="article",
    ),
    re_path(rf"^{COLUMN}/index_(?P<number>[0-9]{{1,6}})\.html$", views.column_number, name="column_page"),
    re_path(rf"^{COLUMN}/$", views.column, name="column"),
    re_path(r"^[\s\S]*$", views.not_found, name="not_found"),
]
