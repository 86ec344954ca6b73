"""Interpretations of the documents, in several forms, made from the same subjects so that they agree with the text."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from .charts import chart_body
from .columns import interpretation_column
from .composing import fill, office, office_short, place_words, summary_of, to_html
from .documents import Subject, subjects
from .people import REPORTERS
from .places import sites
from .shapes import ArticleSpec, DocumentSpec, InterpretationSpec, SiteSpec

TEXT, CHART, ANSWERS, VIDEO, EXPERT, MEDIA, INTERVIEW, AUDIO = (
    "文字解读", "图解", "问答", "视频解读", "专家解读", "媒体评论", "在线访谈", "音频解读",
)  # fmt: skip
_ROLE = {
    TEXT: "起草部门", CHART: "起草部门", ANSWERS: "起草部门", VIDEO: "起草部门", EXPERT: "专家学者", MEDIA: "新闻媒体",
    INTERVIEW: "起草部门负责人", AUDIO: "起草部门",
}  # fmt: skip
_FIRST_FORMS = (TEXT, CHART, ANSWERS, TEXT, INTERVIEW, ANSWERS, CHART, TEXT, VIDEO, ANSWERS)
_SECOND_FORMS = (CHART, ANSWERS, EXPERT, VIDEO, MEDIA, AUDIO, TEXT)
# How many working days after the document its interpretation came; the last of the list are later than ten.
_DELAYS = (1, 0, 2, 3, 1, 5, 4, 2, 8, 6, 3, 0, 1, 12, 2, 4, 7, 1, 3, 14)
_WANTED, _WAITING_DAYS, _NEVER = 40, 13, 4


def compose_interpretations(
    rng: random.Random, today: date, documents: Sequence[DocumentSpec], is_workday: Callable[[date], bool]
) -> tuple[InterpretationSpec, ...]:
    """Forty interpretations. The newest documents still wait for theirs, and four older ones are overdue."""
    by_key = {site.key: site for site in sites()}
    due = [one for one in documents if one.needs_interpretation]
    waiting = {one.key for one in due if (today - one.written_on).days <= _WAITING_DAYS}
    overdue = [
        one
        for one in reversed(due)
        if one.key not in waiting and (today - one.written_on).days > 16 and "-" not in one.article.site
    ]
    never = {one.key for one in overdue[1 : 1 + _NEVER * 3 : 3]}
    ready = [one for one in reversed(due) if one.key not in waiting | never]
    found: list[InterpretationSpec] = []
    for number, document in enumerate(ready):
        form = _FIRST_FORMS[number % len(_FIRST_FORMS)]
        found.append(_compose(rng, today, document, by_key, form, _DELAYS[number % len(_DELAYS)], is_workday))
    for number, document in enumerate(ready):
        if len(found) >= _WANTED:
            break
        form = _SECOND_FORMS[number % len(_SECOND_FORMS)]
        if form == _FIRST_FORMS[number % len(_FIRST_FORMS)]:
            form = TEXT if form != TEXT else CHART
        found.append(_compose(rng, today, document, by_key, form, 3 + number % 5, is_workday))
    return tuple(found[:_WANTED])


def _compose(
    rng: random.Random,
    today: date,
    document: DocumentSpec,
    by_key: dict[str, SiteSpec],
    form: str,
    delay: int,
    is_workday: Callable[[date], bool],
) -> InterpretationSpec:
    site = by_key[document.article.site]
    subject = subjects()[document.key.split(":")[1]]
    on = document.printed_on
    while delay and on < today:
        on += timedelta(days=1)
        delay -= is_workday(on)
    on = min(max(on, document.written_on), today)
    words = place_words(rng, site.place, document.written_on)
    drafter = site.name if site.kind == "department" else office(site.place, subject.office)
    if drafter.startswith("岚江省住房和城乡建设厅") or subject.office != "city_admin" or site.level != "省":
        short = office_short(site.place, subject.office)
    else:
        short, drafter = "省住房城乡建设厅", "岚江省住房和城乡建设厅"
    title, lines = _BUILDERS[form](rng, document, subject, short)
    lines = [fill(rng, line, words) for line in lines]
    body = to_html(lines)
    if form == CHART:
        body = chart_body(lines, document, subject, lambda line: fill(rng, line, words))
    article = ArticleSpec(
        site=site.key,
        column=interpretation_column(site),
        title=title,
        summary=summary_of(lines),
        body=body,
        source=f"{site.place.short}日报" if form == MEDIA else drafter,
        author=rng.choice(REPORTERS) if form in (MEDIA, INTERVIEW) else "",
        days_ago=(today - on).days,
        minute=max(document.article.minute + 20, 600) if on == document.printed_on else rng.randint(540, 1040),
        keywords=(subject.topic[1], form, site.place.short),
    )
    return InterpretationSpec(document.key, article, form, _ROLE[form])


def _matter(subject: Subject) -> str:
    matter = subject.short
    for verb in (
        "科学",
        "推进",
        "加快发展",
        "加快",
        "优化",
        "加强",
        "规范",
        "提升",
        "健全",
        "完善",
        "调整",
        "深化",
        "支持",
        "构建更高水平",
        "推动",
    ):
        matter = matter.removeprefix(verb)
    return matter.removesuffix("有关事项").removesuffix("管理办法").removesuffix("若干措施").removesuffix("工作")


def _quoted(document: DocumentSpec) -> str:
    return f"《{document.article.title}》（{document.document_number}）"


def _measures(subject: Subject) -> list[tuple[str, str]]:
    return [tuple(measure.split("。", 1)) for _, measures in subject.sections for measure in measures]


def _why(document: DocumentSpec, subject: Subject) -> str:
    return f"{subject.background}。起草过程中，起草部门先后到基层召开座谈会，征求有关单位和群众意见，并作了合法性审核。"


def _text(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    lines = [f"近日，{_quoted(document)}印发实施。现就有关内容解读如下。", "## 一、为什么出台", _why(document, subject)]
    lines += [
        "## 二、适用于谁",
        f"适用于{document.issuer[:3]}行政区域内与{_matter(subject)}有关的单位和个人，自{_day(document)}起施行。",
    ]
    lines.append("## 三、主要内容")
    for heading, measures in subject.sections:
        names = "；".join(measure.partition("。")[0] for measure in measures)
        lines.append(f"**{heading}。**包括{names}。{measures[0].partition('。')[2]}")
    lines.append("## 四、群众能得到什么")
    lines += [f"- {benefit}。" for benefit in subject.benefits]
    lines += [
        "## 五、注意事项",
        "此前规定与本文件不一致的，以本文件为准。办理中遇到问题，可在政府网站互动交流栏目留言，七个工作日内答复。",
    ]
    title = rng.choice(
        (f"关于《{_bare(document)}》的解读", f"《{_bare(document)}》政策解读", f"{short}解读“{_matter(subject)}”新政策")
    )
    return title, lines


def _chart(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    lines = [f"一张表看懂{_quoted(document)}。", "| 要点 | 具体规定 |"]
    lines += [f"| {name} | {rest} |" for name, rest in _measures(subject)]
    lines += ["## 与您有关的几件事", *(f"{number}. {benefit}。" for number, benefit in enumerate(subject.benefits, 1))]
    lines.append(f"施行日期：{_day(document)}。制图和审核：{short}。")
    return rng.choice((f"一图读懂：{_matter(subject)}", f"图解｜{_matter(subject)}有哪些新变化")) + _where(
        document
    ), lines


def _answers(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    lines = [f"{_quoted(document)}印发后，不少群众来信来电询问。{short}就大家关心的问题作出解答。"]
    lines += ["### 问：为什么要出台这份文件？", f"答：{subject.background}。文件针对这些问题提出了具体措施。"]
    for question, answer in subject.questions:
        lines += [f"### 问：{question}", f"答：{answer}"]
    lines += [
        "### 问：群众能得到哪些实惠？",
        "答：概括起来有" + "三两四"[len(subject.benefits) % 3] + "条。" + "；".join(subject.benefits) + "。",
    ]
    lines += [
        "### 问：从什么时候开始执行？",
        f"答：自{_day(document)}起施行。施行前已经受理的事项，按照有利于群众的原则办理。",
    ]
    title = rng.choice(
        (
            f"{_matter(subject)}，您关心的问题有答案了",
            f"{short}有关负责人就{_matter(subject)}答记者问",
            f"问答：{_matter(subject)}，一次说明白",
        )
    )
    return title + _where(document), lines


def _video(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    names = [name for name, _ in _measures(subject)]
    lines = [f"本期视频用两分半钟介绍{_quoted(document)}的主要内容。以下为文字稿。"]
    lines += ["**【画面：街道、社区、窗口】**", f"旁白：{subject.background}。怎么办？新文件给出了办法。"]
    lines += [
        "**【画面：动画示意】**",
        f"旁白：这份文件共有{len(names)}项具体措施，先记住三个关键词：{'、'.join(names[:3])}。",
    ]
    lines += [f"旁白：{benefit}。" for benefit in subject.benefits]
    lines += ["**【画面：结尾字幕】**", f"旁白：文件自{_day(document)}起施行，想了解全文，请看页面下方的文件链接。"]
    return f"视频｜两分半钟说清{_matter(subject)}" + _where(document), lines


def _expert(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    school = rng.choice(("岚江大学公共管理学院", "岚江师范学院社会发展研究中心", "岚江省发展战略研究院"))
    names = [name for name, _ in _measures(subject)]
    lines = [f"{_quoted(document)}把群众的具体困难转化为可检查的工作任务，值得关注。"]
    lines += ["## 抓住了真问题", f"{subject.background}。文件没有停留在原则性要求上，而是逐项给出标准和时限。"]
    lines += [
        "## 亮点在于可执行",
        f"“{names[0]}”“{names[1]}”等条款写明了谁来做、做到什么程度。{_measures(subject)[0][1]}",
    ]
    lines += [
        "## 落实中要留意什么",
        "一要防止简单分解指标，二要让服务对象参与评价，三要及时公开进展。制度的生命力在于执行，评价的标准在于群众感受。",
    ]
    lines.append(f"（作者单位：{school}）")
    return f"专家解读：{_matter(subject)}为何强调“{names[0]}”" + _where(document), lines


def _media(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    _name, rest = _measures(subject)[-1]
    lines = [
        f"读{_quoted(document)}，最让人眼前一亮的不是篇幅，而是分寸。",
        f"{subject.background}，这是许多人日常感受到的烦恼。文件直面烦恼，提出：{rest}",
    ]
    lines.append(f"对普通人来说，{subject.benefits[0]}，这就是实实在在的变化。")
    lines.append("当然，文件印发只是开头。窗口人员是否熟悉、补助是否按时到账、问题有没有人管，都要在落实中检验。")
    lines.append("期待各地把纸面上的条款变成生活里的便利，也期待更多群众参与监督，让好政策不走样。")
    return f"评论：把{_matter(subject)}办到群众心坎上" + _where(document), lines


def _interview(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    lines = [
        f"{short}负责人做客在线访谈，介绍{_quoted(document)}有关情况。",
        "**主持人：**这份文件出台的背景是什么？",
        f"**嘉宾：**{subject.background}。我们用半年时间调研，形成了现在的文本。",
    ]
    lines += [
        "**主持人：**请介绍几项群众最关心的措施。",
        "**嘉宾：**"
        + "".join(f"第{'一二三'[n]}，{name}，{rest}" for n, (name, rest) in enumerate(_measures(subject)[:3])),
    ]
    for question, answer in subject.questions:
        lines += [f"**网友提问：**{question}", f"**嘉宾：**{answer}"]
    lines += [
        "**主持人：**怎样保证落实？",
        "**嘉宾：**任务分工已随文件公布，每季度公开进展，年底请群众打分。欢迎大家监督。",
    ]
    return f"{short}负责人做客访谈：{_matter(subject)}有哪些新举措" + _where(document), lines


def _audio(rng: random.Random, document: DocumentSpec, subject: Subject, short: str) -> tuple[str, list[str]]:
    lines = [
        f"听众朋友，今天用三分钟为您读懂{_quoted(document)}。以下为音频文字稿，可使用页面上的朗读功能收听。",
        f"先说背景。{subject.background}。",
    ]
    lines += [f"再说变化。{benefit}。" for benefit in subject.benefits]
    question, answer = subject.questions[0]
    lines += [f"最后回答一位听众的问题：{question}{answer}", f"文件自{_day(document)}起施行，感谢收听。"]
    return f"听政策｜{_matter(subject)}三分钟速览" + _where(document), lines


def _bare(document: DocumentSpec) -> str:
    return document.article.title


def _where(document: DocumentSpec) -> str:
    return "" if document.key.startswith("lanjiang:") else f"（{document.issuer[:3]}）"


def _day(document: DocumentSpec) -> str:
    day = document.effective_on
    return f"{day.year}年{day.month}月{day.day}日"


_BUILDERS = {
    TEXT: _text,
    CHART: _chart,
    ANSWERS: _answers,
    VIDEO: _video,
    EXPERT: _expert,
    MEDIA: _media,
    INTERVIEW: _interview,
    AUDIO: _audio,
}
