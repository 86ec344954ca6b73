"""岚江省: the invented province, its sites and its offices.

Region codes begin with 47, which GB/T 2260 does not use; telephone numbers begin with 0000; record numbers carry the
invented abbreviation 岚. None of the names of areas is that of a real province, city, county or town.
"""

from .composing import OFFICES, office, office_short
from .shapes import OrganizationSpec, Place, SiteSpec

PROVINCE = Place(
    name="岚江省",
    short="岚江",
    level="省",
    government="省政府",
    scope="全省",
    ours="我省",
    parts=("临岚市", "栖云市", "澄湖市"),
    head="省长陆清和",
    deputies=("副省长沈知远", "副省长贺明川", "副省长温若竹", "副省长秦望舒"),
    roads=("岚霁高速公路", "雁漪高速公路", "澄枫高速公路", "云松高速公路", "环澄湖公路"),
    zones=("岚江新区", "云渚高新技术产业开发区", "澄湖经济技术开发区", "雁回岭绿色能源基地"),
    schools=("岚江大学", "岚江职业技术学院", "省实验中学", "岚江师范学院"),
    hospital="省人民医院",
    river="岚江",
    hill="雁回岭",
    villages=("石照壁村", "鹿饮溪村", "听松坪村", "稻香浦村"),
    phone_prefix="0000",
)
LINLAN = Place(
    name="临岚市",
    short="临岚",
    level="市",
    government="市政府",
    scope="全市",
    ours="我市",
    parts=("鹭洲区", "青汀县", "霁川县", "芦汀区", "墨川县"),
    head="市长顾廷之",
    deputies=("副市长苏闻笛", "副市长叶思齐", "副市长方景行"),
    roads=("滨江大道", "听澜路", "霁月大街", "望岚路", "书院街"),
    zones=("岚江新区", "临岚高新技术产业开发区", "芦汀物流园"),
    schools=("临岚市第一中学", "临岚外国语学校", "听澜路小学", "临岚职业学院"),
    hospital="临岚市第一人民医院",
    river="岚江",
    hill="望岚山",
    villages=("竹篁里村", "柳渡洲村", "白蓼滩村", "青螺湾村"),
    phone_prefix="0000",
)
QIYUN = Place(
    name="栖云市",
    short="栖云",
    level="市",
    government="市政府",
    scope="全市",
    ours="我市",
    parts=("松濑县", "鹤川县", "杉濑县", "云渚区", "榕渡县"),
    head="市长程砚池",
    deputies=("副市长白望山", "副市长罗静姝", "副市长唐则鸣"),
    roads=("云渚大道", "松涛路", "杉影路", "鹤鸣街", "茶市路"),
    zones=("云渚高新技术产业开发区", "栖云林产工业园", "鹤川装备制造园"),
    schools=("栖云市第二中学", "云渚区实验小学", "栖云技师学院", "松涛路小学"),
    hospital="栖云市中心医院",
    river="松濑江",
    hill="雁回岭",
    villages=("听松坪村", "杉影村", "鹿饮溪村", "云脚村"),
    phone_prefix="0000",
)
CHENGHU = Place(
    name="澄湖市",
    short="澄湖",
    level="市",
    government="市政府",
    scope="全市",
    ours="我市",
    parts=("枫渡县", "漪川县", "星渚区", "莲汀县", "月渚县"),
    head="市长江慕白",
    deputies=("副市长许观澜", "副市长陶知夏", "副市长严修远"),
    roads=("湖滨大道", "星渚路", "荷风路", "渔歌街", "文汇路"),
    zones=("澄湖经济技术开发区", "星渚数字产业园", "漪川食品产业园"),
    schools=("澄湖市第一中学", "星渚区荷风路小学", "澄湖水产职业学校", "湖滨中学"),
    hospital="澄湖市人民医院",
    river="漪水",
    hill="听涛岭",
    villages=("藕香湾村", "鹤鸣洲村", "蒲苇湾村", "月半湾村"),
    phone_prefix="0000",
)
LUZHOU = Place(
    name="鹭洲区",
    short="鹭洲",
    level="县",
    government="区政府",
    scope="全区",
    ours="我区",
    parts=("槐汀街道", "听澜街道", "棠岸街道", "白蓼滩街道", "柳渡洲街道"),
    head="区长闻清越",
    deputies=("副区长齐思源", "副区长卢映雪", "副区长谷雨辰"),
    roads=("槐汀路", "棠岸南街", "听澜路", "鹭鸣巷", "渡口街"),
    zones=("鹭洲滨江商务区", "棠岸文化创意园"),
    schools=("槐汀路小学", "鹭洲实验学校", "棠岸中学", "听澜幼儿园"),
    hospital="鹭洲区人民医院",
    river="岚江",
    hill="望岚山",
    villages=("槐汀社区", "渡口社区", "棠岸社区", "鹭鸣社区"),
    phone_prefix="0000",
)
QINGTING = Place(
    name="青汀县",
    short="青汀",
    level="县",
    government="县政府",
    scope="全县",
    ours="我县",
    parts=("桐汀镇", "竹汀镇", "蓼溪镇", "杏坞乡", "荻溪镇"),
    head="县长宋知行",
    deputies=("副县长梁予安", "副县长韩采薇", "副县长邵仲平"),
    roads=("青汀大道", "桐荫路", "城西路", "荻花路", "学前街"),
    zones=("青汀农产品加工园", "桐汀工业集中区"),
    schools=("青汀县第一中学", "桐汀镇中心小学", "蓼溪学校", "县特殊教育学校"),
    hospital="青汀县人民医院",
    river="青汀河",
    hill="竹影山",
    villages=("竹篁里村", "梨花汀村", "青螺湾村", "桑榆渡村"),
    phone_prefix="0000",
)
SONGLAI = Place(
    name="松濑县",
    short="松濑",
    level="县",
    government="县政府",
    scope="全县",
    ours="我县",
    parts=("石斛岭镇", "雁回镇", "濑口镇", "云杉坪乡", "松塘镇"),
    head="县长柏景然",
    deputies=("副县长俞青禾", "副县长马知微", "副县长钟毓秀"),
    roads=("松濑大道", "濑口路", "茶园路", "林海街", "石桥路"),
    zones=("松濑林产工业园", "石斛岭中药材产业园"),
    schools=("松濑县民族中学", "雁回镇中心学校", "濑口镇小学", "云杉坪乡寄宿制学校"),
    hospital="松濑县中医医院",
    river="松濑江",
    hill="石斛岭",
    villages=("听松坪村", "鹿饮溪村", "雁栖坪村", "云脚村"),
    phone_prefix="0000",
)
FENGDU = Place(
    name="枫渡县",
    short="枫渡",
    level="县",
    government="县政府",
    scope="全县",
    ours="我县",
    parts=("红叶埠镇", "漪湾镇", "鸥鹭镇", "苇荡乡", "橹声镇"),
    head="县长楚云帆",
    deputies=("副县长姚若水", "副县长丁一鸣", "副县长薛晚照"),
    roads=("枫渡大道", "漪湾路", "湖堤路", "红叶街", "橹声路"),
    zones=("枫渡水产品加工园", "漪湾文旅产业园"),
    schools=("枫渡县第二中学", "漪湾镇中心小学", "鸥鹭学校", "县职业技术学校"),
    hospital="枫渡县人民医院",
    river="漪水",
    hill="红叶岭",
    villages=("藕香湾村", "枫桥埠村", "橹声村", "稻香浦村"),
    phone_prefix="0000",
)
PLACES = (PROVINCE, LINLAN, QIYUN, CHENGHU, LUZHOU, QINGTING, SONGLAI, FENGDU)

_SITE_ROWS = (
    # key, region, serial, place, parent, host slug, theme, motto, street, postcode
    ("lanjiang", "470000", 1, PROVINCE, None, "", "blue", "江流千里 政通人和", "临岚市望岚路1号", "470000"),
    ("linlan", "470100", 1, LINLAN, "lanjiang", "linlan", "blue", "一江清水 满城书声", "临岚市滨江大道88号", "470100"),
    ("qiyun", "470200", 1, QIYUN, "lanjiang", "qiyun", "green", "云中栖林 岭上兴业", "栖云市云渚大道66号", "470200"),
    (
        "chenghu",
        "470300",
        1,
        CHENGHU,
        "lanjiang",
        "chenghu",
        "blue",
        "湖光映日 百业向新",
        "澄湖市湖滨大道18号",
        "470300",
    ),
    ("luzhou", "470102", 1, LUZHOU, "linlan", "luzhou", "red", "白鹭归洲 烟火可亲", "鹭洲区槐汀路9号", "470102"),
    (
        "qingting",
        "470121",
        1,
        QINGTING,
        "linlan",
        "qingting",
        "green",
        "青山绿汀 沃野丰年",
        "青汀县青汀大道1号",
        "470121",
    ),
    ("songlai", "470221", 1, SONGLAI, "qiyun", "songlai", "green", "松涛万顷 药香千家", "松濑县松濑大道2号", "470221"),
    ("fengdu", "470321", 1, FENGDU, "chenghu", "fengdu", "blue", "枫红两岸 渔歌一湖", "枫渡县枫渡大道16号", "470321"),
)
_SUB_ROWS = (
    ("qingting-jyj", "470121", 2, QINGTING, "qingting", "jyj", "edu", "县教育局", "青汀县学前街12号"),
    ("luzhou-wjj", "470102", 2, LUZHOU, "luzhou", "wjj", "health", "区卫生健康局", "鹭洲区棠岸南街30号"),
    ("songlai-nyj", "470221", 2, SONGLAI, "songlai", "nyj", "agri", "县农业农村局", "松濑县茶园路7号"),
    ("fengdu-jtj", "470321", 2, FENGDU, "fengdu", "jtj", "transport", "县交通运输局", "枫渡县漪湾路21号"),
)
_LEVEL_WORDS = {"省": "省级", "市": "市级", "县": "县级"}
_OFFICE_STREETS = ("{road}{n}号", "{road}{n}号政务大楼", "{zone}服务中心{f}楼")

DUTIES = {
    "office": "负责政府会议、文电、督查和政务公开工作，统筹政府网站建设管理，办理群众来信转办。",
    "ndrc": "拟订并组织实施国民经济和社会发展规划，统筹重大项目建设，承担价格、能源和公共信用管理工作。",
    "edu": "统筹各级各类教育发展，负责招生考试、教师队伍建设、学校安全和教育经费监督。",
    "science": "组织科技计划实施，推动科技成果转化，管理高新技术企业和科技型中小企业服务。",
    "industry": "推进新型工业化，指导中小企业发展和技术改造，监测工业经济运行。",
    "police": "维护社会治安和道路交通秩序，办理户籍、出入境和机动车管理业务。",
    "civil": "负责社会救助、养老服务、儿童福利、殡葬婚姻登记和地名管理。",
    "finance": "编制并执行财政预算决算，管理政府采购和国有资产，监督财政资金使用。",
    "hrss": "负责就业创业、社会保险、人才服务、劳动关系和工资支付保障。",
    "natural": "负责国土空间规划、不动产登记、耕地保护和地质灾害防治。",
    "env": "负责污染防治、环境监测、环评审批和生态环境执法。",
    "housing": "负责住房保障、物业管理指导、建筑市场和工程质量安全监管。",
    "transport": "负责公路、水路运输和公共交通管理，推进综合交通网络建设。",
    "water": "负责水资源管理、农村供水、河湖管护和水旱灾害防御工程。",
    "agri": "统筹乡村全面振兴，负责种植业、畜牧业、渔业和农产品质量安全。",
    "commerce": "负责内外贸易、招商引资、会展和生活服务业发展。",
    "culture": "负责公共文化服务、文化遗产保护、旅游市场管理和文艺创作。",
    "health": "负责公共卫生、医疗服务、基层卫生和妇幼健康、老龄健康工作。",
    "emergency": "负责安全生产综合监管、防灾减灾救灾和应急救援指挥协调。",
    "audit": "对财政收支、重大项目、民生资金和领导干部经济责任实施审计监督。",
    "market": "负责市场主体登记、食品药品和特种设备安全、价格和质量监督。",
    "stat": "组织实施统计调查，发布统计数据，开展经济运行监测分析。",
    "medins": "负责医疗保险、生育保险、医疗救助和医药价格招采管理。",
    "forestry": "负责造林绿化、森林资源保护、湿地和自然保护地管理。",
    "data": "负责公共数据资源管理、数字政府建设和政务服务平台运行。",
    "city_admin": "负责市容环境卫生、市政设施、园林绿化和城市管理执法。",
    "weather": "负责气象监测预报预警、人工影响天气和气象灾害防御。",
    "veteran": "负责退役军人安置、优待抚恤、就业创业和双拥工作。",
}


def site_key(place: Place) -> str:
    """The key of the portal of a place."""
    return next(row[0] for row in _SITE_ROWS if row[3] is place)


def sites() -> tuple[SiteSpec, ...]:
    """The twelve sites, parents before children."""
    found = []
    for key, region, serial, place, parent, host, theme, motto, street, postcode in _SITE_ROWS:
        code = f"{region}{serial:04d}"
        found.append(
            SiteSpec(
                key=key,
                code=code,
                name=f"{place.name}人民政府",
                short_name=place.short,
                level=place.level,
                kind="portal",
                parent=parent,
                host=host,
                path_prefix="",
                sponsor=organization_key(place, None),
                organiser=organization_key(place, "data" if place.level == "省" else "office"),
                icp_number=f"岚ICP备{region}{serial:02d}号-1",
                police_number=f"岚公网安备{region}020000{serial:02d}号",
                phone=f"0000-{int(region[2:]) + 2120000}",
                email=f"wz@{key}.example",
                address=f"岚江省{street}",
                postcode=postcode,
                theme=theme,
                motto=motto,
                place=place,
            )
        )
    for key, region, serial, place, parent, prefix, kind, short, street in _SUB_ROWS:
        above = next(site for site in found if site.key == parent)
        found.append(
            SiteSpec(
                key=key,
                code=f"{region}{serial:04d}",
                name=office(place, kind),
                short_name=short,
                level=place.level,
                kind="department",
                parent=parent,
                host=above.host,
                path_prefix=prefix,
                sponsor=organization_key(place, kind),
                organiser=organization_key(place, kind),
                icp_number=above.icp_number,
                police_number=above.police_number,
                phone=f"0000-{int(region[2:]) + 2120500}",
                email=f"{prefix}@{parent}.example",
                address=f"岚江省{street}",
                postcode=region,
                theme=above.theme,
                motto="",
                place=place,
            )
        )
    return tuple(found)


def office_of(site: str) -> str | None:
    """The kind of office that a sub-site belongs to, or None for a portal."""
    return next((row[6] for row in _SUB_ROWS if row[0] == site), None)


def organization_key(place: Place, kind: str | None) -> str:
    """The key of a government (kind None) or of one of its offices."""
    key = site_key(place)
    return key if kind is None else f"{key}/{kind}"


def organizations() -> tuple[OrganizationSpec, ...]:
    """Governments and offices, parents before children."""
    found = []
    for key, region, _, place, parent, *_ in _SITE_ROWS:
        head = next(site for site in sites() if site.key == key)
        found.append(
            OrganizationSpec(
                key=key,
                name=f"{place.name}人民政府",
                short_name=place.government,
                parent=parent,
                code=_credit_code(region, 0),
                phone=head.phone,
                address=head.address,
                duties=f"领导{place.scope}经济社会发展各项工作，依法履行{_LEVEL_WORDS[place.level]}人民政府职责。",
            )
        )
        for number, kind in enumerate(OFFICES, start=1):
            if kind == "city_admin" and place.level == "省":
                continue
            seat = LINLAN if place.level == "省" else place
            template = _OFFICE_STREETS[number % 3]
            found.append(
                OrganizationSpec(
                    key=f"{key}/{kind}",
                    name=office(place, kind),
                    short_name=office_short(place, kind),
                    parent=key,
                    code=_credit_code(region, number),
                    phone=f"0000-{int(region[2:]) % 900 + 300}{1000 + number * 37:04d}",
                    address=seat.name
                    + template.format(
                        road=seat.roads[number % len(seat.roads)],
                        zone=seat.zones[number % len(seat.zones)],
                        n=number * 7 % 180 + 3,
                        f=number % 5 + 1,
                    ),
                    duties=DUTIES[kind],
                )
            )
    return tuple(found)


def _credit_code(region: str, number: int) -> str:
    """Eighteen characters in the form of a unified social credit code; the 11 at the head marks an organ of state."""
    return f"11{region}MB{number:03d}{int(region) % 9973:04d}X"[:18]
