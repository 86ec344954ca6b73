"""The official column sets: what a province, a city, a county and an office's sub-site keep on their portals.

Each row is: path, name, official column type, purpose, days within which something new is required (None where the
content stands until it changes), levels that have it. Types and windows follow the national inspection tables.
"""

from .shapes import ColumnSpec, SiteSpec

NEWS_DAYS, HALF_YEAR, YEAR = 14, 180, 365
_ALL, _PORTALS, _UPPER, _TOP = "省市县局", "省市县", "省市", "省"

_ROWS: tuple[tuple[str, str, str, str, int | None, str], ...] = (
    ("ywdt", "要闻动态", "工作动态", "发布{scope}重要会议、重要活动和各地各部门工作进展", NEWS_DAYS, _PORTALS),
    ("ywdt/yw", "{short}要闻", "工作动态", "发布{gov}重要会议、重要活动和重大决策部署", NEWS_DAYS, _PORTALS),
    ("ywdt/gwyxx", "国务院信息", "工作动态", "第一时间转载国务院重要政策信息", NEWS_DAYS, _PORTALS),
    ("ywdt/hy", "政府会议", "工作动态", "公开{gov}常务会议和专题会议议定事项", 30, _PORTALS),
    ("ywdt/bmdt", "部门动态", "工作动态", "反映{gov}各部门履职和重点工作推进情况", NEWS_DAYS, _PORTALS),
    ("ywdt/dfdt", "市县动态", "工作动态", "反映各市、县（区）贯彻落实和创新实践情况", NEWS_DAYS, _TOP),
    ("ywdt/dfdt", "县区动态", "工作动态", "反映各县（区）贯彻落实和创新实践情况", NEWS_DAYS, "市"),
    ("ywdt/dfdt", "乡镇动态", "工作动态", "反映各乡镇、街道基层治理和服务群众情况", NEWS_DAYS, "县"),
    ("zwgk", "政务公开", "信息公开目录", "依法公开{gov}及其部门的政府信息", HALF_YEAR, _PORTALS),
    ("zwgk/tzgg", "通知公告", "信息公开目录", "发布面向社会的通知、公告、公示", HALF_YEAR, _PORTALS),
    ("zwgk/zn", "政府信息公开指南", "信息公开指南", "说明政府信息的分类、编排体系、获取方式和受理机构", YEAR, _PORTALS),
    ("zwgk/zd", "政府信息公开制度", "信息公开目录", "公开政府信息公开工作的各项制度规定", YEAR, _UPPER),
    ("zwgk/gk", "走进{short}", "概况信息", "介绍{place}自然地理、历史人文和经济社会发展概况", YEAR, _PORTALS),
    ("zwgk/jgzn", "机构职能", "机构职能", "公开{gov}及其部门的机构设置、主要职责和联系方式", YEAR, _PORTALS),
    ("zwgk/ldxx", "领导信息", "负责人信息", "公开{gov}领导姓名、职务、工作分工", YEAR, _PORTALS),
    ("zwgk/ghjh", "规划计划", "信息公开目录", "公开国民经济和社会发展规划、专项规划、年度计划", YEAR, _PORTALS),
    ("zwgk/rsxx", "人事信息", "信息公开目录", "公开人事任免、公务员考录、事业单位招聘信息", YEAR, _PORTALS),
    ("zwgk/czzj", "财政资金", "信息公开目录", "公开财政预算决算、专项资金和政府采购信息", YEAR, _PORTALS),
    ("zwgk/zdxm", "重大项目", "信息公开目录", "公开重大建设项目批准、实施和竣工信息", HALF_YEAR, _PORTALS),
    (
        "zwgk/nb",
        "政府信息公开年报",
        "信息公开年报",
        "公开历年政府信息公开工作年度报告和政府网站年度报表",
        YEAR,
        _PORTALS,
    ),
    ("zwgk/ysqgk", "依申请公开", "依申请公开", "说明依申请公开的渠道、流程和收费规定", YEAR, _PORTALS),
    ("zc", "政策", "政策文件", "集中公开{gov}及其部门制发的政策文件", HALF_YEAR, _PORTALS),
    ("zc/zfwj", "{gov}文件", "政策文件", "公开{place}人民政府制发的文件", HALF_YEAR, _PORTALS),
    ("zc/bgwj", "{gov}办公厅文件", "政策文件", "公开{place}人民政府办公厅制发的文件", HALF_YEAR, _TOP),
    ("zc/bgwj", "{gov}办公室文件", "政策文件", "公开{place}人民政府办公室制发的文件", HALF_YEAR, "市县"),
    ("zc/bmwj", "部门文件", "政策文件", "公开{gov}各部门制发的规范性文件和其他文件", HALF_YEAR, _PORTALS),
    ("jdhy", "解读回应", "政策解读", "解读重要政策，回应社会关切", HALF_YEAR, _PORTALS),
    ("jdhy/zcjd", "政策解读", "政策解读", "以文字、图解、问答、视频等形式解读政策文件", HALF_YEAR, _PORTALS),
    ("jdhy/xwfb", "新闻发布", "回应关切", "公开新闻发布会实录和发布词", HALF_YEAR, _UPPER),
    ("jdhy/hygq", "回应关切", "回应关切", "就公众关注的热点问题作出说明", HALF_YEAR, _PORTALS),
    ("bsfw", "办事服务", "办事服务", "提供办事指南、便民提示和办事统计", HALF_YEAR, _PORTALS),
    ("bsfw/bszn", "办事指南", "办事服务", "列明事项的依据、条件、材料、流程、时限和窗口", HALF_YEAR, _PORTALS),
    ("bsfw/bmts", "便民提示", "办事服务", "发布与群众生活密切相关的服务提醒", HALF_YEAR, _PORTALS),
    ("bsfw/bstj", "办事统计", "数据发布", "定期公布政务服务办件数据", 90, _UPPER),
    ("hdjl", "互动交流", "咨询投诉", "受理咨询、建议、投诉，开展征集调查和在线访谈", 60, _PORTALS),
    ("hdjl/zjdc", "征集调查", "征集调查", "就重大决策和民生事项征集意见，公布采纳结果", HALF_YEAR, _PORTALS),
    ("hdjl/zxft", "在线访谈", "在线访谈", "邀请部门负责人在线解读政策、回答提问", HALF_YEAR, _UPPER),
    ("zfsj", "政府数据", "数据发布", "发布统计数据，开放公共数据", 90, _PORTALS),
    ("zfsj/tjsj", "统计数据", "数据发布", "发布月度、季度、年度统计数据", 90, _PORTALS),
    ("zfsj/sjjd", "数据解读", "数据发布", "解读经济社会发展数据", HALF_YEAR, _UPPER),
    ("zfsj/sjkf", "数据开放", "数据开放", "说明可供下载使用的公共数据集", HALF_YEAR, _TOP),
    ("ztzl", "专题专栏", "工作动态", "围绕重点工作集中展示部署、进展和成效", HALF_YEAR, _PORTALS),
    ("ztzl/yshj", "优化营商环境", "工作动态", "展示深化改革、服务企业的举措和成效", HALF_YEAR, _PORTALS),
    ("ztzl/xczx", "乡村全面振兴", "工作动态", "展示产业、人才、文化、生态、组织振兴实践", HALF_YEAR, _PORTALS),
    ("ztzl/gxbc", "高效办成一件事", "工作动态", "展示政务服务改革事项清单和办理实例", HALF_YEAR, _UPPER),
    ("ztzl/aqsc", "安全生产与防灾减灾", "工作动态", "发布安全提示，展示隐患排查和应急准备", HALF_YEAR, _UPPER),
    ("gzdt", "工作动态", "工作动态", "反映本单位重点工作推进情况", NEWS_DAYS, "局"),
    ("tzgg", "通知公告", "信息公开目录", "发布本单位通知、公告、公示", HALF_YEAR, "局"),
    ("jgzn", "机构职能", "机构职能", "公开本单位主要职责、内设机构和联系方式", YEAR, "局"),
    ("zcwj", "政策文件", "政策文件", "公开本单位制发和执行的政策文件", HALF_YEAR, "局"),
    ("zcjd", "政策解读", "政策解读", "解读本单位职责范围内的政策", HALF_YEAR, "局"),
    ("bszn", "办事指南", "办事服务", "列明本单位办理事项的条件、材料和流程", HALF_YEAR, "局"),
)


def level_of(site: SiteSpec) -> str:
    """The level under which a site's columns are listed: 局 for an office's sub-site."""
    return "局" if site.kind == "department" else site.level


def columns_of(site: SiteSpec) -> tuple[ColumnSpec, ...]:
    """The columns of one site, parents before children, in navigation order."""
    words = {
        "short": site.place.short,
        "place": site.place.name,
        "scope": site.place.scope,
        "gov": site.place.government,
    }
    level, found = level_of(site), []
    for order, (path, name, column_type, purpose, days, levels) in enumerate(_ROWS, start=1):
        if level not in levels:
            continue
        found.append(
            ColumnSpec(
                path=path,
                name=name.format(**words),
                column_type=column_type,
                purpose=purpose.format(**words) + "。",
                update_days=days,
                order=order,
                in_navigation="/" not in path,
            )
        )
    return tuple(found)


def document_column(site: SiteSpec, by: str) -> str:
    """Where a document stands: `by` is 政府, 办公 or 部门."""
    if site.kind == "department":
        return "zcwj"
    return {"政府": "zc/zfwj", "办公": "zc/bgwj", "部门": "zc/bmwj"}[by]


def interpretation_column(site: SiteSpec) -> str:
    """Where interpretations of a site stand."""
    return "zcjd" if site.kind == "department" else "jdhy/zcjd"
