"""The few shapes that the chart is made of."""

from html import escape


def attributes(**values):
    return "".join(
        f' {name.replace("_", "-")}="{escape(shown(value))}"' for name, value in values.items() if value is not None
    )


def shown(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def element(name, content=None, **values):
    opening = f"<{name}{attributes(**values)}"
    return f"{opening}/>" if content is None else f"{opening}>{content}</{name}>"


def text(words, x, y, **values):
    return element("text", escape(words), x=x, y=y, **values)


def line(x1, y1, x2, y2, **values):
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **values)


def box(x, y, width, height, **values):
    return element("rect", x=x, y=y, width=width, height=height, **values)


def marker(shape, x, y, size, **values):
    """A mark whose middle is there; a title in it is what a browser shows when it is pointed at."""
    title = values.pop("title", None)
    content = element("title", escape(title)) if title else ""
    if shape == "circle":
        return element("circle", content, cx=x, cy=y, r=size, **values)
    half = size * (0.88 if shape == "square" else 1.25)
    if shape == "square":
        points = [(-half, -half), (half, -half), (half, half), (-half, half)]
    elif shape == "diamond":
        points = [(0, -half), (half, 0), (0, half), (-half, 0)]
    else:
        points = [(0, -half), (half, half * 0.75), (-half, half * 0.75)]
    return element("polygon", content, points=" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points), **values)
