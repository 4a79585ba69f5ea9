"""A program of its own: a PDF or a picture on stdin, its first pages as one JPEG on stdout.

It knows nothing of the product, and its memory and time are limited: what people attach may be broken.
"""

import io
import resource
import sys

import pypdfium2
from PIL import Image

WIDTH, MAX_PAGES, MAX_HEIGHT = 900, 5, 8_000
CPU_SECONDS, MEMORY_BYTES = 10, 1024**3
Image.MAX_IMAGE_PIXELS = 40_000_000


def pages_of(data: bytes) -> list[Image.Image]:
    """The first pages of a PDF, or the one picture, each as wide as a preview at the most."""
    if not data.startswith(b"%PDF-"):
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]).convert("RGB")
        picture.thumbnail((WIDTH, MAX_HEIGHT))
        return [picture]
    document = pypdfium2.PdfDocument(data)
    drawn = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), MAX_HEIGHT / MAX_PAGES / max(height, 1))
        drawn.append(page.render(scale=scale).to_pil().convert("RGB"))
    return drawn


def joined(pages: list[Image.Image]) -> Image.Image:
    """The pages below each other, with a line between them."""
    height = sum(page.height for page in pages) + len(pages) - 1
    sheet = Image.new("RGB", (max(page.width for page in pages), height), "#c8d0cc")
    at = 0
    for page in pages:
        sheet.paste(page, (0, at))
        at += page.height + 1
    return sheet


def main() -> None:
    """Draw what is on stdin."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    joined(pages_of(sys.stdin.buffer.read())).save(sys.stdout.buffer, "JPEG", quality=82)


if __name__ == "__main__":
    main()
