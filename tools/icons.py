"""Draw the two icons of the Teams app with nothing but the standard library: `python -m tools.icons`.

The colour icon is a white shield with a check mark on a rounded purple square, 192 by 192. The outline icon is the
shield's white outline on nothing, 32 by 32. Shapes are functions of a point in the unit square.
"""

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise, product
from math import hypot
from pathlib import Path

Pixel = tuple[int, int, int, int]

FOLDER = Path(__file__).parents[1] / "manifest"
PURPLE: Pixel = (75, 46, 131, 255)
WHITE: Pixel = (255, 255, 255, 255)
NOTHING: Pixel = (255, 255, 255, 0)
FADED: Pixel = (75, 46, 131, 0)
_FINE = 4  # points looked at in each direction of a pixel, which smooths edges


def square(x: float, y: float) -> bool:
    """A square with rounded corners that fills the picture."""
    radius = 0.2
    return hypot(max(abs(x - 0.5) - 0.5 + radius, 0), max(abs(y - 0.5) - 0.5 + radius, 0)) <= radius


def shield(x: float, y: float, *, inset: float = 0.0) -> bool:
    """A shield: straight sides, then a curve to its point; `inset` makes it smaller all around."""
    top, shoulder, point, width = 0.17 + inset, 0.45, 0.86 - 1.3 * inset, 0.29 - inset
    if not top <= y <= point:
        return False
    fall = max(0.0, (y - shoulder) / (point - shoulder))
    return abs(x - 0.5) <= width * (1 - fall * fall)


def tick(x: float, y: float, *, stroke: float) -> bool:
    """A check mark of this stroke."""
    corners = ((0.375, 0.475), (0.47, 0.575), (0.635, 0.375))
    return any(_distance((x, y), start, end) <= stroke / 2 for start, end in pairwise(corners))


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    kept = min(1.0, max(0.0, along))
    return hypot(x - ax - kept * (bx - ax), y - ay - kept * (by - ay))


def color(x: float, y: float) -> Pixel:
    """The colour icon at this point."""
    if not square(x, y):
        return FADED
    return WHITE if shield(x, y) and not tick(x, y, stroke=0.075) else PURPLE


def outline(x: float, y: float) -> Pixel:
    """The outline icon at this point: it fills its picture better than the colour icon's shield does."""
    x, y = 0.5 + (x - 0.5) * 0.76, 0.515 + (y - 0.5) * 0.76
    rim = shield(x, y) and not shield(x, y, inset=0.06)
    return WHITE if rim or tick(x, y, stroke=0.07) else NOTHING


def picture(at: Callable[[float, float], Pixel], side: int) -> list[list[Pixel]]:
    """Rows of pixels, each the mean of a few points."""
    return [[_pixel(at, side, column, row) for column in range(side)] for row in range(side)]


def _pixel(at: Callable[[float, float], Pixel], side: int, column: int, row: int) -> Pixel:
    steps = [(each + 0.5) / _FINE for each in range(_FINE)]
    points = [at((column + dx) / side, (row + dy) / side) for dy, dx in product(steps, steps)]
    red, green, blue, alpha = (round(sum(channel) / len(points)) for channel in zip(*points, strict=True))
    return red, green, blue, alpha


def png(rows: list[list[Pixel]]) -> bytes:
    """The rows as a PNG, 8 bits, with alpha."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    body = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write both icons into the manifest folder."""
    (FOLDER / "color.png").write_bytes(png(picture(color, 192)))
    (FOLDER / "outline.png").write_bytes(png(picture(outline, 32)))


if __name__ == "__main__":
    main()
