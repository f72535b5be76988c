"""Curves on two logarithmic axes, and bars, as SVG (https://www.w3.org/TR/SVG2/): the same figures give the same bytes.

The background is light and opaque, so that a page in dark colours shows it well; curves differ in colour (Okabe and Ito's, which the
colour-blind can tell apart) and in the shape of their points, and are named where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 48, 56
INK, GREY, GRID, PAPER = "#24292f", "#57606a", "#d8dee4", "#ffffff"
#: Between the names of two curves that end side by side.
LINE_HEIGHT = 16
COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#6e7781", "#000000")


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve: its name, the number of its colour and shape, points with both numbers above zero."""

    name: str
    style: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from pixel to pixel."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        return self.begin + (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low)) * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """One, two and five of each power of ten that is on it; only the powers where there are many."""
        decades = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        steps = (1, 2, 5) if self.high / self.low < 1_000 else (1,)
        return [step * 10.0**n for n in decades for step in steps if self.low * 0.999 <= step * 10.0**n <= self.high * 1.001]


def curves(title: str, across: str, up: str, found: Sequence[Curve]) -> str:
    """A picture of some curves. Raises ValueError when there is no point."""
    points = [point for curve in found for point in curve.points]
    if not points:
        raise ValueError("there is nothing to draw")
    x = _axis([p[0] for p in points], LEFT, WIDTH - RIGHT)
    y = _axis([p[1] for p in points], HEIGHT - BOTTOM, TOP)
    parts = _frame(title)
    for value in x.ticks():
        parts.append(_line(x.at(value), TOP, x.at(value), HEIGHT - BOTTOM, GRID))
        parts.append(_text(x.at(value), HEIGHT - BOTTOM + 18, _number(value), "middle", GREY))
    for value in y.ticks():
        parts.append(_line(LEFT, y.at(value), WIDTH - RIGHT, y.at(value), GRID))
        parts.append(_text(LEFT - 8, y.at(value) + 4, _number(value), "end", GREY))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, across, "middle", INK))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text transform="translate(16 {middle:.1f}) rotate(-90)" text-anchor="middle" fill="{INK}">{escape(up)}</text>')
    drawn = [curve for curve in found if curve.points]
    heights = _apart([y.at(curve.points[-1][1]) for curve in drawn])
    for curve, height in zip(drawn, heights, strict=True):
        colour = COLOURS[curve.style % len(COLOURS)]
        places = [(x.at(a), y.at(b)) for a, b in curve.points]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [_mark(a, b, curve.style, colour) for a, b in places]
        end = places[-1]
        parts.append(_line(end[0] + 6, end[1], WIDTH - RIGHT + 10, height, colour, 'stroke-dasharray="1 3"'))
        parts.append(_text(WIDTH - RIGHT + 14, height + 4, curve.name, "start", colour))
    return _whole(parts, HEIGHT)


def bars(title: str, rows: Sequence[tuple[str, Sequence[float]]], names: Sequence[str]) -> str:
    """Lying bars, one a row, each of as many parts as there are names. Raises ValueError when nothing is above zero."""
    longest = max((sum(parts) for _, parts in rows), default=0.0)
    if longest <= 0:
        raise ValueError("there is nothing to draw")
    left, right, step = 220, 80, 42
    height = TOP + step * len(rows) + 12 + 20 * ceil(len(names) / 4)
    scale = (WIDTH - left - right) / longest
    parts = _frame(title, height)
    for number, (label, figures) in enumerate(rows):
        top, begin = TOP + step * number, float(left)
        parts.append(_text(left - 8, top + 18, label, "end", INK))
        for style, figure in enumerate(figures):
            if figure > 0:
                colour = COLOURS[style % len(COLOURS)]
                size = f'width="{figure * scale:.1f}" height="26"'
                parts.append(f'<rect x="{begin:.1f}" y="{top}" {size} fill="{colour}" stroke="{PAPER}"/>')
                begin += figure * scale
        parts.append(_text(begin + 6, top + 18, f"{sum(figures):,.0f}", "start", INK))
    below = TOP + step * len(rows) - 6
    for style, name in enumerate(names):
        a, b = 20 + 182 * (style % 4), below + 22 + 20 * (style // 4)
        parts.append(f'<rect x="{a}" y="{b - 10}" width="12" height="12" fill="{COLOURS[style % len(COLOURS)]}"/>')
        parts.append(_text(a + 18, b, name, "start", INK))
    return _whole(parts, height)


def _axis(values: Sequence[float], begin: float, end: float) -> Axis:
    """An axis that holds the values with some room at both ends, in steps that a small change leaves alone."""
    low, high = 10 ** (floor(4 * log10(min(values) * 0.93)) / 4), 10 ** (ceil(4 * log10(max(values) * 1.07)) / 4)
    return Axis(low, high, begin, end)


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights, moved down where two lie closer than a line of text, and up again where the lowest would leave the picture."""
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    placed = list(heights)
    for before, i in zip(order, order[1:], strict=False):
        placed[i] = max(placed[i], placed[before] + LINE_HEIGHT)
    floor_ = HEIGHT - BOTTOM - 2.0
    for i in reversed(order):
        placed[i] = min(placed[i], floor_)
        floor_ = placed[i] - LINE_HEIGHT
    return placed


def _frame(title: str, height: int = HEIGHT) -> list[str]:
    return [
        f'<rect width="{WIDTH}" height="{height}" rx="6" fill="{PAPER}"/>',
        _text(20, 28, title, "start", INK, 'font-size="15" font-weight="600"'),
    ]


def _whole(parts: Sequence[str], height: int) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif" font-size="12">'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _mark(x: float, y: float, style: int, colour: str) -> str:
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"',
        f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"',
        f'<path d="M{x:.1f} {y - 5:.1f}l4.6 8h-9.2z"',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"',
    )
    return f'{shapes[style % len(shapes)]} fill="{colour}" stroke="{PAPER}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{" " + more if more else ""}/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{" " + more if more else ""}>{escape(text)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
