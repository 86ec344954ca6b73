"""Illustrations drawn by the program: calm, flat landscapes and places in a few palettes, the same on every machine.

`draw(name)` gives a 1200 x 675 picture as JPEG bytes; `banner(name)` a 1200 x 200 strip for a special topic.
"""

import math
from collections.abc import Callable

from .drawing import AUTUMN, DAWN, DUSK, HEIGHT, JADE, MIST, SKY, WIDTH, Canvas, Colour, Palette, mix

BANNER_HEIGHT = 200
_WHITE = (255, 255, 255)
_HEALTH = (38, 146, 128)
CAPTIONS = {
    "city-dawn": "晨光中的城市新区",
    "civic-square": "政务服务中心前的市民广场",
    "bridge-river": "跨江大桥连通两岸",
    "rail-viaduct": "列车驶过山间高架桥",
    "wind-turbines": "山脊上的风电场",
    "factory-park": "产业园区厂房整齐排列",
    "cranes": "重大项目建设工地",
    "laboratory": "科研人员的实验台一角",
    "city-night": "夜色里的数字产业园",
    "old-town": "修缮一新的临水老街",
    "terraces": "层层梯田映着天光",
    "rice-harvest": "收割机在稻田里作业",
    "tea-hills": "茶山上的采茶时节",
    "village-river": "溪流穿过的村庄",
    "school": "新建成的校园",
    "library": "市民在图书馆里阅读",
    "hospital": "医院门诊综合楼",
    "community": "改造后的老旧小区",
    "reservoir": "山谷中的水库大坝",
    "wetland": "湿地里栖息的白鹭",
    "lake-boats": "湖面上归航的渔船",
    "forest-tower": "林区的防火瞭望塔",
    "stadium-park": "湖畔健身步道与骑行道",
    "cloud-sea": "群山之间的云海",
}


def _city_dawn(c: Canvas) -> None:
    p = c.palette
    c.glow(940, 210, 50)
    c.clouds(120, 3, 40)
    c.graded([(0, 480), *c.ridge(420, 90, 3, 1.2), (WIDTH, 480)], p.far, mix(p.far, p.pale, 0.7))
    c.skyline(470, 270, 15, mix(p.near, p.far, 0.25), mix(p.far, p.sky[1], 0.25), 0.06)
    c.lake(470, 30)
    for index in range(10):
        y = 486 + index * 19
        half = 34 + index * 9
        c.box(940 - half, y, 940 + half, y + 3.4, mix(p.water[0], p.sun, 0.9), 1.5)
    c.graded([(0, 675), (0, 596), (300, 606), (560, 640), (720, 675)], mix(p.near, p.dark, 0.3), p.dark)
    for x, size in ((60, 92), (130, 70), (214, 84), (300, 58), (384, 64)):
        c.tree(x, 612 + x * 0.05, size, mix(p.near, p.dark, 0.35))


def _civic_square(c: Canvas) -> None:
    p = c.palette
    c.clouds(110, 4, 44)
    c.hills(400, 110, 2, 40)
    wall = mix(p.pale, p.far, 0.12)
    c.block(150, 500, 250, 150, 5, wall, mix(p.near, p.sky[1], 0.35))
    c.block(800, 500, 250, 150, 5, wall, mix(p.near, p.sky[1], 0.35))
    c.box(380, 300, 820, 500, mix(wall, _WHITE, 0.5))
    for column in range(9):
        x = 404 + column * 46
        c.box(x, 322, x + 26, 486, mix(p.near, p.sky[1], 0.28))
        c.box(x + 26, 316, x + 38, 500, _WHITE)
    c.poly([(352, 300), (848, 300), (820, 276), (380, 276)], mix(p.near, p.dark, 0.1))
    c.box(372, 486, 828, 500, mix(p.far, p.dark, 0.1))
    c.gradient((0, 500, WIDTH, HEIGHT), mix(p.pale, p.far, 0.3), mix(p.pale, p.far, 0.55))
    for step in range(5):
        c.box(330 - step * 14, 500 + step * 8, 870 + step * 14, 506 + step * 8, mix(p.pale, _WHITE, 0.6))
    c.poly([(520, 540), (680, 540), (820, 675), (380, 675)], mix(p.pale, _WHITE, 0.7))
    green = mix(p.near, (92, 150, 96), 0.55)
    for side in (0, 1):
        c.poly(
            [
                (side * WIDTH, 560),
                (430 if not side else 770, 556),
                (300 if not side else 900, 675),
                (side * WIDTH, 675),
            ],
            mix(green, p.pale, 0.25),
        )
        for index in range(4):
            x = 60 + index * 88
            c.tree(x if not side else WIDTH - x, 580 + index % 2 * 12, 92 - index * 8, green)
    for x, y, s in ((470, 620, 54), (500, 626, 50), (742, 604, 46), (612, 576, 36), (566, 660, 60), (870, 650, 58)):
        c.person(x, y, s, mix(p.dark, p.accent, (x % 5) / 6))


def _bridge_river(c: Canvas) -> None:
    p = c.palette
    c.glow(250, 190, 40, 0.6)
    c.clouds(100, 3, 42)
    c.hills(360, 150, 3, 46)
    c.lake(470, 34)
    deck, tower = mix(p.pale, _WHITE, 0.6), _WHITE
    cable = mix(p.pale, p.near, 0.25)
    for top in (400, 820):
        for side in (-1, 1):
            for step in range(1, 13):
                c.line([(top, 150 + step * 7), (top + side * step * 25, 420)], cable, 1.6)
    c.poly([(0, 418), (WIDTH, 418), (WIDTH, 434), (0, 434)], deck)
    c.box(0, 434, WIDTH, 442, mix(p.near, p.far, 0.45))
    for top in (400, 820):
        c.poly([(top - 24, 560), (top - 9, 136), (top + 9, 136), (top + 24, 560)], tower)
        c.poly([(top + 3, 560), (top + 3, 136), (top + 9, 136), (top + 24, 560)], mix(tower, p.far, 0.5))
        c.box(top - 15, 420, top + 15, 442, deck)
        c.disc(top, 562, 46, mix(p.water[1], p.near, 0.3), 0.2)
    for x in range(40, WIDTH, 150):
        c.box(x, 409, x + 28, 418, mix(p.accent, p.pale, (x % 4) / 5), 3)
    c.graded([(0, 675), (0, 604), (220, 588), (430, 632), (560, 675)], mix(p.near, p.dark, 0.15), p.dark)
    c.graded([(WIDTH, 675), (WIDTH, 586), (1060, 600), (880, 650), (800, 675)], mix(p.near, p.dark, 0.15), p.dark)
    for x in (40, 110, 180, 262, 1040, 1110, 1176):
        c.tree(x, 624 + (x % 3) * 6, 76 + x % 22, mix(p.near, p.dark, 0.2))


def _rail_viaduct(c: Canvas) -> None:
    p = c.palette
    c.clouds(92, 3, 40)
    c.hills(330, 170, 4, 60)
    rail = mix(p.pale, _WHITE, 0.5)
    for index, x in enumerate(range(-40, WIDTH + 120, 150)):
        c.poly([(x - 14, 440), (x + 14, 440), (x + 22, 675), (x - 22, 675)], mix(rail, p.far, 0.35))
        c.poly([(x + 4, 440), (x + 14, 440), (x + 22, 675), (x + 10, 675)], mix(rail, p.far, 0.6))
        c.poly([(x - 42, 424), (x + 42, 424), (x + 14, 452), (x - 14, 452)], mix(rail, p.far, 0.3 + index * 0))
    c.box(0, 408, WIDTH, 428, rail)
    c.box(0, 428, WIDTH, 436, mix(p.far, p.near, 0.3))
    for x in range(20, WIDTH, 100):
        c.line([(x, 408), (x, 338), (x + 26, 338)], mix(p.near, p.far, 0.4), 3)
    c.line([(0, 346), (WIDTH, 346)], mix(p.near, p.far, 0.4), 1.4)
    body = _WHITE
    c.poly([(250, 406), (1200, 406), (1200, 356), (392, 356), (330, 366), (272, 388)], body)
    c.poly([(250, 406), (1200, 406), (1200, 398), (256, 398)], mix(p.near, p.dark, 0.2))
    c.poly([(322, 372), (380, 360), (392, 360), (392, 376), (330, 379)], mix(p.dark, p.near, 0.3))
    for x in range(420, WIDTH, 44):
        c.box(x, 364, x + 30, 379, mix(p.dark, p.sky[0], 0.35), 4)
    c.box(300, 386, WIDTH, 391, p.accent)
    for x in (640, 920):
        c.box(x, 356, x + 2, 406, mix(p.far, p.pale, 0.3))
    c.graded([(0, 675), *c.ridge(650, 44, 3, 2.2), (WIDTH, 675)], mix(p.near, p.dark, 0.15), p.dark)
    c.grove(660, 15, 66, mix(p.near, (86, 140, 92), 0.35))


def _wind_turbines(c: Canvas) -> None:
    p = c.palette
    c.glow(930, 170, 44, 0.7)
    c.clouds(140, 3, 44)
    c.hills(390, 140, 2, 60)

    def turbine(x: float, y: float, size: float, turn: float) -> None:
        c.poly(
            [(x - size * 0.022, y), (x + size * 0.022, y), (x + size * 0.01, y - size), (x - size * 0.01, y - size)],
            mix(p.pale, _WHITE, 0.8),
        )
        for blade in range(3):
            angle = turn + blade * math.tau / 3
            tip = (x + math.sin(angle) * size * 0.56, y - size - math.cos(angle) * size * 0.56)
            side = (math.cos(angle) * size * 0.026, math.sin(angle) * size * 0.026)
            root = (x + math.sin(angle) * size * 0.12, y - size - math.cos(angle) * size * 0.12)
            c.poly([(x, y - size), (root[0] + side[0], root[1] + side[1]), tip, (x, y - size)], _WHITE)
        c.disc(x, y - size, size * 0.028, mix(p.far, _WHITE, 0.4))

    for x, y, size in ((120, 410, 120), (300, 396, 110), (1080, 400, 124), (930, 412, 104)):
        turbine(x, y, size, x * 0.7)
    c.graded([(0, 675), *c.ridge(510, 80, 2, 0.6), (WIDTH, 675)], mix(p.far, p.near, 0.62), mix(p.near, p.pale, 0.1))
    for x, y, size in ((210, 470, 230), (520, 508, 290), (820, 500, 250), (1050, 470, 210)):
        turbine(x, y, size, x * 0.37)
    c.graded([(0, 675), *c.ridge(622, 60, 2, 3.4), (WIDTH, 675)], mix(p.near, p.dark, 0.05), mix(p.near, p.dark, 0.5))
    c.grove(640, 22, 46, mix(p.near, p.dark, 0.25), pines=True)


def _factory_park(c: Canvas) -> None:
    p = c.palette
    c.clouds(120, 4, 44)
    c.hills(400, 110, 2, 34)
    wall = mix(p.pale, _WHITE, 0.5)
    for x, wide, high in ((40, 330, 150), (400, 360, 190), (800, 360, 160)):
        base = 530
        c.box(x, base - high, x + wide, base, wall)
        teeth = 4
        for tooth in range(teeth):
            left = x + tooth * wide / teeth
            c.poly(
                [(left, base - high), (left + wide / teeth, base - high), (left + wide / teeth, base - high - 40)],
                mix(p.near, p.far, 0.25),
            )
            c.poly(
                [
                    (left + wide / teeth - 26, base - high - 4),
                    (left + wide / teeth - 4, base - high - 4),
                    (left + wide / teeth - 4, base - high - 32),
                ],
                mix(p.sky[1], p.near, 0.15),
            )
        c.box(x, base - high, x + wide, base - high + 12, p.accent if x == 400 else mix(p.near, p.far, 0.3))
        for pane in range(6):
            left = x + 18 + pane * (wide - 30) / 6
            c.box(left, base - high + 34, left + (wide - 30) / 6 - 12, base - high + 66, mix(p.near, p.sky[1], 0.45))
        c.box(x + wide * 0.4, base - 62, x + wide * 0.6, base, mix(p.far, p.near, 0.3))
        for slat in range(5):
            c.box(x + wide * 0.4, base - 58 + slat * 12, x + wide * 0.6, base - 55 + slat * 12, mix(p.far, p.pale, 0.4))
    c.gradient((0, 530, WIDTH, HEIGHT), mix(p.far, p.pale, 0.4), mix(p.far, p.near, 0.25))
    c.box(0, 578, WIDTH, 640, mix(p.far, p.near, 0.45))
    for x in range(20, WIDTH, 110):
        c.box(x, 607, x + 56, 611, mix(p.pale, _WHITE, 0.5))
    for x in (150, 620, 980):
        c.box(x, 560, x + 92, 600, _WHITE, 4)
        c.poly([(x + 92, 600), (x + 92, 568), (x + 118, 568), (x + 130, 586), (x + 130, 600)], p.accent)
        c.box(x + 98, 572, x + 112, 584, mix(p.sky[0], _WHITE, 0.4))
        for wheel in (x + 22, x + 74, x + 112):
            c.disc(wheel, 602, 9, p.dark)
            c.disc(wheel, 602, 4, mix(p.pale, p.far, 0.3))
    for index in range(14):
        c.tree(30 + index * 90, 556, 48, mix(p.near, (96, 152, 98), 0.55))
    c.graded(
        [(0, 675), (0, 652), (WIDTH, 648), (WIDTH, 675)], mix(p.near, (96, 152, 98), 0.4), mix(p.near, p.dark, 0.2)
    )


def _cranes(c: Canvas) -> None:
    p = c.palette
    c.glow(230, 210, 46, 0.6)
    c.clouds(110, 3, 40)
    c.hills(440, 110, 2, 36)
    frame, slab = mix(p.near, p.far, 0.35), mix(p.pale, p.far, 0.18)
    for x, wide, floors in ((120, 240, 5), (430, 300, 8), (800, 270, 6)):
        for floor in range(floors):
            y = 560 - floor * 42
            c.box(x, y - 8, x + wide, y, slab)
            if floor < floors - 1:
                for post in range(5):
                    c.box(
                        x + 6 + post * (wide - 20) / 4,
                        y - 42,
                        x + 16 + post * (wide - 20) / 4,
                        y - 8,
                        mix(slab, p.far, 0.5),
                    )
                if floor < floors - 3:
                    c.box(x + 4, y - 36, x + wide - 4, y - 8, mix(p.near, p.sky[1], 0.4))
    for x, top, arm in ((400, 120, 330), (770, 200, -260), (1090, 160, -250)):
        c.line([(x, 560), (x, top)], p.accent, 9)
        for y in range(top + 10, 560, 24):
            c.line([(x - 5, y), (x + 5, y + 12), (x - 5, y + 24)], mix(p.accent, p.dark, 0.35), 1.6)
        c.line([(x - arm * 0.3, top + 14), (x + arm, top + 14)], p.accent, 7)
        c.line([(x - arm * 0.3, top + 12), (x, top - 36), (x + arm * 0.85, top + 12)], mix(p.accent, p.dark, 0.25), 2)
        c.box(x - arm * 0.3 - 16, top + 12, x - arm * 0.3 + 16, top + 40, frame)
        c.line([(x + arm * 0.7, top + 16), (x + arm * 0.7, top + 150)], p.dark, 2)
        c.box(x + arm * 0.7 - 26, top + 150, x + arm * 0.7 + 26, top + 164, mix(p.far, p.near, 0.4))
        c.box(x - 15, top + 18, x + 15, top + 46, _WHITE)
    c.gradient((0, 560, WIDTH, HEIGHT), mix(p.pale, p.accent, 0.2), mix(p.far, p.near, 0.35))
    c.box(0, 556, WIDTH, 584, mix(p.near, (90, 150, 120), 0.4))
    for x in range(0, WIDTH, 60):
        c.box(x, 556, x + 2, 584, mix(p.pale, p.near, 0.4))
    for x, y, s in ((300, 640, 58), (352, 646, 60), (690, 632, 54), (960, 650, 62)):
        c.person(x, y, s, mix(p.near, p.dark, 0.3))
        c.disc(x, y - s * 0.95, s * 0.13, (233, 178, 52), 0.7)


def _laboratory(c: Canvas) -> None:
    p = c.palette
    c.gradient((0, 0, WIDTH, HEIGHT), mix(p.sky[1], _WHITE, 0.4), mix(p.sky[1], p.far, 0.25))
    for x in range(60, WIDTH, 290):
        c.box(x, 70, x + 240, 350, mix(p.sky[0], _WHITE, 0.55), 4)
        c.graded(
            [(x, 350), (x, 280), (x + 70, 250), (x + 150, 286), (x + 240, 240), (x + 240, 350)],
            mix(p.far, _WHITE, 0.2),
            mix(p.far, _WHITE, 0.4),
        )
        c.box(x + 117, 70, x + 123, 350, _WHITE)
    c.box(0, 470, WIDTH, 500, mix(p.pale, _WHITE, 0.6))
    c.box(0, 500, WIDTH, 675, mix(p.far, p.near, 0.25))
    for x in range(30, WIDTH, 196):
        c.box(x, 520, x + 176, 660, mix(p.far, p.near, 0.12), 4)
        c.box(x + 66, 534, x + 110, 540, _WHITE, 3)

    def flask(x: float, size: float, colour: Colour) -> None:
        c.poly(
            [
                (x - size * 0.14, 470 - size),
                (x + size * 0.14, 470 - size),
                (x + size * 0.14, 470 - size * 0.62),
                (x + size * 0.5, 470),
                (x - size * 0.5, 470),
                (x - size * 0.14, 470 - size * 0.62),
            ],
            mix(_WHITE, p.sky[0], 0.25),
        )
        c.poly(
            [
                (x - size * 0.3, 470 - size * 0.32),
                (x + size * 0.3, 470 - size * 0.32),
                (x + size * 0.5, 470),
                (x - size * 0.5, 470),
            ],
            colour,
        )
        c.box(x - size * 0.2, 464 - size, x + size * 0.2, 474 - size, mix(p.sky[0], _WHITE, 0.3), 3)

    flask(150, 130, mix(p.accent, _WHITE, 0.15))
    flask(270, 92, mix(p.near, (80, 170, 150), 0.6))
    for index in range(6):
        x = 360 + index * 34
        c.box(x, 372, x + 16, 470, mix(_WHITE, p.sky[0], 0.3), 8)
        c.box(x, 410 + index % 3 * 14, x + 16, 470, mix((80, 170, 150), p.accent, index / 6), 8)
    c.box(350, 430, 562, 442, mix(p.near, p.far, 0.3))
    c.box(640, 446, 780, 470, p.dark, 6)
    c.poly([(670, 446), (694, 446), (744, 330), (716, 318)], p.near)
    c.box(692, 300, 726, 372, mix(p.near, _WHITE, 0.15), 6)
    c.poly([(700, 300), (722, 300), (752, 256), (734, 246)], p.dark)
    c.box(660, 410, 760, 422, mix(p.near, p.dark, 0.4))
    c.box(840, 296, 1090, 452, p.dark, 8)
    c.gradient((850, 306, 1080, 442), mix(p.dark, p.near, 0.5), mix(p.dark, p.near, 0.8))
    c.line([(866, 410), (900, 380), (936, 396), (976, 340), (1010, 364), (1062, 322)], mix(p.accent, _WHITE, 0.2), 4)
    for level in (340, 374, 408):
        c.line([(866, level), (1064, level)], mix(p.near, _WHITE, 0.25), 1)
    c.box(950, 452, 980, 470, p.dark)
    c.box(910, 464, 1020, 471, p.dark, 3)
    c.box(1120, 400, 1168, 470, mix(p.accent, p.pale, 0.5), 4)
    for side in (-1, 1):
        c.poly([(1144, 404), (1144 + side * 40, 340), (1144 + side * 16, 396)], (104, 164, 112))
    c.poly([(1134, 404), (1144, 322), (1154, 404)], (88, 148, 100))


def _city_night(c: Canvas) -> None:
    p = c.palette
    for _ in range(60):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(0, 220)
        c.disc(x, y, c.rng.uniform(0.8, 1.9), mix(p.sky[0], _WHITE, 0.6))
    c.disc(960, 118, 34, mix(p.sun, _WHITE, 0.4))
    c.graded([(0, 480), *c.ridge(430, 90, 3, 0.4), (WIDTH, 480)], mix(p.far, p.sky[0], 0.3), mix(p.far, p.sky[1], 0.35))
    c.skyline(500, 330, 13, mix(p.near, p.dark, 0.2), mix(p.near, p.far, 0.45), 0.34)
    c.gradient((0, 500, WIDTH, HEIGHT), mix(p.near, p.far, 0.35), p.dark)
    for _ in range(70):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(508, 640)
        c.box(x, y, x + c.rng.uniform(12, 60), y + 2.2, mix(p.accent, p.near, c.rng.uniform(0.2, 0.75)), 1)
    c.graded(
        [(0, 675), (0, 622), (400, 640), (800, 628), (WIDTH, 646), (WIDTH, 675)], mix(p.dark, p.near, 0.25), p.dark
    )
    for x in range(40, WIDTH, 130):
        c.line([(x, 634), (x, 574), (x + 20, 574)], mix(p.far, p.near, 0.3), 3)
        c.disc(x + 22, 577, 6, mix(p.accent, _WHITE, 0.4))
    c.grove(652, 14, 58, mix(p.near, p.dark, 0.35))


def _old_town(c: Canvas) -> None:
    p = c.palette
    c.clouds(100, 3, 38)
    c.hills(330, 130, 3, 40)
    wall, roof = mix(p.pale, _WHITE, 0.7), mix(p.dark, p.near, 0.35)
    x = -30.0
    while x < WIDTH:
        wide, high = c.rng.uniform(120, 170), c.rng.uniform(96, 136)
        c.house(x, 440, wide, high, mix(wall, p.far, 0.2), mix(roof, p.far, 0.3))
        x += wide * 0.94
    x = -70.0
    while x < WIDTH:
        wide, high = c.rng.uniform(150, 214), c.rng.uniform(96, 128)
        c.house(x, 512, wide, high, wall, roof)
        c.disc(x + wide * 0.36, 512 - high * 0.62, 8, (204, 72, 52), 1.15)
        c.disc(x + wide * 0.64, 512 - high * 0.62, 8, (204, 72, 52), 1.15)
        x += wide * 1.03
    stone = mix(p.pale, p.far, 0.5)
    c.box(0, 512, WIDTH, 540, stone)
    for row in range(2):
        for x in range(row * 30, WIDTH, 62):
            c.box(x, 513 + row * 13, x + 58, 524 + row * 13, mix(stone, p.near, 0.1 + (x % 5) * 0.02))
    c.lake(540, 26)
    bridge = mix(p.pale, p.far, 0.68)
    curve = [
        (860 + 190 * math.cos(turn / 24 * math.pi), 560 - 112 * math.sin(turn / 24 * math.pi)) for turn in range(25)
    ]
    c.poly([(1086, 560), *curve, (634, 560)], bridge)
    c.line([(1080, 556), *[(x, y - 3) for x, y in curve], (640, 556)], mix(bridge, _WHITE, 0.55), 9)
    c.disc(860, 562, 98, mix(p.water[0], p.water[1], 0.3), 0.82)
    c.disc(860, 560, 90, mix(p.pale, p.far, 0.25), 0.8)
    c.gradient((620, 560, 1100, 675), mix(p.water[0], p.water[1], 0.16), p.water[1])
    c.disc(860, 560, 98, mix(p.water[0], p.water[1], 0.55), 0.14)
    for x, y in curve[2:-2:2]:
        c.box(x - 2.4, y - 24, x + 2.4, y - 4, mix(bridge, p.dark, 0.2))
    c.line([(x, y - 24) for x, y in curve[2:-2]], mix(bridge, p.dark, 0.2), 3)
    _boat(c, 330, 606, 120)
    for x in (60, 560, 1130):
        c.line([(x, 545), (x + 6, 470), (x - 4, 418)], mix(p.near, p.dark, 0.4), 6)
        for strand in range(16):
            sx = x - 52 + strand * 7
            c.line([(x, 416), (sx, 428), (sx - 3, 470 + (strand * 37) % 44)], mix((120, 160, 92), p.near, 0.15), 3)


def _boat(c: Canvas, x: float, y: float, size: float) -> None:
    p = c.palette
    c.poly(
        [
            (x - size * 0.6, y - size * 0.1),
            (x + size * 0.6, y - size * 0.1),
            (x + size * 0.42, y + size * 0.06),
            (x - size * 0.42, y + size * 0.06),
        ],
        mix(p.dark, p.accent, 0.2),
    )
    c.poly(
        [
            (x - size * 0.28, y - size * 0.1),
            (x - size * 0.22, y - size * 0.28),
            (x + size * 0.2, y - size * 0.28),
            (x + size * 0.26, y - size * 0.1),
        ],
        mix(p.accent, p.pale, 0.25),
    )
    c.person(x + size * 0.42, y - size * 0.08, size * 0.42, p.dark)
    c.line([(x + size * 0.46, y - size * 0.3), (x + size * 0.7, y + size * 0.1)], p.dark, 3)
    c.disc(x, y + size * 0.09, size * 0.66, mix(p.water[1], p.dark, 0.18), 0.05)


def _terraces(c: Canvas) -> None:
    p = c.palette
    c.glow(870, 150, 42, 0.6)
    c.hills(240, 130, 3, 44)
    green = (126, 168, 96)
    for layer in range(11):
        base = 322 + layer * 34
        shade = mix(mix(p.far, green, 0.55), mix(p.near, green, 0.5), layer / 10)
        edge = [
            (x, base + 30 * math.sin(x / 210 + layer * 0.55) + 14 * math.sin(x / 90 + layer * 1.3))
            for x in range(0, WIDTH + 12, 12)
        ]
        c.graded([(0, HEIGHT), *edge, (WIDTH, HEIGHT)], shade, mix(shade, p.dark, 0.15))
        water = [(x, y + 5) for x, y in edge]
        thick = 7 + layer * 0.9
        c.graded(
            [*water, *[(x, y + thick) for x, y in reversed(water)]],
            mix(p.sky[1], _WHITE, 0.35),
            mix(p.sky[0], _WHITE, 0.45),
        )
        c.line(edge, mix(shade, p.dark, 0.35), 2.2)
    for x, y, wide in ((180, 420, 66), (258, 436, 54), (120, 446, 52), (980, 470, 62), (1050, 486, 50)):
        c.house(x, y, wide, wide * 0.6, mix(p.pale, _WHITE, 0.6), mix(p.dark, p.near, 0.4))
    for x, y in ((96, 452), (320, 448), (348, 454), (944, 482), (1118, 500)):
        c.tree(x, y, 58, mix(p.near, green, 0.3))
    c.birds(560, 150, 5, 15, mix(p.near, p.far, 0.2))


def _rice_harvest(c: Canvas) -> None:
    p = c.palette
    c.glow(320, 180, 44, 0.6)
    c.clouds(110, 3, 40)
    c.hills(350, 110, 3, 26)
    c.grove(418, 20, 40, mix(p.near, (96, 140, 84), 0.5))
    c.gradient((0, 410, WIDTH, HEIGHT), (240, 206, 128), (206, 150, 58))
    for row in range(-16, 34):
        x = row * 74 - 200
        c.line([(600 + (x - 600) * 0.34, 412), (x, HEIGHT)], (222, 174, 84), 3.2)
    c.poly([(640, 412), (770, 412), (1090, 675), (560, 675)], (250, 230, 176))
    for row in range(7):
        y = 430 + row * row * 5.2
        c.line([(640 - row * 9, y), (776 + row * 30, y)], (230, 200, 136), 2)
    body = (196, 68, 48)
    c.box(610, 430, 770, 520, body, 8)
    c.box(690, 380, 770, 434, mix(p.sky[0], _WHITE, 0.45), 6)
    c.box(684, 372, 778, 384, body, 4)
    c.box(628, 400, 684, 432, mix(body, p.dark, 0.2), 4)
    c.poly([(770, 470), (836, 510), (836, 540), (770, 520)], mix(body, p.dark, 0.25))
    c.box(822, 500, 858, 552, (236, 196, 80), 6)
    for y in range(506, 550, 10):
        c.line([(822, y), (858, y)], p.dark, 2)
    c.poly([(612, 436), (560, 400), (566, 390), (624, 424)], mix(body, p.dark, 0.15))
    c.box(614, 520, 764, 552, p.dark, 15)
    for wheel in range(5):
        c.disc(632 + wheel * 29, 537, 9, mix(p.pale, p.far, 0.4))
    for x, y in ((120, 470), (210, 482), (310, 468), (1010, 470), (1110, 486)):
        c.poly([(x - 16, y), (x + 16, y), (x + 7, y - 40), (x - 7, y - 40)], (228, 186, 98))
        c.poly([(x - 18, y - 36), (x + 18, y - 36), (x, y - 52)], (200, 150, 66))
    for x in range(0, WIDTH, 13):
        high = 40 + (x * 37) % 34
        if not 520 < x < 1120:
            c.line([(x, 675), (x + 5, 675 - high), (x + 13, 684 - high)], (190, 132, 44), 2.6)
    c.birds(860, 190, 6, 13, mix(p.near, p.far, 0.2))


def _tea_hills(c: Canvas) -> None:
    p = c.palette
    c.clouds(96, 3, 40)
    c.hills(270, 150, 3, 46)
    for layer, (base, rise, seed) in enumerate(((400, 70, 1.0), (490, 80, 3.1), (580, 70, 5.0))):
        shade = mix((148, 188, 128), (70, 122, 78), layer / 2)
        edge = c.ridge(base, rise, 2, seed)
        c.graded([(0, HEIGHT), *edge, (WIDTH, HEIGHT)], shade, mix(shade, p.dark, 0.2))
        rows = 7 if layer < 2 else 8
        for row in range(1, rows):
            gap = 15 + layer * 3
            curve = [(x, y + row * gap + 5 * math.sin(x / 130 + row)) for x, y in edge]
            c.line(curve, mix(shade, _WHITE, 0.22), 3 + layer * 1.4)
            c.line([(x, y + 5 + layer) for x, y in curve], mix(shade, p.dark, 0.3), 2.4 + layer)
    for x, y, s in ((300, 560, 64), (380, 574, 66), (760, 548, 60), (850, 556, 62)):
        c.person(x, y, s, mix(p.accent, p.near, (x % 3) / 4))
        c.poly([(x - s * 0.3, y - s * 0.84), (x + s * 0.3, y - s * 0.84), (x, y - s * 1.06)], (232, 206, 150))
        c.box(x + s * 0.12, y - s * 0.56, x + s * 0.34, y - s * 0.3, (190, 140, 84), 3)
    c.house(980, 426, 130, 70, mix(p.pale, _WHITE, 0.6), mix(p.dark, p.near, 0.4))
    for x, y in ((950, 432), (1136, 430), (1166, 438)):
        c.tree(x, y, 70, mix(p.near, (86, 140, 92), 0.4))


def _village_river(c: Canvas) -> None:
    p = c.palette
    c.glow(220, 160, 40, 0.6)
    c.clouds(110, 2, 40)
    c.hills(310, 160, 4, 36)
    green = mix(p.near, (120, 166, 96), 0.62)
    c.gradient((0, 440, WIDTH, HEIGHT), mix(green, p.pale, 0.25), mix(green, p.dark, 0.25))
    c.poly(
        [(700, 440), (742, 440), (690, 500), (800, 560), (760, 675), (330, 675), (520, 570), (560, 500)],
        mix(p.water[0], p.water[1], 0.35),
    )
    c.poly(
        [(712, 440), (730, 440), (664, 502), (720, 562), (640, 675), (450, 675), (580, 566), (590, 500)],
        mix(p.water[0], _WHITE, 0.3),
    )
    wall, roof = mix(p.pale, _WHITE, 0.7), mix(p.dark, p.near, 0.35)
    for x, y, wide in (
        (90, 470, 104),
        (230, 482, 96),
        (150, 540, 130),
        (346, 500, 88),
        (830, 476, 100),
        (960, 490, 110),
        (1090, 476, 92),
        (900, 560, 134),
    ):
        c.house(x, y, wide, wide * 0.62, wall, roof)
    for x, y, s in (
        (60, 486, 90),
        (322, 496, 66),
        (296, 556, 84),
        (448, 520, 70),
        (806, 492, 76),
        (1060, 512, 80),
        (1180, 500, 96),
        (860, 590, 70),
        (60, 600, 100),
    ):
        c.tree(x, y, s, mix(green, p.near, 0.35))
    for row in range(4):
        c.line([(1010, 590 + row * 22), (WIDTH, 566 + row * 24)], mix(green, (214, 196, 96), 0.6), 9)
    c.poly([(540, 540), (704, 520), (704, 532), (540, 554)], mix(p.pale, p.far, 0.35))
    c.line([(540, 526), (704, 506)], mix(p.pale, p.far, 0.1), 3)
    for post in range(6):
        x = 544 + post * 31
        c.line([(x, 552 - post * 4), (x, 524 - post * 3.6)], mix(p.pale, p.far, 0.1), 3)


def _school(c: Canvas) -> None:
    p = c.palette
    c.clouds(100, 4, 44)
    c.hills(390, 100, 2, 30)
    wall = mix(p.pale, _WHITE, 0.6)
    glass = mix(p.near, p.sky[1], 0.4)
    brick = (201, 104, 74)
    c.block(90, 500, 400, 190, 4, wall, glass)
    c.block(720, 500, 400, 190, 4, wall, glass)
    c.box(90, 310, 132, 500, brick)
    c.box(1078, 310, 1120, 500, brick)
    c.box(490, 264, 720, 500, mix(brick, _WHITE, 0.12))
    c.poly([(474, 264), (736, 264), (605, 206)], mix(brick, p.dark, 0.25))
    c.disc(605, 300, 27, _WHITE)
    c.line([(605, 300), (605, 282)], p.dark, 3)
    c.line([(605, 300), (618, 306)], p.dark, 3)
    for column in range(4):
        c.box(516 + column * 52, 346, 542 + column * 52, 400, mix(p.sky[1], _WHITE, 0.4), 3)
    c.box(560, 424, 650, 500, mix(p.near, p.dark, 0.2))
    c.box(603, 424, 607, 500, wall)
    c.gradient((0, 500, WIDTH, HEIGHT), mix(p.pale, p.far, 0.35), mix(p.pale, p.far, 0.5))
    c.disc(600, 640, 620, (196, 92, 68), 0.2)
    for lane in range(1, 4):
        c.disc(600, 640, 620 - lane * 34, _WHITE, 0.2)
        c.disc(600, 640, 616 - lane * 34, (196, 92, 68), 0.2)
    c.disc(600, 640, 480, (112, 168, 104), 0.2)
    c.line([(600, 546), (600, 675)], _WHITE, 3)
    c.disc(600, 640, 70, _WHITE, 0.24)
    c.disc(600, 640, 66, (112, 168, 104), 0.24)
    for x, y, s in ((300, 610, 52), (430, 640, 58), (520, 604, 48), (700, 626, 54), (800, 606, 50), (890, 640, 58)):
        c.person(x, y, s, mix((58, 110, 168), p.accent, (x % 7) / 7))
    for x in (30, 1150, 1186, 70):
        c.tree(x, 524, 110, mix(p.near, (96, 152, 98), 0.55))


def _library(c: Canvas) -> None:
    p = c.palette
    c.gradient((0, 0, WIDTH, HEIGHT), mix(p.pale, p.accent, 0.1), mix(p.pale, p.accent, 0.26))
    wood = (176, 122, 78)
    c.box(430, 60, 770, 420, mix(p.sky[0], _WHITE, 0.4), 4)
    c.graded(
        [(430, 420), (430, 300), (520, 250), (620, 310), (700, 262), (770, 300), (770, 420)],
        p.far,
        mix(p.far, p.near, 0.35),
    )
    for x in (598, 602):
        c.box(x, 60, x + 3, 420, _WHITE)
    c.box(430, 236, 770, 241, _WHITE)
    spines = ((196, 84, 64), (62, 108, 148), (220, 170, 84), (96, 142, 112), (238, 226, 204), (122, 92, 120))
    for left in (40, 800):
        c.box(left, 60, left + 360, 540, wood, 4)
        for shelf in range(5):
            top = 78 + shelf * 92
            c.box(left + 14, top, left + 346, top + 78, mix(wood, p.dark, 0.45))
            x = left + 20.0
            while x < left + 330:
                wide, high = c.rng.uniform(9, 19), c.rng.uniform(48, 70)
                if c.rng.random() < 0.9:
                    c.box(x, top + 78 - high, x + wide, top + 78, mix(c.rng.choice(spines), wood, 0.12))
                x += wide + 2
    c.gradient((0, 540, WIDTH, HEIGHT), mix(wood, p.pale, 0.45), mix(wood, p.pale, 0.15))
    for x in (470, 600, 730):
        c.line([(x, 0), (x, 96)], p.dark, 2)
        c.poly([(x - 40, 124), (x + 40, 124), (x + 18, 92), (x - 18, 92)], p.accent)
        c.disc(x, 126, 12, mix(p.sun, _WHITE, 0.4), 0.6)
    c.box(300, 520, 900, 540, mix(wood, p.dark, 0.15), 4)
    for leg in (330, 858):
        c.box(leg, 540, leg + 14, 648, mix(wood, p.dark, 0.3))
    for x, tone in ((390, (62, 108, 148)), (540, (196, 84, 64)), (690, (96, 142, 112)), (820, (122, 92, 120))):
        c.disc(x, 430, 25, (236, 202, 172))
        c.poly([(x - 42, 520), (x + 42, 520), (x + 28, 460), (x - 28, 460)], tone)
        c.disc(x, 420, 25, mix(p.dark, tone, 0.15), 0.72)
        c.poly([(x - 36, 516), (x, 506), (x + 36, 516), (x + 36, 522), (x, 514), (x - 36, 522)], _WHITE)


def _hospital(c: Canvas) -> None:
    p = c.palette
    c.clouds(100, 4, 44)
    c.hills(420, 90, 2, 26)
    wall, glass = mix(p.pale, _WHITE, 0.75), mix(p.near, p.sky[1], 0.42)
    c.block(80, 520, 300, 190, 4, wall, glass)
    c.block(830, 520, 300, 160, 4, wall, glass)
    c.block(380, 520, 450, 340, 8, mix(wall, _WHITE, 0.5), glass)
    c.box(560, 172, 650, 520, mix(p.near, p.far, 0.15))
    for floor in range(8):
        c.box(570, 190 + floor * 40, 640, 216 + floor * 40, mix(p.sky[1], p.near, 0.12))
    c.box(562, 92, 648, 172, _WHITE, 6)
    c.box(594, 104, 616, 160, _HEALTH)
    c.box(577, 121, 633, 143, _HEALTH)
    c.poly([(470, 470), (740, 470), (770, 486), (440, 486)], p.accent)
    for post in (470, 735):
        c.box(post, 486, post + 7, 520, mix(p.far, p.near, 0.3))
    c.box(570, 486, 640, 520, mix(p.dark, p.near, 0.5))
    c.gradient((0, 520, WIDTH, HEIGHT), mix(p.pale, p.far, 0.45), mix(p.pale, p.far, 0.3))
    c.box(0, 580, WIDTH, 636, mix(p.far, p.near, 0.4))
    for x in range(10, WIDTH, 120):
        c.box(x, 606, x + 60, 610, _WHITE)
    c.box(240, 556, 366, 612, _WHITE, 6)
    c.poly([(366, 612), (366, 566), (398, 566), (416, 590), (416, 612)], _WHITE)
    c.poly([(372, 588), (372, 572), (394, 572), (406, 588)], mix(p.sky[0], _WHITE, 0.25))
    c.box(240, 590, 416, 598, _HEALTH)
    c.box(292, 562, 304, 586, _HEALTH)
    c.box(286, 568, 310, 580, _HEALTH)
    c.box(310, 548, 336, 556, (70, 130, 200), 3)
    for wheel in (272, 384):
        c.disc(wheel, 614, 13, p.dark)
        c.disc(wheel, 614, 6, mix(p.pale, p.far, 0.3))
    for x in (40, 130, 790, 900, 1010, 1110, 1176):
        c.tree(x, 560, 76, mix(p.near, (96, 156, 104), 0.6))
    for x, y, s in ((520, 566, 46), (676, 572, 48), (706, 572, 44)):
        c.person(x, y, s, mix(p.near, p.accent, (x % 3) / 3))


def _community(c: Canvas) -> None:
    p = c.palette
    c.clouds(90, 4, 40)
    c.hills(380, 90, 2, 26)
    tones = ((243, 226, 200), (232, 214, 190), (246, 236, 218))
    for index, (x, wide, floors) in enumerate(((40, 270, 6), (350, 300, 7), (700, 250, 6), (980, 250, 7))):
        high = floors * 48
        c.block(x, 530, wide, high, floors, tones[index % 3], mix(p.near, p.sky[1], 0.35))
        c.box(x + wide - 52, 516 - high, x + wide - 8, 530, mix(p.near, p.sky[1], 0.25), 3)
        for floor in range(floors):
            c.box(
                x + wide - 46,
                524 - high + floor * 48,
                x + wide - 14,
                560 - high + floor * 48,
                mix(p.sky[1], _WHITE, 0.4),
                2,
            )
            if (floor + index) % 2:
                c.box(x + 16, 530 - floor * 48 - 14, x + 60, 530 - floor * 48 - 6, (202, 96, 70), 2)
                for plant in range(4):
                    c.disc(x + 22 + plant * 11, 530 - floor * 48 - 17, 6, (104, 160, 96))
    green = mix(p.near, (120, 172, 104), 0.7)
    c.gradient((0, 530, WIDTH, HEIGHT), mix(green, p.pale, 0.3), green)
    c.poly([(0, 640), (420, 560), (780, 560), (WIDTH, 640), (WIDTH, 675), (0, 675)], mix(p.pale, p.accent, 0.12))
    for x in (160, 330, 680, 880, 1120):
        c.tree(x, 566, 84, mix(green, p.near, 0.3))
    c.box(470, 586, 560, 594, (166, 116, 74), 2)
    c.box(470, 566, 560, 574, (166, 116, 74), 2)
    for leg in (480, 546):
        c.box(leg, 574, leg + 6, 612, p.dark)
    for x, tone in ((496, p.accent), (536, mix(p.near, _WHITE, 0.2))):
        c.disc(x, 552, 11, (236, 202, 172))
        c.box(x - 13, 563, x + 13, 590, tone, 6)
    for x, y, s in ((660, 630, 58), (694, 634, 40), (300, 640, 60), (900, 634, 56)):
        c.person(x, y, s, mix(p.near, p.accent, (x % 4) / 4))
    c.line([(770, 560), (770, 620)], (70, 120, 170), 5)
    c.line([(830, 560), (830, 620)], (70, 120, 170), 5)
    c.line([(766, 562), (834, 562)], (70, 120, 170), 5)
    c.line([(786, 562), (790, 604), (812, 604), (814, 562)], p.accent, 3)


def _reservoir(c: Canvas) -> None:
    p = c.palette
    c.clouds(90, 3, 42)
    c.hills(300, 190, 3, 30)
    c.lake(400, 20)
    concrete = mix(p.pale, p.far, 0.22)
    c.graded([(0, 675), (0, 360), (120, 390), (250, 440), (300, 675)], mix(p.near, p.far, 0.15), p.near)
    c.graded([(WIDTH, 675), (WIDTH, 340), (1080, 380), (950, 440), (900, 675)], mix(p.near, p.far, 0.15), p.near)
    c.graded([(230, 452), (970, 452), (1010, 675), (190, 675)], mix(concrete, _WHITE, 0.3), mix(concrete, p.far, 0.4))
    c.box(214, 436, 986, 456, mix(concrete, _WHITE, 0.6))
    for pier in range(7):
        x = 400 + pier * 62
        c.poly([(x - 7, 428), (x + 7, 428), (x + 12, 620), (x - 12, 620)], mix(concrete, _WHITE, 0.5))
        c.box(x - 9, 404, x + 9, 436, mix(p.near, _WHITE, 0.75))
        c.poly([(x - 14, 404), (x + 14, 404), (x, 392)], p.accent)
        if pier < 6 and pier % 2 == 0:
            c.graded([(x + 12, 462), (x + 50, 462), (x + 60, 675), (x + 10, 675)], _WHITE, mix(p.water[0], _WHITE, 0.5))
    c.gradient((192, 632, 1008, 675), mix(p.water[0], _WHITE, 0.5), p.water[1])
    for _ in range(40):
        x, y = c.rng.uniform(380, 800), c.rng.uniform(620, 650)
        c.disc(x, y, c.rng.uniform(6, 20), mix(_WHITE, p.water[0], c.rng.uniform(0, 0.4)), 0.5)
    c.grove(640, 6, 60, mix(p.near, p.dark, 0.2), pines=True)
    for index in range(12):
        x = 20 + index * 24 if index < 6 else 1000 + (index - 6) * 34
        c.pine(x, 560 + (index * 53) % 90, 92, mix(p.near, p.dark, 0.15))


def _wetland(c: Canvas) -> None:
    p = c.palette
    c.glow(600, 230, 50, 0.7)
    c.hills(330, 90, 3, 22)
    c.lake(390, 40)
    for index in range(9):
        y = 410 + index * 26
        half = 60 + index * 12
        c.box(600 - half, y, 600 + half, y + 3, mix(p.water[0], p.sun, 0.8), 1.5)
    for x, y, wide in ((140, 470, 210), (980, 452, 240), (760, 540, 180), (420, 590, 230)):
        c.disc(x, y, wide, mix((150, 170, 104), p.near, 0.25), 0.09)

    def egret(x: float, y: float, s: float, turn: int) -> None:
        c.line([(x - 2, y), (x - 2, y - s * 0.34)], p.dark, 2.4)
        c.line([(x + turn * s * 0.06, y), (x + turn * s * 0.06, y - s * 0.34)], p.dark, 2.4)
        c.disc(x, y - s * 0.44, s * 0.24, _WHITE, 0.56)
        c.poly(
            [
                (x - turn * s * 0.16, y - s * 0.5),
                (x - turn * s * 0.4, y - s * 0.34),
                (x - turn * s * 0.1, y - s * 0.36),
            ],
            _WHITE,
        )
        c.line(
            [
                (x + turn * s * 0.18, y - s * 0.5),
                (x + turn * s * 0.26, y - s * 0.72),
                (x + turn * s * 0.16, y - s * 0.88),
                (x + turn * s * 0.22, y - s * 0.98),
            ],
            _WHITE,
            s * 0.075,
        )
        c.disc(x + turn * s * 0.24, y - s, s * 0.062, _WHITE)
        c.poly(
            [
                (x + turn * s * 0.28, y - s * 1.03),
                (x + turn * s * 0.28, y - s * 0.98),
                (x + turn * s * 0.48, y - s * 0.98),
            ],
            (226, 160, 60),
        )

    egret(190, 476, 120, 1)
    egret(300, 468, 92, -1)
    egret(880, 462, 100, 1)
    egret(740, 548, 150, -1)
    c.birds(760, 170, 6, 20, _WHITE)
    for index in range(120):
        x = c.rng.choice((c.rng.uniform(-10, 360), c.rng.uniform(860, 1210)))
        high = c.rng.uniform(90, 210)
        tone = mix((118, 138, 76), (196, 170, 104), c.rng.random())
        c.line([(x, 690), (x + 6, 690 - high * 0.6), (x + 22, 690 - high)], tone, 3)
        if index % 3 == 0:
            c.disc(x + 24, 686 - high, 5, (170, 128, 82), 3.2)


def _lake_boats(c: Canvas) -> None:
    p = c.palette
    c.glow(760, 250, 54, 0.8)
    c.hills(320, 120, 3, 26)
    c.lake(380, 46)
    for index in range(13):
        y = 392 + index * 21
        half = 40 + index * 10
        c.box(760 - half, y, 760 + half, y + 3.4, mix(p.water[0], p.sun, 0.85), 1.7)

    def sail(x: float, y: float, s: float, tone: Colour) -> None:
        c.poly([(x - s * 0.42, y), (x + s * 0.42, y), (x + s * 0.3, y + s * 0.12), (x - s * 0.3, y + s * 0.12)], p.dark)
        c.line([(x, y), (x, y - s)], p.dark, s * 0.022 + 1)
        for rib in range(6):
            low, high = y - s * 0.08 - rib * s * 0.15, y - s * 0.21 - rib * s * 0.15
            wide = s * (0.42 - rib * 0.035)
            c.poly(
                [
                    (x - wide * 0.3, low),
                    (x + wide, low - s * 0.03),
                    (x + wide * 0.95, high - s * 0.03),
                    (x - wide * 0.28, high),
                ],
                mix(tone, p.dark, 0.08 * (rib % 2)),
            )
        c.disc(x, y + s * 0.14, s * 0.44, mix(p.water[1], p.dark, 0.25), 0.06)

    sail(250, 450, 120, mix(p.accent, p.pale, 0.25))
    sail(420, 430, 80, mix(p.accent, p.pale, 0.4))
    sail(980, 520, 210, p.accent)
    sail(600, 412, 56, mix(p.accent, p.pale, 0.5))
    _boat(c, 360, 590, 170)
    c.birds(520, 150, 7, 15, mix(p.near, p.dark, 0.1))


def _forest_tower(c: Canvas) -> None:
    p = c.palette
    c.glow(240, 150, 42, 0.6)
    c.clouds(120, 3, 38)
    c.hills(280, 150, 4, 56)
    for row in range(5):
        y = 470 + row * 46
        tone = mix(mix(p.far, p.near, 0.6), mix(p.near, p.dark, 0.45), row / 4)
        c.graded([(0, HEIGHT), *c.ridge(y, 34, 2, row * 1.9), (WIDTH, HEIGHT)], tone, mix(tone, p.dark, 0.3))
        c.grove(y + 14, 24 - row * 2, 56 + row * 13, tone, pines=True)
        if row == 2:
            x, top = 800, 190
            for side in (-1, 1):
                c.line([(x + side * 52, 590), (x + side * 26, top + 72)], (150, 104, 70), 8)
            for step in range(6):
                y1, y2 = top + 80 + step * 82, top + 162 + step * 82
                half1, half2 = 27 + step * 5, 31 + step * 5
                if y2 < 600:
                    c.line([(x - half1, y1), (x + half2, y2)], (170, 122, 84), 4)
                    c.line([(x + half1, y1), (x - half2, y2)], (170, 122, 84), 4)
            c.box(x - 46, top + 62, x + 46, top + 72, (120, 84, 58))
            c.box(x - 36, top + 14, x + 36, top + 62, mix(p.pale, _WHITE, 0.4))
            for pane in range(3):
                c.box(x - 30 + pane * 21, top + 24, x - 14 + pane * 21, top + 50, mix(p.sky[0], p.near, 0.25))
            c.poly([(x - 54, top + 16), (x + 54, top + 16), (x, top - 24)], (190, 74, 52))
            c.line([(x, top - 22), (x, top - 70)], p.dark, 3)
            c.line([(x - 56, top + 62), (x - 56, top + 40), (x + 56, top + 40), (x + 56, top + 62)], (120, 84, 58), 2.4)
    c.birds(430, 200, 5, 14, mix(p.near, p.dark, 0.1))


def _stadium_park(c: Canvas) -> None:
    p = c.palette
    c.clouds(92, 4, 42)
    c.skyline(350, 120, 20, mix(p.far, p.sky[1], 0.2), mix(p.far, p.sky[1], 0.5))
    c.graded(
        [(0, 420), *c.ridge(372, 34, 4, 0.8), (WIDTH, 420)],
        mix(p.far, (110, 160, 110), 0.45),
        mix(p.far, (110, 160, 110), 0.3),
    )
    c.lake(390, 14)
    green = (134, 184, 108)
    c.graded(
        [(0, HEIGHT), *c.ridge(486, 46, 2, 4.0), (WIDTH, HEIGHT)], mix(green, _WHITE, 0.14), mix(green, p.near, 0.3)
    )
    path = [(x, 580 + 34 * math.sin(x / 230)) for x in range(-10, WIDTH + 20, 15)]
    c.line(path, (200, 96, 70), 62)
    c.line(path, mix(_WHITE, p.pale, 0.3), 3)
    c.line([(x, y + 31) for x, y in path], mix(_WHITE, p.pale, 0.5), 3)
    c.line([(x, y - 31) for x, y in path], mix(_WHITE, p.pale, 0.5), 3)

    def rider(x: float, y: float, s: float, tone: Colour) -> None:
        for wheel in (-0.42, 0.42):
            c.disc(x + wheel * s, y, s * 0.26, p.dark)
            c.disc(x + wheel * s, y, s * 0.2, (206, 104, 78))
        c.line(
            [(x - s * 0.42, y), (x - s * 0.1, y - s * 0.36), (x + s * 0.3, y - s * 0.36), (x + s * 0.42, y)],
            tone,
            s * 0.06,
        )
        c.line([(x - s * 0.1, y - s * 0.36), (x + s * 0.05, y), (x + s * 0.3, y - s * 0.36)], tone, s * 0.05)
        c.line([(x - s * 0.14, y - s * 0.44), (x + s * 0.1, y - s * 0.82)], tone, s * 0.17)
        c.line([(x + s * 0.1, y - s * 0.74), (x + s * 0.34, y - s * 0.46)], (236, 202, 172), s * 0.07)
        c.line(
            [(x - s * 0.14, y - s * 0.42), (x + s * 0.1, y - s * 0.24), (x + s * 0.04, y - s * 0.02)], p.dark, s * 0.09
        )
        c.disc(x + s * 0.2, y - s * 0.98, s * 0.13, (236, 202, 172))
        c.disc(x + s * 0.18, y - s * 1.04, s * 0.14, tone, 0.62)

    rider(330, 592, 86, (42, 104, 168))
    rider(470, 606, 86, (222, 150, 58))
    for x, y, s, tone in (
        (800, 576, 92, (96, 72, 132)),
        (900, 570, 88, (40, 120, 110)),
        (1010, 580, 90, (198, 76, 64)),
    ):
        c.person(x, y, s, tone)
    for x, y, s in (
        (70, 520, 130),
        (190, 500, 100),
        (620, 500, 110),
        (1110, 520, 140),
        (730, 490, 80),
        (970, 496, 90),
        (60, 672, 120),
        (1160, 690, 130),
    ):
        c.tree(x, y, s, mix(green, p.near, 0.35))


def _cloud_sea(c: Canvas) -> None:
    p = c.palette
    c.glow(880, 190, 54, 0.8)
    for layer in range(5):
        share = layer / 4
        tone = mix(p.far, p.near, share)
        base = 330 + layer * 78
        top = c.ridge(base, 150 - layer * 14, 3 + layer % 2, layer * 2.3 + 0.5)
        c.graded([(0, HEIGHT), *top, (WIDTH, HEIGHT)], tone, mix(tone, p.pale, 0.9 - share * 0.35))
        mist = mix(p.pale, _WHITE, 0.5)
        for _ in range(9):
            x, y = c.rng.uniform(-60, WIDTH), base + c.rng.uniform(28, 66)
            wide = c.rng.uniform(110, 300)
            c.disc(x + wide / 2, y, wide / 2, mix(mist, tone, 0.12 + 0.1 * share), 0.07)
            c.disc(x + wide * 0.55, y - 5, wide * 0.3, mix(mist, tone, 0.06 + 0.1 * share), 0.09)
    dark = mix(p.near, p.dark, 0.5)
    c.graded([(0, HEIGHT), (0, 560), (150, 580), (330, 630), (470, HEIGHT)], dark, p.dark)
    for index, (x, y) in enumerate(
        ((24, 580), (78, 576), (128, 600), (186, 604), (60, 640), (238, 628), (296, 648), (150, 660))
    ):
        c.pine(x, y, 120 + (index * 41) % 50, mix(dark, p.far, 0.06 * (index % 3)))
    c.birds(420, 190, 5, 17, mix(p.near, p.dark, 0.1))


_SCENES: dict[str, tuple[Callable[[Canvas], None], Palette]] = {
    "city-dawn": (_city_dawn, DAWN),
    "civic-square": (_civic_square, SKY),
    "bridge-river": (_bridge_river, SKY),
    "rail-viaduct": (_rail_viaduct, JADE),
    "wind-turbines": (_wind_turbines, SKY),
    "factory-park": (_factory_park, SKY),
    "cranes": (_cranes, DAWN),
    "laboratory": (_laboratory, SKY),
    "city-night": (_city_night, DUSK),
    "old-town": (_old_town, MIST),
    "terraces": (_terraces, JADE),
    "rice-harvest": (_rice_harvest, AUTUMN),
    "tea-hills": (_tea_hills, MIST),
    "village-river": (_village_river, JADE),
    "school": (_school, SKY),
    "library": (_library, AUTUMN),
    "hospital": (_hospital, SKY),
    "community": (_community, SKY),
    "reservoir": (_reservoir, JADE),
    "wetland": (_wetland, DAWN),
    "lake-boats": (_lake_boats, DAWN),
    "forest-tower": (_forest_tower, JADE),
    "stadium-park": (_stadium_park, SKY),
    "cloud-sea": (_cloud_sea, MIST),
}
NAMES = tuple(_SCENES)


def draw(name: str) -> bytes:
    """The picture of that name as JPEG bytes, 1200 x 675."""
    scene, palette = _SCENES[name]
    canvas = Canvas(name, palette)
    scene(canvas)
    return canvas.jpeg()


# --- banners -------------------------------------------------------------------------------------------------------


def _banner_business(c: Canvas) -> None:
    p = c.palette
    c.glow(1130, 52, 22, 0.6)
    c.skyline(186, 126, 22, mix(p.near, p.far, 0.3), mix(p.far, p.sky[1], 0.3), 0.05)
    c.graded([(0, 200), *c.ridge(180, 10, 3, 1.0), (1200, 200)], mix(p.near, p.far, 0.15), mix(p.near, p.dark, 0.2))
    c.grove(186, 26, 28, mix(p.near, p.dark, 0.1))


def _banner_village(c: Canvas) -> None:
    p = c.palette
    c.hills(92, 62, 4, 22, 4)
    for layer in range(4):
        edge = [(x, 140 + layer * 17 + 8 * math.sin(x / 140 + layer)) for x in range(0, 1212, 12)]
        tone = mix((150, 188, 120), (74, 126, 80), layer / 3)
        c.graded([(0, 200), *edge, (1200, 200)], tone, mix(tone, p.dark, 0.15))
        c.line([(x, y + 4) for x, y in edge], mix(p.sky[1], _WHITE, 0.4), 3)
    for x, y, wide in ((820, 152, 46), (880, 156, 40), (940, 152, 50), (1010, 158, 40)):
        c.house(x, y, wide, wide * 0.6, mix(p.pale, _WHITE, 0.6), mix(p.dark, p.near, 0.4))


def _banner_service(c: Canvas) -> None:
    p = c.palette
    c.clouds(60, 5, 26)
    c.hills(140, 40, 2, 18, 4)
    c.block(760, 176, 300, 84, 3, mix(p.pale, _WHITE, 0.6), mix(p.near, p.sky[1], 0.4))
    c.poly([(740, 94), (1080, 94), (1060, 78), (760, 78)], p.accent)
    c.box(0, 176, 1200, 200, mix(p.pale, p.far, 0.4))
    for index in range(8):
        c.person(560 + index * 72, 190, 30 + index % 3 * 3, mix(p.near, p.accent, (index % 4) / 4))
    for x in (700, 1110, 1150):
        c.tree(x, 180, 56, mix(p.near, (96, 152, 98), 0.55))


def _banner_safety(c: Canvas) -> None:
    p = c.palette
    c.glow(180, 70, 22, 0.6)
    c.hills(104, 66, 3, 24, 4)
    for row in range(3):
        tone = mix(p.near, p.dark, 0.1 + row * 0.18)
        c.graded([(0, 200), *c.ridge(150 + row * 22, 14, 3, row * 2.1), (1200, 200)], tone, tone)
        c.grove(160 + row * 22, 40 - row * 6, 34 + row * 8, tone, pines=True)
    c.line([(980, 168), (990, 96)], (150, 104, 70), 4)
    c.line([(1030, 168), (1020, 96)], (150, 104, 70), 4)
    c.box(978, 66, 1032, 96, mix(p.pale, _WHITE, 0.4))
    c.box(986, 74, 1024, 88, mix(p.sky[0], p.near, 0.3))
    c.poly([(968, 68), (1042, 68), (1005, 44)], (190, 74, 52))


_BANNERS: dict[str, tuple[Callable[[Canvas], None], Palette]] = {
    "yshj": (_banner_business, SKY),
    "xczx": (_banner_village, JADE),
    "gxbc": (_banner_service, DAWN),
    "aqsc": (_banner_safety, MIST),
}
BANNER_NAMES = tuple(_BANNERS)


def banner(name: str) -> bytes:
    """The strip of a special topic, named by the slug of its column, as JPEG bytes, 1200 x 200."""
    scene, palette = _BANNERS[name]
    canvas = Canvas(name, palette, WIDTH, BANNER_HEIGHT)
    scene(canvas)
    return canvas.jpeg()
