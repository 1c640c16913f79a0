"""A signature that nobody wrote: loops of ink on nothing."""

from __future__ import annotations

from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT, INK = 820, 260, (22, 42, 110, 255)
STEPS, LOOPS = 700, 7


def drawn_signature() -> bytes:
    """A transparent PNG, always the same."""
    image = Image.new("RGBA", (WIDTH, HEIGHT), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    points = [_point(step / STEPS) for step in range(STEPS + 1)]
    draw.line(points, INK, 7, joint="curve")
    draw.line([(60, 205), (360, 190), (760, 168)], INK, 5, joint="curve")
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _point(part: float) -> tuple[float, float]:
    """A pen that goes to the right in loops that grow smaller."""
    size = 74 * (1 - part * 0.72) * (1 + 0.35 * sin(part * 17))
    turn = part * LOOPS * 2 * pi
    return 90 + part * 620 + size * 0.8 * sin(turn), 130 - size * cos(turn)
