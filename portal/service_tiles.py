"""办事服务 on the home page until there is a catalogue of services: the usual matters, what to search, the drawing."""

PEOPLE = (
    ("生育收养", "生育", "birth"),
    ("就学升学", "入学", "school"),
    ("就业创业", "就业", "job"),
    ("婚姻登记", "婚姻登记", "marriage"),
    ("住房保障", "住房", "house"),
    ("社会保险", "社会保险", "pension"),
    ("医疗卫生", "医疗", "health"),
    ("交通出行", "机动车", "car"),
    ("出境入境", "出入境", "passport"),
    ("助残扶弱", "残疾人", "disabled"),
    ("文化体育", "文化", "culture"),
    ("环保绿化", "环境", "environment"),
    ("三农服务", "农业", "farm"),
    ("司法公证", "公证", "law"),
    ("消费维权", "消费", "social"),
    ("养老服务", "养老", "elder"),
)
FIRMS = (
    ("设立变更", "企业开办", "business"),
    ("准营准办", "许可", "licence"),
    ("投资审批", "项目审批", "project"),
    ("税收财务", "税", "tax"),
    ("科技创新", "科技", "idea"),
    ("人力资源", "人才", "users"),
    ("融资信贷", "融资", "invest"),
    ("年检年审", "年报", "report"),
)
TOPICS = (
    ("高效办成一件事", "高效办成一件事", "check-circle"),
    ("营商环境", "营商环境", "business"),
    ("乡村振兴", "乡村", "farm"),
    ("安全生产", "安全生产", "fire"),
    ("公共数据", "公共数据", "data"),
    ("交通运输", "交通", "transport"),
    ("生态环境", "生态", "environment"),
    ("文化旅游", "旅游", "travel"),
)
GROUPS = (("个人", PEOPLE), ("法人", FIRMS), ("主题", TOPICS))
HOT = ("异地就医备案", "新生儿落户", "企业开办", "公积金提取", "不动产登记", "居住证办理")
