"""Citizens' letters with replies and the whole story of their handling, in every state and every colour of the clock."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .composing import SCALE, TEXTS, draw, fill, office, place_words
from .people import (
    DECLINE_REASONS,
    EXTENSION_REASONS,
    RATING_TEXTS,
    REPLY_RETURN_OPINIONS,
    a_mobile,
    a_name,
)
from .places import CHENGHU, LINLAN, PROVINCE, QIYUN, office_of, organization_key, sites
from .shapes import LetterSpec, LetterStep, SiteSpec

MAILBOXES = {
    "领导信箱": "leader",
    "咨询": "consult",
    "投诉": "complaint",
    "建议": "suggestion",
    "感谢": "board",
    "求助": "board",
    "举报": "report",
    "找错": "correction",
}
REPLY_DAYS, EXTENDED_DAYS = 7, 15
_COUNTS = {
    "lanjiang": 68, "linlan": 44, "qiyun": 38, "chenghu": 38, "luzhou": 26, "qingting": 24, "songlai": 21, "fengdu": 21,
    "qingting-jyj": 6, "luzhou-wjj": 4, "songlai-nyj": 5, "fengdu-jtj": 5,
}  # fmt: skip
# Open letters: state, working days since receipt; on the eighth they are late, on the seventh they are due.
_OPEN = (
    ("submitted", 0), ("accepted", 1), ("assigned", 2), ("in_hand", 7), ("drafted", 6), ("in_hand", 9), ("returned", 5),
    ("in_hand", 4), ("assigned", 6), ("extended", 10), ("submitted", 1), ("drafted", 7), ("in_hand", 5), ("merged", 3),
    ("assigned", 8), ("in_hand", 3), ("returned", 8), ("extended", 14), ("accepted", 2), ("drafted", 4),
)  # fmt: skip
_DONE = (
    "replied", "rated", "closed", "rated", "replied", "closed", "declined", "rated", "replied", "rated", "closed",
    "rated", "replied", "rated", "withdrawn", "closed", "rated", "replied",
)  # fmt: skip
_URBAN_MISFITS = ("村里", "通村", "村道", "村干部", "我们村", "种子", "承包", "{village}", "{hill}", "返乡")
_DAYS_TAKEN = (1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 9, 2, 12, 3, 5, 8)
_GREETINGS = (
    "{name}，您好！您反映的事项收悉，经调查核实，现答复如下：",
    "尊敬的网友，您好！感谢您的来信。经研究，现将有关情况回复如下：",
    "您好！来信已阅，我们立即安排人员核实，现将办理情况告知您：",
    "{name}，您好！感谢您对我们工作的关心。针对您提出的问题，答复如下：",
    "您好，您的留言已转{org}办理。现答复如下：",
)
_FAREWELLS = (
    "感谢您的理解与支持，祝您生活愉快！",
    "如对答复有疑问，欢迎随时与我们联系。感谢您的来信。",
    "欢迎您继续监督我们的工作。",
    "给您带来的不便，敬请谅解。祝您工作顺利、身体健康！",
    "感谢您的宝贵意见。",
)
_OPENINGS = ("您好！", "领导您好，", "", "工作人员你好，", "你们好！", "", "尊敬的领导：", "请问一下，", "")
_POSTSCRIPTS = ("谢谢！", "盼复。", "麻烦尽快给个答复，谢谢。", "", "希望能重视。", "", "辛苦了！", "恳请回复。")


@dataclass
class Matter:
    """One kind of letter: titles, the letter's text and the paragraphs of a good reply."""

    kind: str
    office: str
    slots: list[tuple[str, str]]
    titles: list[str]
    letters: list[str]
    reply: list[str]


@cache
def matters() -> tuple[Matter, ...]:
    """All matters of `texts/letters.txt`."""
    found: list[Matter] = []
    for raw in (TEXTS / "letters.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = raw.strip().partition(" ")
        if mark == "===":
            kind, _, office_kind = rest.partition("|")
            found.append(Matter(kind.strip(), office_kind.strip(), [], [], [], []))
        elif mark == "$":
            key, _, value = rest.partition(":")
            found[-1].slots.append((key.strip(), value.strip()))
        elif mark == "T":
            found[-1].titles.append(rest)
        elif mark == "L":
            found[-1].letters.append(rest)
        elif mark == "R":
            found[-1].reply.append(rest)
    return tuple(found)


def compose_letters(rng: random.Random, today: date, is_workday: Callable[[date], bool]) -> tuple[LetterSpec, ...]:
    """Three hundred letters; `is_workday` is the calendar by which their clocks run."""
    found: list[LetterSpec] = []
    for site in sites():
        found += _letters_of(rng, today, site, _COUNTS[site.key], is_workday)
    return tuple(found)


def _letters_of(
    rng: random.Random, today: date, site: SiteSpec, count: int, is_workday: Callable[[date], bool]
) -> list[LetterSpec]:
    own = office_of(site.key)
    urban = site.place.name.endswith("区")
    pool = [
        (matter, title)
        for matter in matters()
        for title in matter.titles
        if own in (None, matter.office)
        and not (urban and any(word in text for word in _URBAN_MISFITS for text in (title, *matter.letters)))
    ]
    rng.shuffle(pool)
    pool = _interleaved(pool)
    open_count = max(2, round(count * 0.3))
    shift = sum(map(ord, site.key))
    found, titles = [], set()
    age = 2
    for number in range(count):
        is_open = number < open_count
        for attempt in range(30):
            matter, title = pool[(number + attempt) % len(pool)]
            received_before = _OPEN[(number + shift) % len(_OPEN)] if is_open else None
            if received_before is not None:
                state, working = received_before
                received = _back(today, working, is_workday)
            else:
                state = _DONE[(number + shift) % len(_DONE)]
                working, received = None, today - timedelta(days=age)
            letter = _compose(rng, today, site, matter, title, state, working, received, is_workday, number)
            if letter.title not in titles:
                break
        titles.add(letter.title)
        found.append(letter)
        if not is_open:
            age += rng.choice((1, 2, 2, 3, 4)) if site.level == "省" else rng.choice((2, 3, 4, 6))
        else:
            age = max(age, 2)
    return found


def _interleaved(pool: list[tuple[Matter, str]]) -> list[tuple[Matter, str]]:
    """The first title of each matter, then the second of each, so that one matter does not follow itself."""
    rounds: dict[int, list[tuple[Matter, str]]] = {}
    seen: dict[int, int] = {}
    for matter, title in pool:
        seen[id(matter)] = seen.get(id(matter), -1) + 1
        rounds.setdefault(seen[id(matter)], []).append((matter, title))
    return [pair for level in sorted(rounds) for pair in rounds[level]]


def _back(today: date, working: int, is_workday: Callable[[date], bool]) -> date:
    """The latest day whose `working`-th following working day is today or, on a day off, the last one before."""
    day = today
    while working:
        working -= is_workday(day)
        day -= timedelta(days=1)
    return day


def _after(day: date, working: int, is_workday: Callable[[date], bool]) -> date:
    while working:
        day += timedelta(days=1)
        working -= is_workday(day)
    return day


def _compose(
    rng: random.Random,
    today: date,
    site: SiteSpec,
    matter: Matter,
    title: str,
    state: str,
    working: int | None,
    received: date,
    is_workday: Callable[[date], bool],
    number: int,
) -> LetterSpec:
    place = site.place
    told = rng.choice((LINLAN, QIYUN, CHENGHU)) if place is PROVINCE else place
    words = place_words(rng, told, received)
    words |= {"head": place.head, "gov": place.government}
    for key, value in matter.slots:
        words[key] = draw(rng, value, SCALE[place.level])
    for key, _ in matter.slots:
        words[key] = fill(rng, words[key], words)
    kind = "housing" if matter.office == "city_admin" and place is PROVINCE else matter.office
    name = a_name(rng)
    org = site.name if site.kind == "department" else office(place, kind)
    answer = _after(received, _DAYS_TAKEN[(number * 5 + len(site.key)) % len(_DAYS_TAKEN)], is_workday)
    answer = min(answer, today)
    polite = name[0] + rng.choice(("先生", "女士"))
    reply = "\n".join(
        [
            rng.choice(_GREETINGS).format(name=polite, org=org),
            *(fill(rng, paragraph, words) for paragraph in matter.reply),
            rng.choice(_FAREWELLS),
        ]
    )
    opening, postscript = rng.choice(_OPENINGS), rng.choice(_POSTSCRIPTS)
    body = fill(rng, rng.choice(matter.letters), words)
    if matter.kind == "感谢":
        opening, postscript = "", ""
    rating = rng.choice((5, 5, 5, 4, 4, 3, 4, 3)) if state in ("rated", "closed") and rng.random() < 0.9 else None
    if state == "rated" and rating is None:
        rating = 5
    extended = state == "extended" or (working is None and (answer - received).days > 10)
    final = "in_hand" if state == "extended" else state
    minute = rng.choice((rng.randint(7 * 60, 12 * 60), rng.randint(12 * 60, 23 * 60 + 20)))
    return LetterSpec(
        site=site.key,
        mailbox=MAILBOXES[matter.kind],
        kind=matter.kind,
        title=fill(rng, title, words),
        content=f"{opening}{body}{postscript}",
        writer=name,
        phone=a_mobile(rng),
        email=f"reader{rng.randint(1000, 99999)}@mail.example" if rng.random() < 0.4 else "",
        days_ago=(today - received).days,
        minute=minute,
        organization=site.sponsor if site.kind == "department" else organization_key(place, kind),
        target=final,
        reply=reply if final in ("drafted", "returned", "replied", "rated", "closed") else "",
        colour=_colour(today, received, final, extended, is_workday),
        public_wanted=rng.random() < 0.86,
        published=final in ("replied", "rated", "closed") and rng.random() < 0.93,
        rating=rating,
        rating_text=rng.choice(RATING_TEXTS[rating]) if rating else "",
        extension_reason=rng.choice(EXTENSION_REASONS) if extended else "",
        steps=_steps(
            rng, today, received, answer, final, extended, minute, is_workday, reply, rating, matter.kind == "投诉"
        ),
    )


def _colour(today: date, received: date, state: str, extended: bool, is_workday: Callable[[date], bool]) -> str:
    if state in ("replied", "rated", "closed", "declined", "withdrawn", "merged"):
        return "done"
    due = _after(received, EXTENDED_DAYS if extended else REPLY_DAYS, is_workday)
    if due <= today:
        return "today" if due == today else "overdue"
    return "soon" if due <= _after(today, 2, is_workday) else "safe"


def _steps(
    rng: random.Random,
    today: date,
    received: date,
    answer: date,
    state: str,
    extended: bool,
    minute: int,
    is_workday: Callable[[date], bool],
    reply: str,
    rating: int | None,
    complaint: bool,
) -> tuple[LetterStep, ...]:
    """What was done on the way to `state`, each step on a working day, none before the one ahead of it."""
    next_day = min(_after(received, 1, is_workday), today)
    middle = min(max(next_day, received + (answer - received) // 2), today)
    steps: list[tuple[str, date, str, str]] = []
    if state == "withdrawn":
        steps.append(("withdraw", next_day, "citizen", "问题已经解决，申请撤回。"))
    elif state == "declined":
        steps.append(("decline", next_day, "intake", rng.choice(DECLINE_REASONS if complaint else DECLINE_REASONS[2:])))
    elif state == "merged":
        steps += [("accept", next_day, "intake", ""), ("merge", next_day, "intake", "与同一事项来信并案办理。")]
    elif state != "submitted":
        steps.append(("accept", next_day, "intake", ""))
        if state != "accepted":
            steps.append(("assign", next_day, "intake", "请核实情况，按期答复。"))
        if state not in ("accepted", "assigned"):
            steps.append(("take", next_day, "handler", ""))
            if extended:
                steps.append(("extend", middle, "handler", ""))
                steps.append(("approve_extension", middle, "approver", "同意延期，请告知来信人。"))
        if state in ("drafted", "returned", "replied", "rated", "closed"):
            steps.append(("draft", middle, "handler", reply))
        if state == "returned" or (state == "closed" and rng.random() < 0.3):
            steps.append(("return", middle, "approver", rng.choice(REPLY_RETURN_OPINIONS)))
        if state in ("replied", "rated", "closed"):
            if steps[-1][0] == "return":
                steps.append(("draft", answer, "handler", reply))
            steps.append(("approve", answer, "approver", "同意答复。"))
            steps.append(("publish", answer, "intake", ""))
        if rating:
            steps.append(("rate", min(answer + timedelta(days=rng.randint(0, 3)), today), "citizen", ""))
        if state == "closed":
            steps.append(("close", min(answer + timedelta(days=4), today), "intake", ""))
    found, last = [], (received, minute)
    for verb, day, by, text in steps:
        at = (day, rng.randint(8 * 60 + 40, 17 * 60 + 20))
        if at <= last:
            at = (last[0], last[1] + rng.randint(6, 40)) if last[1] < 23 * 60 + 10 else (last[0], last[1] + 1)
        last = at
        found.append(LetterStep(verb, (today - at[0]).days, min(at[1], 23 * 60 + 59), by, text))
    return tuple(found)
