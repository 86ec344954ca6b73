"""The drawing board of the demo's illustrations: palettes, and a canvas that knows hills, water, trees and houses.

Everything is drawn at one and a half times the size and reduced, so that edges are smooth. No fonts, no photographs.
"""

import io
import math
import random
import zlib
from dataclasses import dataclass

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
QUALITY = 82
_ZOOM = 1.5
Colour = tuple[int, int, int]
SKIN: Colour = (233, 200, 170)


def _hex(text: str) -> Colour:
    return tuple(int(text[index : index + 2], 16) for index in (0, 2, 4))  # type: ignore[return-value]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two: share 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


@dataclass(frozen=True)
class Palette:
    """Sky from top to horizon, light, hills from far to near, water, and an accent."""

    sky: tuple[Colour, Colour]
    sun: Colour
    far: Colour
    near: Colour
    water: tuple[Colour, Colour]
    accent: Colour
    pale: Colour
    dark: Colour


def _palette(*codes: str) -> Palette:
    top, low, sun, far, near, water1, water2, accent, pale, dark = map(_hex, codes)
    return Palette((top, low), sun, far, near, (water1, water2), accent, pale, dark)


DAWN = _palette("83b0d8", "fdeadb", "fff3dc", "a9bfd2", "2f5673", "f3dcc4", "7fa6c2", "d9794b", "fdf6ec", "1f3c54")
JADE = _palette("8fc3c9", "eef5e6", "fffbea", "a9cdbd", "235c4c", "d6ebe3", "6fae9f", "d8a048", "f7faf2", "173f35")
SKY = _palette("5c9bd6", "e4f1fa", "ffffff", "a8c6e0", "285985", "dcecf6", "6fa5cf", "e0a13c", "f8fbfe", "1c4267")
AUTUMN = _palette("8fb2c4", "fbeedb", "fff6e0", "d2b99a", "8a5a34", "f2e2cb", "9fb5b2", "c8552f", "fdf7ee", "54351f")
DUSK = _palette("27406b", "e9a987", "ffe3b8", "7d7fa3", "1f3054", "d99f86", "3b507c", "f2c46b", "fdeedb", "16233f")
MIST = _palette("b8cdd6", "f4f7f5", "ffffff", "c2d3d3", "42706d", "e6efee", "9dbcb9", "cf8a4a", "fbfdfc", "274845")


class Canvas:
    """A picture in the making; coordinates are those of the finished picture."""

    def __init__(self, name: str, palette: Palette, width: int = WIDTH, height: int = HEIGHT) -> None:
        """Start with the sky of the palette."""
        self.width, self.height, self.palette = width, height, palette
        self.rng = random.Random(zlib.crc32(name.encode()))
        self.image = Image.new("RGB", (round(width * _ZOOM), round(height * _ZOOM)))
        horizon = round(height * 0.7)
        self.gradient((0, 0, width, horizon), *palette.sky)
        self.box(0, horizon - 1, width, height, palette.sky[1])

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def gradient(self, box: tuple[float, float, float, float], top: Colour, low: Colour) -> None:
        """Fill a rectangle with a vertical gradient."""
        x0, y0, x1, y1 = (round(value * _ZOOM) for value in box)
        height = max(y1 - y0, 1)
        column = Image.new("RGB", (1, height))
        column.putdata([mix(top, low, row / max(height - 1, 1)) for row in range(height)])
        self.image.paste(column.resize((max(x1 - x0, 1), height)), (x0, y0))

    def poly(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        self._pen().polygon([(x * _ZOOM, y * _ZOOM) for x, y in points], fill=fill)

    def graded(self, points: list[tuple[float, float]], top: Colour, low: Colour) -> None:
        """A polygon filled with a vertical gradient from its highest to its lowest point."""
        ys = [y for _, y in points]
        xs = [x for x, _ in points]
        box = (max(0, min(xs)), max(0, min(ys)), min(self.width, max(xs)), min(self.height, max(ys)))
        x0, y0, x1, y1 = (round(value * _ZOOM) for value in box)
        if x1 <= x0 or y1 <= y0:
            return
        column = Image.new("RGB", (1, y1 - y0))
        column.putdata([mix(top, low, row / max(y1 - y0 - 1, 1)) for row in range(y1 - y0)])
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).polygon([(x * _ZOOM - x0, y * _ZOOM - y0) for x, y in points], fill=255)
        self.image.paste(column.resize((x1 - x0, y1 - y0)), (x0, y0), mask)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0) -> None:
        """A rectangle, its corners rounded if asked."""
        if x1 <= x0 or y1 <= y0:
            return
        edges = [x0 * _ZOOM, y0 * _ZOOM, x1 * _ZOOM, y1 * _ZOOM]
        if radius:
            self._pen().rounded_rectangle(edges, radius * _ZOOM, fill=fill)
        else:
            self._pen().rectangle(edges, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, squash: float = 1.0) -> None:
        """A disc or, squashed, an ellipse."""
        high = radius * squash
        self._pen().ellipse(
            [(x - radius) * _ZOOM, (y - high) * _ZOOM, (x + radius) * _ZOOM, (y + high) * _ZOOM], fill=fill
        )

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float) -> None:
        """A line with round joints."""
        self._pen().line(
            [(x * _ZOOM, y * _ZOOM) for x, y in points], fill=fill, width=max(1, round(width * _ZOOM)), joint="curve"
        )

    def glow(self, x: float, y: float, radius: float, strength: float = 0.75) -> None:
        """A sun with a soft halo."""
        size = round(radius * 7 * _ZOOM)
        halo = Image.radial_gradient("L").resize((size, size)).point(lambda v: max(0, round((150 - v) * strength)))
        colour = Image.new("RGB", (size, size), self.palette.sun)
        self.image.paste(colour, (round(x * _ZOOM - size / 2), round(y * _ZOOM - size / 2)), halo)
        self.disc(x, y, radius, self.palette.sun)

    def jpeg(self) -> bytes:
        """The finished picture."""
        small = self.image.resize((self.width, self.height), Image.Resampling.BOX, reducing_gap=None)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=QUALITY, optimize=False, subsampling=0)
        return out.getvalue()

    # --- things that many pictures share ---

    def ridge(self, base: float, rise: float, waves: int, seed: float) -> list[tuple[float, float]]:
        """A skyline of hills: a sum of sines with `waves` main humps."""
        points = []
        for x in range(0, self.width + 8, 8):
            t = x / self.width
            y = math.sin(t * waves * math.pi + seed) * 0.5 + 0.5
            y += 0.35 * math.sin(t * waves * 2.3 * math.pi + seed * 2.1) + 0.12 * math.sin(t * waves * 5.7 + seed * 3.7)
            points.append((x, base - rise * y))
        return points

    def hills(self, base: float, rise: float, count: int = 4, step: float = 58, waves: int = 3) -> None:
        """Layered hills, pale in the distance, dark in front, with mist between the layers."""
        pale = self.palette.pale
        for layer in range(count):
            share = layer / max(count - 1, 1)
            colour = mix(self.palette.far, self.palette.near, share**1.15)
            low = base + layer * step
            top = self.ridge(low, rise * (1 - 0.42 * share), waves + layer % 2, 1.7 * layer + self.rng.random() * 4)
            self.graded(
                [(0, self.height), *top, (self.width, self.height)], colour, mix(colour, pale, 0.42 - 0.3 * share)
            )

    def clouds(self, y: float, count: int = 3, size: float = 46) -> None:
        """A few flat clouds."""
        white = mix(self.palette.sky[1], (255, 255, 255), 0.75)
        for index in range(count):
            x = self.width * (index + 0.5) / count + self.rng.uniform(-90, 90)
            level = y + self.rng.uniform(-34, 34)
            s = size * self.rng.uniform(0.7, 1.15)
            self.box(x - s * 2.1, level - s * 0.16, x + s * 2.1, level + s * 0.22, white, s * 0.19)
            self.box(x - s * 1.1, level - s * 0.5, x + s * 0.9, level + s * 0.22, white, s * 0.36)
            self.box(x - s * 0.2, level - s * 0.72, x + s * 0.7, level + s * 0.2, white, s * 0.44)

    def lake(self, y: float, ripples: int = 26) -> None:
        """Water from `y` to the foot of the picture."""
        top, low = self.palette.water
        self.gradient((0, y, self.width, self.height), top, low)
        for _ in range(ripples):
            depth = self.rng.random() ** 0.8
            level = y + 10 + depth * (self.height - y - 16)
            length = 24 + depth * 130
            x = self.rng.uniform(-40, self.width)
            self.box(x, level, x + length, level + 1.4 + depth * 1.6, mix(top, (255, 255, 255), 0.55), 1)

    def tree(self, x: float, y: float, size: float, colour: Colour) -> None:
        """A round tree."""
        self.box(x - size * 0.06, y - size * 0.5, x + size * 0.06, y, mix(colour, self.palette.dark, 0.6))
        self.disc(x, y - size * 0.78, size * 0.42, colour, 1.15)
        self.disc(x - size * 0.13, y - size * 0.88, size * 0.22, mix(colour, (255, 255, 255), 0.16), 1.05)

    def pine(self, x: float, y: float, size: float, colour: Colour) -> None:
        """A conifer of three tiers."""
        self.box(x - size * 0.04, y - size * 0.16, x + size * 0.04, y, mix(colour, self.palette.dark, 0.6))
        for tier in range(3):
            low, wide = y - size * (0.12 + tier * 0.26), size * (0.32 - tier * 0.075)
            self.poly(
                [(x - wide, low), (x + wide, low), (x, low - size * 0.42)], mix(colour, (255, 255, 255), tier * 0.05)
            )

    def grove(self, y: float, count: int, size: float, colour: Colour, pines: bool = False) -> None:
        """A row of trees across the picture."""
        for index in range(count):
            x = self.width * (index + self.rng.uniform(0.2, 0.8)) / count
            draw_one = self.pine if pines else self.tree
            shade = mix(colour, self.palette.far, self.rng.uniform(0, 0.3))
            draw_one(x, y + self.rng.uniform(-4, 6), size * self.rng.uniform(0.75, 1.2), shade)

    def skyline(self, base: float, tallest: float, count: int, near: Colour, far: Colour, lit: float = 0.0) -> None:
        """Two rows of towers, the back one pale."""
        for row, (colour, shrink) in enumerate(((far, 1.0), (near, 0.74))):
            x = -20.0
            while x < self.width + 20:
                wide = self.rng.uniform(0.55, 1.25) * self.width / count
                centre = 1 - abs((x + wide / 2) / self.width - 0.55) * 1.2
                high = tallest * shrink * max(0.22, centre * self.rng.uniform(0.5, 1.0))
                self.box(x, base - high, x + wide - 3, base, colour)
                if self.rng.random() < 0.25:
                    self.box(x + wide * 0.44, base - high - tallest * 0.09, x + wide * 0.5, base - high, colour)
                if row:
                    self._windows(x, base - high, wide - 3, high, colour, lit)
                x += wide
        self.box(0, base, self.width, base + 3, near)

    def _windows(self, x: float, y: float, wide: float, high: float, colour: Colour, lit: float) -> None:
        pane = mix(colour, (255, 255, 255), 0.17)
        columns = max(2, int(wide // 17))
        for line in range(int((high - 18) // 19)):
            for column in range(columns):
                left = x + 7 + column * (wide - 12) / columns
                shade = self.palette.accent if self.rng.random() < lit else pane
                self.box(left, y + 12 + line * 19, left + 7, y + 21 + line * 19, shade)

    def house(self, x: float, y: float, wide: float, high: float, wall: Colour, roof: Colour) -> None:
        """A country house with a curved tiled roof, white walls and a door."""
        self.box(x, y - high, x + wide, y, wall)
        self.box(x, y - high * 0.12, x + wide, y, mix(wall, self.palette.far, 0.4))
        over = wide * 0.09
        crown = y - high - high * 0.46
        self.poly(
            [
                (x - over * 1.5, y - high - high * 0.06), (x - over * 0.2, y - high + 2), (x + wide + over * 0.2, y - high + 2),
                (x + wide + over * 1.5, y - high - high * 0.06), (x + wide * 0.86, crown), (x + wide * 0.14, crown),
            ],
            roof,
        )  # fmt: skip
        self.box(x + wide * 0.12, crown - 4, x + wide * 0.88, crown + 3, mix(roof, self.palette.dark, 0.4))
        door = mix(roof, self.palette.dark, 0.35)
        self.box(x + wide * 0.43, y - high * 0.55, x + wide * 0.57, y, door)
        for share in (0.16, 0.7):
            self.box(x + wide * share, y - high * 0.66, x + wide * (share + 0.14), y - high * 0.36, door)

    def block(self, x: float, y: float, wide: float, high: float, floors: int, wall: Colour, glass: Colour) -> None:
        """A modern public building: floors with bands of windows."""
        self.box(x, y - high, x + wide, y, wall)
        self.box(x - 6, y - high - 9, x + wide + 6, y - high, mix(wall, self.palette.dark, 0.22))
        step = high / floors
        panes = max(4, int(wide // 34))
        for floor in range(floors):
            top = y - high + floor * step + step * 0.26
            for pane in range(panes):
                left = x + 12 + pane * (wide - 20) / panes
                self.box(left, top, left + (wide - 20) / panes - 7, top + step * 0.48, glass)

    def person(self, x: float, y: float, size: float, colour: Colour) -> None:
        """A small figure seen from afar."""
        self.disc(x, y - size * 0.86, size * 0.13, SKIN)
        self.poly([(x - size * 0.17, y - size * 0.3), (x + size * 0.17, y - size * 0.3), (x + size * 0.1, y - size * 0.7), (x - size * 0.1, y - size * 0.7)], colour)  # fmt: skip
        for side in (-1, 1):
            self.line([(x + side * size * 0.06, y - size * 0.3), (x + side * size * 0.09, y)], colour, size * 0.07)

    def birds(self, x: float, y: float, count: int, size: float, colour: Colour) -> None:
        """A loose flight of birds."""
        for index in range(count):
            bx, by = x + index * size * 2.4 + self.rng.uniform(-8, 8), y + abs(index - count / 2) * size * 0.8
            self.line([(bx - size, by - size * 0.45), (bx, by), (bx + size, by - size * 0.45)], colour, size * 0.16)
