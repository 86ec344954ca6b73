"""What can happen to the pictures that articles and places of the home page show."""

from __future__ import annotations

from contextlib import suppress

from content.actions import (
    describe_asset,
    fill_slot,
    publish_standing,
    replace_asset,
    submit_revision,
    upload_asset,
    withdraw_article,
)
from content.actions.renditions import draw_renditions
from content.models import Asset, SlotPlace
from sites.models import Site, User
from sites.refusals import Refused
from tests.builders import carry_through, the_office_of
from tests.content.files import a_picture
from tests.content.page_store.world import World, change

WIDE = (500, 281)  # wide enough to be drawn in another width


class ChangesOfFiles(World):
    """Pictures that are used, described, drawn and replaced."""

    def desk(self, site: Site) -> User:
        """Whoever issues somewhere on the site, and may do what is to be done with its files."""
        return self.issuer(self.columns().filter(site=site).first())

    def _picture(self, site: Site) -> Asset:
        colour = tuple(self.chance.randrange(256) for _channel in range(3))
        file = a_picture(f"图{next(self.names)}.png", WIDE, colour)
        return upload_asset(site, file, by=self.desk(site), at=self.at, alt=f"图注{next(self.names)}")

    def picture(self, **only) -> Asset | None:
        return self.pick(Asset.objects.filter(site__in=self.sites, **only).select_related("site").order_by("pk"))

    @change
    def publish_with_a_picture(self) -> None:
        column = self.column()
        picture = self._picture(column.site)
        publish_standing(
            column, by=User.objects.robot(), at=self.at, basis="测试", title=f"图片新闻{next(self.names)}", source="测试报",
            picture=picture, body=f'<figure><img src="{picture.file.url}" alt="现场"></figure><p>正文。</p>',
        )  # fmt: skip

    @change
    def place_with_a_picture(self) -> None:
        if article := self.published():
            fill_slot(
                article.site, SlotPlace.HEADLINE, by=self.admin(article.site), at=self.at, article=article,
                picture=self._picture(article.site),
            )  # fmt: skip

    @change
    def describe_a_picture(self) -> None:
        if picture := self.picture():
            words = {"alt": f"另一句说明{next(self.names)}", "caption": f"图说{next(self.names)}"}
            focus = {"focal_x": self.chance.randint(0, 100), "focal_y": self.chance.randint(0, 100)}
            describe_asset(picture, by=self.desk(picture.site), at=self.at, **words, **focus)

    @change
    def draw_a_picture(self) -> None:
        if picture := self.picture():
            draw_renditions(picture, at=self.at)

    @change
    def replace_a_picture(self) -> None:
        picture = self.picture(replaced_by__isnull=True)
        if picture is None:
            return
        file = a_picture(
            f"新图{next(self.names)}.png", WIDE, tuple(self.chance.randrange(256) for _channel in range(3))
        )
        done = replace_asset(picture, file, by=self.desk(picture.site), at=self.at)
        for draft in done.drafts:
            if self.chance.random() < 0.7:
                with suppress(Refused):  # words that the picture still needs
                    writer = the_office_of(draft.article.column)["writer"]
                    carry_through(submit_revision(draft, by=writer, at=self.at), at=self.at)

    @change
    def withdraw_what_shows_a_picture(self) -> None:
        if article := self.published(live__picture__isnull=False):
            withdraw_article(article, by=self.issuer(article.column), at=self.at, reason="wrong")
