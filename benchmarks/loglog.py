"""A plot with two logarithmic axes, as SVG: the cost of work at several sizes, and the exponent of its growth."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 460, 70, 190, 48, 56
COLOURS = ("#1a1a1a", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b08900", "#56b4e9")


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The exponent of the size that fits the costs best: the slope of the least-squares line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def draw(
    file: Path, title: str, across: str, up: str, sizes: Sequence[float], series: Mapping[str, Sequence[float]]
) -> None:
    """Write the plot. Each of `series` has one positive cost per size, and is shown with its exponent.

    A dashed line through the first point of the first series shows linear growth.
    """
    every = [cost for costs in series.values() for cost in costs]
    low_x, high_x = log10(min(sizes)) - 0.08, log10(max(sizes)) + 0.08
    low_y, high_y = floor(log10(min(every))), ceil(log10(max(every)))

    def x(size: float) -> float:
        return LEFT + (log10(size) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT)

    def y(cost: float) -> float:
        return HEIGHT - BOTTOM - (log10(cost) - low_y) / (high_y - low_y) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(18 {HEIGHT / 2:.0f}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
    ]
    for power in range(low_y, high_y + 1):
        for digit in range(1, 10 if power < high_y else 2):
            at, shade = y(digit * 10.0**power), "#bbb" if digit == 1 else "#eee"
            parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{shade}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(10.0**power) + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,.0f}</text>')
    first = next(iter(series.values()))[0]
    linear = first * max(sizes) / min(sizes)
    parts.append(
        f'<path d="M{x(min(sizes)):.1f} {y(first):.1f}L{x(max(sizes)):.1f} {y(min(linear, 10.0**high_y)):.1f}" '
        'stroke="#888" stroke-dasharray="5 4"/>'
    )
    labels: list[float] = []
    for colour, (name, costs) in zip(COLOURS, series.items(), strict=False):
        points = [(x(s), y(c)) for s, c in zip(sizes, costs, strict=True)]
        path = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
        at = points[-1][1] + 4
        while any(abs(at - other) < 14 for other in labels):
            at += 1
        labels.append(at)
        shown = escape(f"{name}, n^{exponent(sizes, costs):.2f}")
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{at:.1f}" fill="{colour}">{shown}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{TOP + 4}" fill="#888">dashed: linear</text>')
    file.write_text("\n".join([*parts, "</svg>", ""]), "utf-8")
