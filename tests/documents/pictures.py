"""What a PDF looks like: its pages as grey pictures, and the ink on them."""

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

MM = 72 / 25.4


def pages(pdf: bytes, scale: float = 1) -> list[Image.Image]:
    """The pages in grey, 72 dots an inch times `scale`."""
    return [page.render(scale=scale).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that is not white."""
    return picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()


def inked_edges(pdf: bytes, edge_mm: float = 8) -> list[str]:
    """Where a printer would cut something off: pages with ink nearer to an edge than `edge_mm`."""
    found = []
    for number, picture in enumerate(pages(pdf), start=1):
        box, edge = ink(picture), edge_mm * MM
        if box and (
            box[0] < edge
            or box[1] < edge
            or box[2] > picture.width - edge
            or box[3] > picture.height - edge
        ):
            found.append(f"page {number}: ink at {box} of {picture.size}")
    return found


def drawn_by_hand(char: str, font: str, size: int = 400) -> Image.Image:
    """The character as the font file has it, drawn by another library."""
    picture = Image.new("L", (size * 2, size * 2), 255)
    ImageDraw.Draw(picture).text((size // 2, size // 4), char, 0, ImageFont.truetype(font, size))
    return picture


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of two glyphs lies on each other, 0 to 1, whatever their size."""
    glyphs = [
        picture.crop(ink(picture)).resize((96, 96)).point(lambda grey: 255 if grey < 128 else 0)
        for picture in (one, other)
    ]
    both = ImageChops.logical_and(*(g.convert("1") for g in glyphs)).convert("L").histogram()[255]
    either = ImageChops.logical_or(*(g.convert("1") for g in glyphs)).convert("L").histogram()[255]
    return both / either
