"""Whatever happens to a tree of columns, an address that was public once answers: with its page, with one redirect to a
page, or that it is gone."""

import time_machine
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.actions import close_column, merge_column
from content.actions.columns import Fate
from content.models import Article
from content.structure import forget_structures
from sites.actions import move_column, rename_column
from sites.models import Column, User
from sites.models.column import ColumnState
from sites.refusals import Refused
from sites.scope import everything
from tests.builders import an_article
from tests.cast import NOW, a_column, a_site

SLUGS = ("a", "b", "c", "d")
MOVES = st.tuples(
    st.sampled_from(["rename", "rename", "move", "move", "merge", "merge", "create", "close"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(SLUGS),
    st.sampled_from(list(Fate)),
)


class AddressesForever(TestCase):
    """One tree on a sub-site under a prefix, changed at random."""

    host = "city.testserver"

    def plant(self) -> None:
        """A small tree with an article in every column, anew for every example."""
        forget_structures()
        with everything("test"):
            city = a_site("city", host=self.host)
            self.site = a_site("bureau", host=self.host, path_prefix="jyj", parent=city, kind="subsite")
            self.root = User.objects.create_superuser("root", "root@example.org", "pw", name="平台管理员")
            first = a_column(self.site, "a", name="甲")
            for parent, slug, name in ((None, "b", "乙"), (first, "a", "甲"), (first, "b", "乙"), (None, "c", "丙")):
                a_column(self.site, slug, name=name, parent=parent)
            for column in Column.objects.filter(site=self.site, parent__isnull=False):
                an_article(column, title=f"在{column.path}")
        self.ever: set[str] = set()
        self.client_ = Client(headers={"host": self.host})

    def note_addresses(self) -> None:
        """Keep every address that is public now."""
        for column in Column.objects.filter(site=self.site, parent__isnull=False):
            if column.state == ColumnState.ACTIVE:
                self.ever |= {
                    f"/jyj/{column.path}/",
                    f"/jyj/{column.path}/index_7.html",
                    f"/jyj/feeds/{column.path}.xml",
                }
        for article in Article.objects.public(at=NOW).filter(site=self.site).select_related("column"):
            self.ever.add(f"/jyj{article.path}")

    def act(self, verb: str, one: int, other: int, slug: str, fate: Fate) -> None:
        """Do one thing to columns picked by number; what is refused changes nothing."""
        columns = list(Column.objects.active().filter(site=self.site, parent__isnull=False).order_by("pk"))
        if not columns:
            return
        column, second = columns[one % len(columns)], columns[other % len(columns)]
        try:
            if verb == "rename":
                rename_column(column, slug=slug, by=self.root, at=NOW)
            elif verb == "move":
                home = Column.objects.get(site=self.site, parent=None)
                move_column(column, parent=home if other % 3 == 0 else second, by=self.root, at=NOW)
            elif verb == "merge":
                merge_column(column, into=second, by=self.root, at=NOW)
            elif verb == "create":
                a_column(self.site, slug, name=f"新{other}", parent=column if other % 2 else None)
            else:
                close_column(column, by=self.root, at=NOW, articles=fate, into=second, is_gone=other % 2 == 0)
        except Refused:
            pass

    @settings(
        max_examples=12,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(MOVES, min_size=1, max_size=12))
    def test_no_address_is_ever_lost(self, moves: list[tuple]) -> None:
        """The whole promise."""
        self.plant()
        with time_machine.travel(NOW, tick=False), everything("test"):
            self.note_addresses()
            for move in moves:
                self.act(*move)
                self.note_addresses()
            for column in Column.objects.filter(site=self.site):
                if column.parent_id:
                    assert column.path == "/".join(filter(None, [column.parent.path, column.slug]))
        with time_machine.travel(NOW, tick=False):
            for address in sorted(self.ever):
                self.check(address)

    def check(self, address: str) -> None:
        """200, 410, or one redirect to either."""
        response = self.client_.get(address)
        if response.status_code in {301, 302}:
            assert response.url != address and response.url.startswith("/jyj/")
            response = self.client_.get(response.url)
        assert response.status_code in {200, 410}, (address, response.status_code, getattr(response, "url", ""))
