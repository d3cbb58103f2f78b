"""A drawing as SVG that stands inside a page: the page's style sheet has a colour for every tone, also in the dark."""

from markupsafe import Markup, escape

from templates.drawings.marks import WIDTH, Box, Dot, Drawing, Line, Mark, Words


def written(drawing: Drawing) -> Markup:
    """The element; as wide as what it stands in. People's words are escaped."""
    inside = Markup("").join(_mark(each) for each in drawing.marks)
    head = Markup('<svg viewBox="0 0 {} {:g}" role="img" aria-label="{}">').format(WIDTH, drawing.height, drawing.told)
    return head + inside + Markup("</svg>")


def _mark(mark: Mark) -> Markup:
    match mark:
        case Box():
            place = Markup('x="{:g}" y="{:g}" width="{:.4g}" height="{:g}"').format(
                mark.x, mark.y, mark.width, mark.height
            )
            return Markup('<rect {} class="t-{}"/>').format(place, mark.tone)
        case Line():
            points = " ".join(f"{x:.4g},{y:.4g}" for x, y in mark.points)
            dashes = Markup(' stroke-dasharray="3 3"') if mark.is_dashed else ""
            return Markup('<polyline points="{}" class="t-{}" stroke-width="{:g}"{}/>').format(
                points, mark.tone, mark.width, dashes
            )
        case Dot():
            return Markup('<circle cx="{:.4g}" cy="{:.4g}" r="{:g}" class="t-{}"/>').format(
                mark.x, mark.y, mark.radius, mark.tone
            )
        case Words():
            place = Markup('x="{:.4g}" y="{:.4g}" font-size="{:.3g}" text-anchor="{}"').format(
                mark.x, mark.y, mark.size, mark.anchor
            )
            whole = Markup("<title>{}</title>").format(mark.whole) if mark.whole else ""
            return Markup('<text {} class="t-{}">{}{}</text>').format(place, mark.tone, escape(mark.text), whole)
