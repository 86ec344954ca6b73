"""An upstream source in the manner of the State Council's news, written for the demo, and the RSS file made of it.

The items are invented: they name no person and no real document number, and the feed says that it is sample data.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

TITLE = "国务院信息（演示数据）"
LINK = "https://upstream.example/gwyxx/"


@dataclass(frozen=True)
class UpstreamNews:
    """One item: how many minutes before the feed is written it appeared upstream."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    minutes_ago: int


ITEMS = (
    UpstreamNews(1, "国务院部署进一步便利群众办事若干举措", (
        "国务院日前对进一步便利群众办事作出部署，要求各地区各部门从群众和企业视角出发，整合关联事项，压减申请材料和办理环节。",
        "部署明确，能够通过数据共享获取的信息，不再要求申请人重复提交；线上线下适用同一标准，保留必要的人工服务窗口，照顾老年人、残疾人等群体的办事习惯。",
        "有关部门将建立评价和整改机制，定期公布群众反映集中的问题及处理情况。",
    ), 25),
    UpstreamNews(2, "国务院要求做好今冬明春保暖保供工作", (
        "国务院有关会议要求，各地要把群众温暖过冬作为重要任务，提前落实煤炭、天然气、电力等能源资源，优先保障居民用能。",
        "要健全供热投诉快速响应机制，对老旧管网和重点区域开展拉网式排查，发现问题及时处置；对困难群众及时足额发放补贴。",
        "会议强调，要做好低温雨雪冰冻天气应对准备，确保交通、通信和生活必需品供应平稳。",
    ), 190),
    UpstreamNews(3, "关于进一步加强基层医疗卫生服务的意见印发", (
        "意见提出，以县域为重点推动优质医疗资源下沉，健全紧密型县域医疗卫生共同体运行机制，提高基层常见病、慢性病诊疗能力。",
        "意见要求，扩大基层用药目录，推进检查检验结果互认；完善乡村医生待遇保障和养老政策，支持定向培养医学毕业生到基层工作。",
        "各地要结合实际制定实施办法，并向社会公布年度目标。",
    ), 1_330),
    UpstreamNews(4, "国务院推动公共数据资源更好服务发展", (
        "国务院有关部署指出，要健全公共数据资源登记、授权和开放制度，在保护个人信息和数据安全的前提下扩大高质量数据供给。",
        "优先在交通、气象、医疗、就业等领域形成一批便民利企的应用，鼓励中小企业平等获取数据资源。",
    ), 3_050),
    UpstreamNews(5, "国务院安排支持高校毕业生就业创业工作", (
        "国务院就做好高校毕业生等青年就业创业工作作出安排，要求扩大岗位供给、优化公共就业服务、加强困难帮扶。",
        "对吸纳毕业生就业的企业，按规定给予社会保险补贴等支持；对离校未就业毕业生开展实名帮扶，提供职业指导、岗位推荐和技能培训机会。",
        "严厉打击虚假招聘、“付费实习”等侵害求职者权益的行为。",
    ), 5_900),
    UpstreamNews(6, "国务院要求抓实抓细安全生产各项措施", (
        "国务院有关会议要求，深刻吸取近期事故教训，压实企业主体责任和部门监管责任，开展重点行业领域隐患排查整治。",
        "要聚焦人员密集场所、燃气、建筑施工、交通运输等领域，严查堵塞通道、违规动火等行为；加强一线从业人员培训和应急演练。",
    ), 8_700),
    UpstreamNews(7, "关于完善全民健身公共服务的指导意见发布", (
        "指导意见提出，统筹用好城市公园、桥下空间和闲置用地，增加群众身边的健身场地，推动学校体育场地有序开放。",
        "支持举办小型多样的群众性赛事活动，发展社会体育指导员队伍，促进体育与医疗、教育、旅游融合。",
    ), 12_400),
    UpstreamNews(8, "国务院部署推进农村供水高质量发展", (
        "国务院有关部署明确，推进城乡供水一体化和规模化供水工程建设，加快老旧管网更新改造，健全长效管护机制。",
        "要强化水质监测和信息公开，合理确定水价，对困难群众基本用水给予保障，让农村居民用上稳定、安全的饮用水。",
    ), 17_600),
)  # fmt: skip


def html_of(item: UpstreamNews) -> str:
    """The body of an item as HTML."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs)


def render_feed(now: datetime, items: tuple[UpstreamNews, ...] = ITEMS) -> str:
    """The RSS 2.0 file at the moment `now` (an aware datetime): the newest item is less than an hour old."""
    rows = []
    for item in items:
        published = now - timedelta(minutes=item.minutes_ago)
        address = f"{LINK}{published:%Y%m}/t{published:%Y%m%d}_{item.number:05d}.html"
        rows.append(
            "<item>"
            f"<title>{escape(item.title)}</title><link>{address}</link>"
            f'<guid isPermaLink="false">gwy-demo-{item.number:05d}</guid>'
            f"<pubDate>{_rfc822(published)}</pubDate>"
            f"<description>{escape(html_of(item))}</description>"
            "</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{TITLE}</title><link>{LINK}</link><language>zh-CN</language>"
        f"<description>用于演示转载流程的样例信息</description><lastBuildDate>{_rfc822(now)}</lastBuildDate>"
        + "".join(rows)
        + "</channel></rss>\n"
    )


def _rfc822(at: datetime) -> str:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{days[at.weekday()]}, {at.day:02d} {months[at.month - 1]} {at:%Y %H:%M:%S %z}"
