"""Notices are read as they are written: five years of them, in their own words, with the mistakes people make."""

from datetime import date, timedelta

import pytest

from sites.calendar import seed_calendar
from sites.notice_texts import recognise

# The sentences follow the published notices; what is tested is that the reader and the delivered data agree.
Y2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""
Y2024 = """国务院办公厅关于2024年部分节假日安排的通知
国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
2023年10月25日"""
Y2019 = """国务院办公厅关于2019年部分节假日安排的通知
国办发明电〔2018〕15号
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""
Y2015 = """国务院办公厅关于2015年部分节假日安排的通知
一、元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。
二、春节：2月18日至24日放假调休，共7天。2月15日（星期日）、2月28日（星期六）上班。
三、清明节：4月5日放假，4月6日（星期一）补休。
四、劳动节：5月1日放假，与周末连休。
五、端午节：6月20日放假，6月22日（星期一）补休。
六、中秋节：9月27日放假。
七、国庆节：10月1日至7日放假调休，共7天。10月10日（星期六）上班。
"""
V_DAY = """国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知
2015年9月3日至5日调休放假，共3天。其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。
2015年5月13日"""
Y2020 = """国务院办公厅关于2020年部分节假日安排的通知
国办发明电〔2019〕16号
一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。
"""
PROLONGED = """国务院办公厅关于延长2020年春节假期的通知
国办发明电〔2020〕1号
一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。
二、各地大专院校、中小学、幼儿园推迟开学，具体时间由教育部门另行通知。
2020年1月26日"""


@pytest.mark.parametrize("text", [Y2015 + V_DAY, Y2019, Y2024, Y2026], ids=["2015", "2019", "2024", "2026"])
def test_what_is_read_makes_the_same_working_days_as_the_delivered_data(text):
    """The data also lists weekends beside a holiday; what counts is which days are worked."""
    found, delivered = recognise(text), seed_calendar()
    assert found.doubts == []
    read = delivered.with_notice(found.year, found.days_off, found.days_on, replaces_year=True)
    first = date(found.year, 1, 1)
    differing = [
        day
        for day in (first + timedelta(days=n) for n in range(-3, 365))
        if read.is_working_day(day) != delivered.is_working_day(day)
    ]
    # Labour Day 2019 was prolonged by a later notice
    assert [day for day in differing if not date(2019, 4, 28) <= day <= date(2019, 5, 5)] == []


def test_particulars_are_found():
    found = recognise(Y2024)
    assert (found.year, found.document_number) == (2024, "国办发明电〔2023〕7号")
    assert (found.title, found.published_on) == ("国务院办公厅关于2024年部分节假日安排的通知", date(2023, 10, 25))


def test_each_day_has_the_name_of_its_holiday():
    found = recognise(Y2020)
    assert found.days_off[date(2020, 10, 1)] == "国庆节、中秋节"
    assert found.days_on[date(2020, 2, 1)] == "春节调休上班"


def test_advice_to_rest_is_no_day_off():
    found = recognise(Y2024)
    assert date(2024, 2, 9) not in found.days_off
    assert any("除夕" in sentence for sentence in found.left_out)


def test_new_years_days_before_the_year_are_taken_back():
    found = recognise("关于2027年放假安排的通知\n一、元旦：12月31日至1月2日放假调休，共3天。12月27日上班。")
    assert sorted(found.days_off) == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert list(found.days_on) == [date(2026, 12, 27)]


def test_the_prolonged_spring_festival_of_2020():
    first = recognise(Y2020)
    before = seed_calendar().with_notice(2020, first.days_off, first.days_on, replaces_year=True)
    found = recognise(PROLONGED, before)
    assert sorted(found.days_off) == [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)]
    assert (found.days_on, found.year, found.published_on) == ({}, 2020, date(2020, 1, 26))
    after = before.with_notice(2020, found.days_off, found.days_on)
    assert not after.is_working_day(date(2020, 2, 1)) and after.is_working_day(date(2020, 2, 3))


def test_a_prolonged_holiday_of_unknown_length_is_asked_about():
    assert "原来到哪一天" in recognise(PROLONGED).doubts[0]


# --- variants ----------------------------------------------------------------------------------------------------------------

SPRING = [date(2027, 2, 6) + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(
    "sentence",
    [
        "春节：2月6日至12日放假调休，共7天。2月14日上班。",
        "二、春节：２月６日（周六）至１２日（周五）放假调休，共７天。２月１４日（周日）上班。",
        "二、春节:2月6日(星期六)-2月12日(星期五)放假调休,共7天。2月14日(星期日)正常上班。",
        "２．春节：二月六日至十二日放假调休，共七天。二月十四日照常上班。",
        "春节：2027年2月6日—2027年2月12日调休放假；2月14日（礼拜天）上班",
        "春节： 2 月 6 日 至 12 日 放假调休， 共 7 天。 2 月 14 日上班。",
        "春节：2月6日到12日放假，其中2月8日（周一）放假，2月9日（周二）调休。2月14日上班。",
    ],
)
def test_variants_of_writing_are_read_alike(sentence):
    found = recognise(f"关于2027年部分节假日安排的通知\n{sentence}\n")
    assert sorted(found.days_off) == SPRING, found
    assert list(found.days_on) == [date(2027, 2, 14)]
    assert found.doubts == []


def test_the_year_may_stand_in_chinese_numerals():
    assert recognise("关于二〇二七年部分节假日安排的通知\n一、元旦：一月一日放假。").year == 2027


# --- what does not fit --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("元旦：1月1日（周六）放假。", "2027-01-01 是周五，通知写的是周六"),
        ("春节：2月6日至12日放假调休，共8天。", "写明共 8 天，列出的却是 7 天"),
        ("元旦：1月32日放假。", "不存在"),
        ("元旦：1月3日至1日放假。", "起止日期不对"),
        ("元旦：1日放假。", "没有写月份"),
        ("元旦：1月1日（星期五）放假1天，共3天。2月30日上班。", "2月30日"),
    ],
)
def test_what_does_not_fit_is_said(sentence, doubt):
    found = recognise(f"关于2027年部分节假日安排的通知\n{sentence}")
    assert any(doubt in said for said in found.doubts), found.doubts


def test_a_day_off_of_one_day_that_is_not_made_up():
    found = recognise("关于2025年部分节假日安排的通知\n一、元旦：1月1日（周三）放假1天，不调休。")
    assert (list(found.days_off), found.doubts) == ([date(2025, 1, 1)], [])


def test_a_sentence_with_a_date_that_says_nothing_is_named():
    found = recognise("关于2027年部分节假日安排的通知\n一、元旦：1月1日放假。\n各单位于1月20日前报送值班表。")
    assert list(found.days_off) == [date(2027, 1, 1)]
    assert "1月20日" in found.left_out[0]


@pytest.mark.parametrize(
    "text", ["", "你好", "关于2027年部分节假日安排的通知", "\x00" * 50, "至" * 30000, "1月" * 9000]
)
def test_what_is_no_notice_is_said_and_breaks_nothing(text):
    found = recognise(text)
    assert found.doubts and not found.days_off


@pytest.mark.parametrize("number", ["国办发明电〔2026〕9号", "国办发明电[2026]9号", "国办发明电〔2026〕第9号"])
def test_the_number_of_the_notice_is_no_day(number):
    said = f"国务院办公厅关于2027年部分节假日安排的通知\n{number}\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。"
    found = recognise(said)
    assert found.left_out == [] and len(found.days_off) == 3 and found.document_number
