"""The people of the demo: names in common forms, the accounts, and what reviewers write."""

import random

from .composing import OFFICES
from .places import office_of, organization_key, sites
from .shapes import PersonSpec

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_MIDDLE = tuple("雨晓文子明海春秋志立玉静思嘉云建永国家梦佳安若清宏德俊欣可书景")
_LAST = tuple("桐萱岚禾帆宁舟妍川璐泽琪远菲航梅松莲峰蕾涛芳琳杰霞辉兰平波娟")

RETURN_OPINIONS = (
    "标题与正文中的数字不一致，请与业务处室核对后统一。",
    "第二段缺少信息来源，请注明数据截止时间和提供单位。",
    "图片说明过长，且未标注拍摄地点，请精简到三十字以内。",
    "“于近日”表述含糊，请写明具体日期；文末联系电话少一位。",
    "涉及个人住址，请作隐去处理后再报。",
    "附件为扫描图片，无法检索，请换成可编辑的文字版本。",
    "此稿与昨日已发稿内容重复，请合并，或改写为后续进展。",
    "机构名称应使用规范简称，请对照机构名录逐处修改。",
    "表格第三列合计有误，请复核；“同比”“环比”不要混用。",
    "领导排序和职务表述请与办公厅核对确认后再提交。",
    "结尾口号化，请补充群众能办什么、到哪里办。",
    "网址链接指向非政府网站，请确认必要性；无必要的删除。",
)
FIRST_OPINIONS = (
    "事实清楚，数据已与业务处室核对。",
    "文字通顺，格式规范，同意报审核。",
    "已核对人名、地名、时间，无误。",
    "错别字已改，附件可正常下载。",
    "来源注明，图片有说明，同意。",
    "与原件逐字核对一致。",
)
SECOND_OPINIONS = (
    "同意，建议置于栏目前列。",
    "内容属主动公开范围，同意报审发。",
    "已作保密审查，同意。",
    "政策表述准确，同意发布。",
    "口径与文件一致，同意。",
    "同意。请同步关联政策文件。",
)
ISSUE_OPINIONS = ("同意发布。", "发布。", "同意，请及时发布。", "准予发布，注意跟踪留言反映。", "同意发布并推送。")
REPLY_RETURN_OPINIONS = (
    "只说“正在研究”，没有说明办理步骤和时间，请重新答复。",
    "来信提了三个问题，只回答了一个，请逐项回应。",
    "引用文件未写文号和条款，请补充政策依据。",
    "未附联系人和电话，群众无法进一步咨询。",
    "语气生硬，请先对群众反映的困难作出回应。",
)
EXTENSION_REASONS = (
    "事项涉及三个部门职责划分，需现场会商后确定责任单位。",
    "需委托第三方检测，检测报告预计八个工作日出具。",
    "需调阅十年前的建设档案，档案移交手续正在办理。",
    "涉及多户居民意见不一，社区正组织协商。",
)
DECLINE_REASONS = (
    "反映事项已进入诉讼程序，请依法通过司法途径解决。",
    "内容属于申请政府信息公开，请在“依申请公开”栏目提交，法定时限不同。",
    "未写明具体地点和事由，且联系不上来信人，请补充后重新提交。",
    "同一事项已在办理，编号已短信告知，请勿重复提交。",
)
RATING_TEXTS = {
    5: ("办得快，点赞！", "没想到这么快就有回音。", "说得清楚，也办得明白。", ""),
    4: ("基本满意，希望以后更快一些。", "态度很好，回复也仔细。", ""),
    3: ("答复了，还要看后续落实。", ""),
    2: ("答复有些笼统，希望再具体一点。",),
    1: ("与我了解的情况不完全一致，希望再核实。",),
}
REPORTERS = ("季晓岚", "云书禾", "白雨桐", "郁清川", "简若帆", "乐明远", "安子宁", "巫静萱", "景文舟", "苗思妍")

# role, username part, how it is called in the README
ROLES = (
    ("contributor", "bianji"),
    ("first_reviewer", "chushen"),
    ("second_reviewer", "shenhe"),
    ("issuer", "shenfa"),
    ("site_manager", "zhandian"),
    ("intake", "shouli"),
)
HANDLERS_PER_PORTAL = 4


def a_name(rng: random.Random) -> str:
    """A citizen's or official's name in a common form."""
    given = rng.choice(_LAST) if rng.random() < 0.22 else rng.choice(_MIDDLE) + rng.choice(_LAST)
    return rng.choice(SURNAMES) + given


def a_mobile(rng: random.Random) -> str:
    """A number in the form of a mobile number, from a prefix that no operator uses."""
    return f"100{rng.randint(10_000_000, 99_999_999)}"


def accounts(rng: random.Random) -> tuple[PersonSpec, ...]:
    """All accounts: for each site six roles; for each portal handlers and an approver of replies; and the overseers."""
    names: set[str] = set()

    def fresh() -> str:
        while (name := a_name(rng)) in names:
            pass
        names.add(name)
        return name

    found = []
    kinds = list(OFFICES)
    for site in sites():
        own = site.key == "lanjiang"
        prefix = "" if own else f"{site.key}-"
        home = site.sponsor
        for role, word in ROLES:
            found.append(PersonSpec(prefix + word, fresh(), role, site.key, (home,), (), own))
        if site.kind == "department":
            groups = [(home,)]
        else:
            every = [organization_key(site.place, kind) for kind in kinds]
            if site.level == "省":
                every.remove("lanjiang/city_admin")
            groups = [tuple(every[n::HANDLERS_PER_PORTAL]) for n in range(HANDLERS_PER_PORTAL)]
        for number, group in enumerate(groups, start=1):
            username = f"{prefix}banjian" + ("" if number == 1 else str(number))
            found.append(PersonSpec(username, fresh(), "handler", site.key, group, (), own and number == 1))
        whole = tuple(key for group in groups for key in group)
        found.append(PersonSpec(f"{prefix}fushen", fresh(), "reply_approver", site.key, whole, (), own))
    found.append(PersonSpec("jianguan", fresh(), "supervisor", "lanjiang", ("lanjiang/office",), (), True))
    found.append(PersonSpec("admin", fresh(), "platform_admin", "lanjiang", ("lanjiang/data",), (), True))
    return tuple(found)


def letter_office_kind(site: str) -> str | None:
    """The only office that answers on a sub-site, or None where every office of the place may."""
    return office_of(site)
