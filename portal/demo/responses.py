"""Hot topics, official statements and rumours of the demo province, told in hours before the day of loading.

Everything is invented. One emergency goes on and is pinned, one is over; one concern has been answered late, one still waits.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatementSpec:
    """One official statement, so many hours after it happened."""

    kind: str
    after: float
    title: str
    body: str
    held_after: float | None = None


@dataclass(frozen=True)
class TopicSpec:
    """One topic of a site; `office` is the kind of office that must respond."""

    site: str
    kind: str
    office: str
    hours_ago: float
    title: str
    summary: str
    statements: tuple[StatementSpec, ...]
    is_closed: bool = False


@dataclass(frozen=True)
class RumourSpec:
    """One rumour and what was found."""

    site: str
    office: str
    days_ago: int
    title: str
    claim: str
    spread: str
    finding: str
    conclusion: str
    evidence: str


TOPICS = (
    TopicSpec(
        "lanjiang", "emergency", "emergency", 3.5,
        "岚江上游强降雨防汛应急处置",
        "受持续强降雨影响，岚江上游多个水文站水位上涨，省防汛抗旱指挥部启动防汛四级应急响应，沿江各地正在组织巡堤查险和人员转移。",
        (
            StatementSpec("information", 1.2, "岚江上游强降雨情况通报", (
                "昨夜以来，岚江上游普降大到暴雨，最大点雨量一百二十六毫米。岚江鹤川水文站水位超过警戒水位零点三米，其他各站均在警戒水位以下。\n"
                "省防汛抗旱指挥部已启动防汛四级应急响应，派出三个工作组赴一线指导。沿江各县（区）组织一千二百人巡堤查险，提前转移低洼地带群众四百一十二人，全部妥善安置。\n"
                "目前没有接到人员伤亡报告，沿江道路、供水、供电正常。后续情况将及时发布。"
            )),
            StatementSpec("progress", 2.6, "岚江鹤川站水位开始回落", (
                "截至发布时，岚江上游降雨减弱，鹤川水文站水位比最高时回落零点一米。水库按调度方案控制下泄，下游河道运行平稳。\n"
                "请沿江群众不要到河边围观、捕捞，远离陡坡和地质灾害隐患点。遇有险情，请拨打当地防汛值班电话。"
            )),
        ),
    ),
    TopicSpec(
        "lanjiang", "emergency", "transport", 24 * 19,
        "临岚绕城高速石桥隧道车辆自燃事故处置",
        "临岚绕城高速石桥隧道内一辆货车自燃，隧道双向临时封闭，火情已扑灭，没有人员伤亡，隧道经检测后恢复通行。",
        (
            StatementSpec("information", 0.9, "石桥隧道货车自燃情况通报", (
                "今日上午，一辆载运日用百货的货车行至临岚绕城高速石桥隧道时起火。消防、交警、路政力量到场处置，明火已扑灭，驾驶人和其他车辆人员全部安全撤离，没有人员伤亡。\n"
                "隧道双向临时封闭，过往车辆请从石桥互通下高速，经省道绕行。"
            )),
            StatementSpec("briefing", 9, "新闻发布会：石桥隧道检测和恢复通行安排", (
                "省交通运输厅介绍，经专业机构检测，隧道主体结构完好，部分照明和通风设施受损，正在连夜更换，预计次日早高峰前单洞双向通行。\n"
                "封闭期间，绕行路段增派交警三十人次疏导，高速公路绕行车辆免收增加里程的通行费。"
            ), 7.5),
            StatementSpec("conclusion", 22, "石桥隧道恢复双向通行", (
                "石桥隧道照明、通风、监控设施更换完毕，经验收合格，已恢复双向通行。起火原因初步查明为货车电气线路故障，有关部门将对营运货车开展专项检查。"
            )),
        ),
        is_closed=True,
    ),
    TopicSpec(
        "lanjiang", "concern", "housing", 24 * 33,
        "老旧小区加装电梯费用分担和补助",
        "近期，不少群众询问老旧小区加装电梯费用怎样分担、补助怎样申请、一楼住户意见怎样协调。",
        (
            StatementSpec("answer", 30, "加装电梯政府补助标准和申领办法", (
                "加装电梯的费用由业主协商分担，可以按楼层、面积等因素确定比例，也可以使用住宅专项维修资金和住房公积金。\n"
                "政府对每台电梯给予一次性补助，验收合格后由实施主体向县（区）住房城乡建设部门申请，十五个工作日内审核拨付。\n"
                "街道、社区建立协商会议制度，低楼层住户的采光、通风、噪声等意见应当在方案中作出回应。"
            )),
            StatementSpec("progress", 24 * 9, "全省加装电梯协商指引公布", (
                "省住房城乡建设厅公布加装电梯协商指引和费用分担参考比例，供各小区协商时使用。指引不是强制规定，业主可以另行约定。"
            )),
        ),
        is_closed=True,
    ),
    TopicSpec(
        "lanjiang", "concern", "medins", 20,
        "异地就医备案取消后怎样结算",
        "部分群众反映取消备案后不清楚到哪里结算、报销比例有没有变化。",
        (),
    ),
    TopicSpec(
        "linlan", "concern", "water", 24 * 6,
        "部分小区二次供水水质检测结果",
        "有市民反映个别小区自来水发黄，市水利局组织对二次供水设施取样检测并公布结果。",
        (
            StatementSpec("answer", 26, "二次供水水质检测结果", (
                "市水利局对反映集中的九个小区取样二十七份，二十六份符合生活饮用水卫生标准，一份浑浊度超标。超标原因是水箱清洗不及时，已于当日清洗消毒，复检合格。\n"
                "全市二次供水水箱每半年清洗不少于一次，清洗和检测结果在小区公示。"
            )),
        ),
    ),
)  # fmt: skip

RUMOURS = (
    RumourSpec(
        "lanjiang",
        "emergency",
        0,
        "“岚江大堤决口、省城要停水三天”为不实信息",
        "岚江大堤已经决口，省城自来水厂被淹，要停水三天，赶紧存水。",
        "微信群、短视频平台",
        "false",
        "岚江大堤全线安全，省城供水正常，没有停水计划。",
        "省防汛抗旱指挥部巡查确认，岚江大堤没有决口、管涌等险情，鹤川站水位正在回落。\n"
        "省城三座自来水厂取水口均在警戒水位以上，出厂水质每小时检测一次，全部合格。\n"
        "网传视频经核实，是几年前外地一处鱼塘溃口的画面，与本次降雨无关。",
    ),
    RumourSpec(
        "lanjiang",
        "medins",
        12,
        "“医保卡明年起不能在药店使用”系误读",
        "明年起医保卡全部作废，药店买药不能再刷医保卡。",
        "朋友圈",
        "misleading",
        "医保个人账户仍可在定点药店使用，变化的是结算系统升级，实体卡和电子凭证都可以用。",
        "省医疗保障局说明，全省定点零售药店结算系统统一升级，升级当天夜间暂停结算四小时。\n"
        "个人账户资金归个人所有，可以按规定在定点药店购买药品、医疗器械和医用耗材，使用范围没有缩小。",
    ),
    RumourSpec(
        "lanjiang",
        "edu",
        40,
        "“全省中小学提前半个月放寒假”没有依据",
        "教育部门刚开会，全省中小学因流感提前半个月放寒假。",
        "家长群",
        "unfounded",
        "全省中小学放假时间以校历为准，没有提前放假的安排。",
        "省教育厅核实，没有召开过网传的会议，也没有下发过提前放假的通知。\n"
        "各校按照校历安排教学，个别班级因病停课的，由学校按规定报告并通知家长。",
    ),
    RumourSpec(
        "linlan",
        "market",
        5,
        "“某菜市场出售注胶虾”检测结果公布",
        "临岚市区菜市场卖的鲜虾都注了胶，吃了会中毒。",
        "短视频平台",
        "partly",
        "全市抽检三十六批次，没有检出注胶；两个摊位因短斤缺两被立案查处。",
        "市市场监督管理局对市区十二个菜市场的鲜虾全覆盖抽检，三十六批次均未检出明胶、琼脂等注入物。\n"
        "检查中发现两个摊位使用不合格计量器具，已依法立案。欢迎市民拨打监督电话反映线索。",
    ),
)

OUTLETS = (
    ("岚江日报", "news@paper.portal.example"),
    ("岚江广播电视台", "desk@radio.portal.example"),
    ("岚江发布（政务新媒体）", "push@media.portal.example"),
)
