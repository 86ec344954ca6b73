"""The demo province as texts: deterministic, varied, well formed, and of no real place."""

import hashlib
import io
import itertools
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser

import feedparser
import pytest
from PIL import Image

from portal.demo import pictures
from portal.demo.places import organizations, sites
from portal.demo.province import compose_province
from portal.demo.upstream import ITEMS, render_feed

TODAY = date(2026, 11, 22)
DAYS = (TODAY, date(2027, 1, 1), date(2026, 7, 15), date(2028, 2, 29))

REAL_PLACES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
    "石家庄",
    "太原",
    "沈阳",
    "长春",
    "哈尔滨",
    "南京",
    "杭州",
    "合肥",
    "福州",
    "南昌",
    "济南",
    "郑州",
    "武汉",
    "长沙",
    "广州",
    "南宁",
    "海口",
    "成都",
    "贵阳",
    "昆明",
    "拉萨",
    "西安",
    "兰州",
    "西宁",
    "银川",
    "乌鲁木齐",
    "深圳",
    "厦门",
    "宁波",
    "青岛",
    "大连",
    "苏州",
    "无锡",
    "温州",
    "嘉兴",
    "绍兴",
    "泉州",
    "佛山",
    "东莞",
    "珠海",
    "桂林",
    "大理",
    "丽江",
    "绵阳",
    "遵义",
    "淄博",
    "攀枝花",
    "洛阳",
    "开封",
    "烟台",
    "潍坊",
]
PLACEHOLDERS = (
    "lorem",
    "xxx",
    "XXX",
    "某某",
    "占位",
    "示例文字",
    "TODO",
    "待补充",
    "测试文本",
    "××",
    "{",
    "}",
    "[[",
    "]]",
)


@pytest.fixture(scope="module")
def province():
    return compose_province(TODAY)


def all_articles(demo):
    return [*demo.articles, *(one.article for one in demo.documents), *(one.article for one in demo.interpretations)]


def all_texts(demo):
    for article in all_articles(demo):
        yield from (article.title, article.summary, article.body, article.source)
    for letter in demo.letters:
        yield from (letter.title, letter.content, letter.reply, letter.rating_text)
        yield from (step.text for step in letter.steps)
    for column in (column for columns in demo.columns.values() for column in columns):
        yield from (column.name, column.purpose)


def test_the_same_day_gives_the_same_province_and_another_seed_another(province):
    def digest(demo):
        return hashlib.sha256(repr((demo.articles, demo.documents, demo.letters, demo.people)).encode()).hexdigest()

    assert digest(compose_province(TODAY)) == digest(province)
    assert digest(compose_province(TODAY, seed=7)) != digest(province)


@pytest.mark.parametrize("day", DAYS)
def test_every_day_of_the_year_yields_the_promised_amount(day):
    demo = compose_province(day)
    assert len(demo.sites) == 12
    assert len({article.title for article in demo.articles}) >= 600
    assert len(demo.documents) == 60
    assert {document.validity for document in demo.documents} == {"有效", "已修改", "废止", "失效"}
    assert len(demo.interpretations) == 40
    assert len({one.form for one in demo.interpretations}) >= 5
    assert len(demo.letters) == 300
    assert {letter.target for letter in demo.letters} >= {
        "submitted", "accepted", "declined", "assigned", "in_hand", "drafted", "returned", "replied", "rated", "closed",
        "withdrawn", "merged",
    }  # fmt: skip
    assert min(one.days_ago for one in all_articles(demo)) >= 0
    assert all(day - timedelta(days=one.article.days_ago) >= one.written_on for one in demo.documents)


def test_titles_of_documents_and_interpretations_are_unique(province):
    titles = Counter(one.article.title for group in (province.documents, province.interpretations) for one in group)
    assert titles.most_common(1)[0][1] == 1
    assert len({one.document_number for one in province.documents}) == 60
    assert len({one.index_number for one in province.documents}) == 60


def test_no_article_list_of_a_site_repeats_a_title_and_neighbours_rarely_begin_alike(province):
    lists = {}
    for article in all_articles(province):
        lists.setdefault((article.site, article.column), []).append(article)
    alike = pairs = 0
    for (_, column), items in lists.items():
        titles = [item.title for item in sorted(items, key=lambda item: (item.days_ago, -item.minute))]
        assert len(set(titles)) == len(titles)
        if column.startswith(("ywdt", "gzdt", "ztzl", "zwgk/tzgg")):
            pairs += len(titles) - 1
            alike += sum(one[:6] == two[:6] for one, two in itertools.pairwise(titles))
    assert alike / pairs < 0.03


def test_no_leaf_column_is_blank_except_the_one_that_reprints_fill(province):
    filled = {(article.site, article.column) for article in all_articles(province)}
    for site, columns in province.columns.items():
        parents = {column.parent for column in columns}
        blank = {column.path for column in columns if column.path not in parents and (site, column.path) not in filled}
        assert blank <= {"ywdt/gwyxx"}


def test_every_item_stands_in_a_column_of_its_site(province):
    known = {(site, column.path) for site, columns in province.columns.items() for column in columns}
    assert {(article.site, article.column) for article in all_articles(province)} <= known


def test_navigation_has_at_most_nine_items_with_the_home_page(province):
    for columns in province.columns.values():
        assert sum(column.in_navigation for column in columns) <= 8


def test_no_text_names_a_real_province_or_city(province):
    text = "\n".join(all_texts(province))
    assert [name for name in REAL_PLACES if name in text] == []


def test_no_placeholder_is_left_in_any_text(province):
    text = "\n".join(all_texts(province))
    assert [word for word in PLACEHOLDERS if word in text] == []


def test_quotes_and_brackets_are_balanced_in_every_text(province):
    for text in all_texts(province):
        for left, right in ("“”", "《》", "（）", "〔〕", "【】", "‘’"):
            assert text.count(left) == text.count(right), text


def test_punctuation_is_never_doubled_and_sentences_are_closed(province):
    for text in all_texts(province):
        found = re.search(r"[，。；：、]{2}|。，|，。|^[，。、；]|《[^》]*《[^》]*《", text)
        assert found is None, (found, text)


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_bodies_are_well_formed_html_of_known_tags(province):
    allowed = {"p", "h2", "h3", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong"}
    allowed |= {"section", "dl", "dt", "dd"}  # what charts are made of
    for article in all_articles(province):
        parser = _Balance()
        parser.feed(article.body)
        parser.close()
        assert parser.open == []
        assert parser.seen <= allowed
        assert len(re.sub(r"<[^>]+>", "", article.body)) > 40


def test_news_bodies_have_three_to_eight_paragraphs_and_agree_with_their_titles(province):
    for article in province.articles:
        if article.column.startswith("ywdt"):
            assert 3 <= article.body.count("<p>") <= 8, article.title
            figures = re.findall(r"\d+(?:\.\d+)?", article.title)
            missing = [figure for figure in figures if figure not in article.body]
            assert len(missing) <= max(0, len(figures) - 1), (article.title, missing)


def test_summaries_are_short_and_never_empty(province):
    for article in all_articles(province):
        assert 4 <= len(article.summary) <= 160, article.title


def test_documents_have_the_form_of_official_documents(province):
    for document in province.documents:
        body = document.article.body
        assert re.fullmatch(r"\D{2,6}发〔20\d\d〕\d{1,3}号", document.document_number)
        assert re.fullmatch(r"[0-9A-Z]{18}/20\d\d-\d{5}", document.index_number)
        assert "（此件公开发布）" in body
        assert body.count('class="signature"') == 2
        assert document.written_on <= document.printed_on <= TODAY
        assert (document.validity == "有效") == (document.validity_note == "")
        assert (document.validity == "失效") == bool(document.expires_on and document.expires_on < TODAY)


def test_amended_and_repealed_documents_name_the_document_that_did_it(province):
    by_key = {document.key: document for document in province.documents}
    for document in province.documents:
        if document.validity in ("已修改", "废止"):
            decision = by_key[document.changed_by]
            assert decision.document_number in document.validity_note
            assert document.document_number in decision.article.body


def test_interpretations_come_after_their_documents_and_name_them(province):
    by_key = {document.key: document for document in province.documents}
    for one in province.interpretations:
        document = by_key[one.document]
        assert document.document_number in one.article.body
        assert one.article.days_ago <= (TODAY - document.written_on).days


def test_some_documents_still_wait_for_an_interpretation_and_some_are_late(province):
    interpreted = {one.document for one in province.interpretations}
    waiting = [one for one in province.documents if one.needs_interpretation and one.key not in interpreted]
    ages = [(TODAY - one.written_on).days for one in waiting]
    assert any(age < 14 for age in ages)
    assert any(age > 20 for age in ages)


def test_letters_show_every_colour_on_a_working_day_and_steps_run_forward():
    demo = compose_province(date(2026, 11, 24))
    assert {letter.colour for letter in demo.letters} == {"done", "safe", "soon", "today", "overdue"}
    for letter in demo.letters:
        moments = [(-letter.days_ago, letter.minute), *((-step.days_ago, step.minute) for step in letter.steps)]
        assert moments == sorted(moments), letter.title
        assert moments[-1][0] <= 0
        assert bool(letter.reply) == (letter.target in ("drafted", "returned", "replied", "rated", "closed"))


def test_a_site_has_no_two_letters_of_the_same_title(province):
    for site in province.sites:
        titles = [letter.title for letter in province.letters if letter.site == site.key]
        assert len(set(titles)) == len(titles)


def test_letters_go_to_organizations_that_exist_and_people_are_all_different(province):
    keys = {organization.key for organization in organizations()}
    assert {letter.organization for letter in province.letters} <= keys
    assert {key for person in province.people for key in person.organizations} <= keys
    assert len({person.username for person in province.people}) == len(province.people)
    assert len({person.name for person in province.people}) == len(province.people)
    assert {person.role for person in province.people if person.shown_in_readme} == {
        "contributor", "first_reviewer", "second_reviewer", "issuer", "site_manager", "intake", "handler",
        "reply_approver", "supervisor", "platform_admin",
    }  # fmt: skip


def test_site_codes_are_ten_digits_of_a_region_that_does_not_exist():
    codes = [site.code for site in sites()]
    assert all(re.fullmatch(r"47\d{8}", code) for code in codes)
    assert len(set(codes)) == 12


def test_telephone_numbers_are_invented(province):
    for text in all_texts(province):
        assert re.search(r"(?<![\d-])1[3-9]\d{9}(?!\d)", text) is None
        assert all(number.startswith("0000-") for number in re.findall(r"(?<!\d)0\d{2,3}-\d{7,8}", text))


def test_the_upstream_feed_is_read_by_a_feed_reader_and_its_newest_item_is_fresh():
    now = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    feed = feedparser.parse(render_feed(now))
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [item.title for item in ITEMS]
    newest = datetime(*feed.entries[0].published_parsed[:6], tzinfo=UTC)
    assert timedelta(0) < now - newest < timedelta(hours=1)


def test_pictures_are_drawn_alike_each_time_in_the_promised_size():
    assert len(pictures.NAMES) == 24
    assert set(pictures.CAPTIONS) == set(pictures.NAMES)
    data = pictures.draw("terraces")
    assert data == pictures.draw("terraces")
    assert Image.open(io.BytesIO(data)).size == (1200, 675)
    assert Image.open(io.BytesIO(pictures.banner("yshj"))).size == (1200, 200)


def test_every_picture_that_an_article_wants_can_be_drawn(province):
    assert {article.picture for article in province.articles if article.picture} <= set(pictures.NAMES)
