"""A plot with logarithmic axes as SVG, for the pages of bench/."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 360, 64, 150, 34, 46
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b8860b"]


def fit(points):
    """Exponent and factor of the power law through the points, by least squares of logarithms."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    exponent = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
    return exponent, math.exp(mean_y - exponent * mean_x)


def ticks(low, high):
    """1, 3, 10, 30, ... from the one at or below `low` to the one at or above `high`."""
    every = [factor * 10.0**power for power in range(-6, 13) for factor in (1, 3)]
    first = max(tick for tick in every if tick <= low * 1.0001)
    last = min(tick for tick in every if tick >= high * 0.9999)
    return [tick for tick in every if first <= tick <= last]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def plot(title, x_name, series):
    """`series`: name to points. Each gets dots and the line that fits them, its exponent in the legend."""
    points = [point for some in series.values() for point in some]
    x_ticks = ticks(min(x for x, _ in points), max(x for x, _ in points))
    y_ticks = ticks(min(y for _, y in points), max(y for _, y in points))
    if len(y_ticks) == 1:
        y_ticks = ticks(y_ticks[0] / 2, y_ticks[0] * 2)

    def place(value, marks, begin, end):
        part = math.log(value / marks[0]) / math.log(marks[-1] / marks[0])
        return begin + part * (end - begin)

    def x_of(x):
        return place(x, x_ticks, LEFT, WIDTH - RIGHT)

    def y_of(y):
        return place(y, y_ticks, HEIGHT - BOTTOM, TOP)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
             f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
             f'<text x="{LEFT}" y="20" font-size="14">{escaped(title)}</text>',
             f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escaped(x_name)}</text>']
    for tick in x_ticks:
        parts.append(f'<path d="M{x_of(tick):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/><text x="{x_of(tick):.1f}" '
                     f'y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{tick:,g}</text>')
    for tick in y_ticks:
        parts.append(f'<path d="M{LEFT} {y_of(tick):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 6}" '
                     f'y="{y_of(tick) + 4:.1f}" text-anchor="end">{tick:,g}</text>')
    for (name, some), colour, row in zip(series.items(), COLOURS, range(len(series))):
        exponent, factor = fit(some)
        ends = [min(x for x, _ in some), max(x for x, _ in some)]
        line = " ".join(f"{x_of(x):.1f},{y_of(factor * x**exponent):.1f}" for x in ends)
        parts.append(f'<polyline points="{line}" stroke="{colour}" fill="none"/>')
        parts += [f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in some]
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{TOP + 14 + 34 * row}" fill="{colour}">{escaped(name)}'
                     f'<tspan x="{WIDTH - RIGHT + 10}" dy="15">exponent {exponent:.2f}</tspan></text>')
    return "\n".join(parts) + "\n</svg>\n"
