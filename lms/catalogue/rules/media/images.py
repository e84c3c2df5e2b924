"""Images made anew: only their pixels go through, upright and not larger than a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.catalogue.rules.media.clean import is_clean
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

LONGEST_SIDE = 1600
MOST_PIXELS: Mapping[str, int] = {"JPEG": 30_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""Opened, a pixel takes four bytes; a JPEG is opened at the size that is needed."""
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "RGB", "RGBA", "P"), "WEBP": ("RGB", "RGBA")}
SAVED: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82, "method": 4},
}
# What Pillow says of files that are none, or that want too much.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    ZeroDivisionError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Made:
    """An image to keep."""

    content: bytes
    width: int
    height: int


def made_anew(source: BinaryIO, ending: str, *, as_it_is: bool = False) -> Made:
    """The image without anything that is not seen, or `RuleBroken("file")`.

    `as_it_is`: one that holds nothing else already, and is small enough, keeps its bytes.
    """
    form = FORMATS[ending]
    content = source.read()
    try:
        with Image.open(BytesIO(content), formats=(form,)) as image:
            _refuse(image, MOST_PIXELS[form])
            small = max(image.size) <= LONGEST_SIDE
            if form == "JPEG" and not small:
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            if as_it_is and small and is_clean(content, ending):
                return Made(content, *image.size)
            return _saved(_upright(image), form)
    except BROKEN as broken:
        raise RuleBroken("file", _("This image cannot be read: save it again.")) from broken


def _refuse(image: Image.Image, most: int) -> None:
    """Before a pixel of it is opened."""
    if getattr(image, "n_frames", 1) > 1:
        raise RuleBroken(
            "file", _("Moving images are not taken: they keep some people from reading.")
        )
    if image.width * image.height > most:
        raise RuleBroken(
            "file",
            _(
                "This image has too many pixels: %(most)s million fit.",
                most=most // 1_000_000,
            ),
        )


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    # Reducing a palette would mix its numbers, not its colours.
    if turned.mode == "P" and max(turned.size) > LONGEST_SIDE:
        turned = turned.convert("RGBA")
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return turned


def _saved(image: Image.Image, form: str) -> Made:
    if image.mode not in MODES[form]:
        clear = "A" in image.getbands() or "transparency" in image.info
        image = image.convert("RGBA" if clear and "RGBA" in MODES[form] else "RGB")
    bare = image.copy()
    transparency = image.info.get("transparency") if form == "PNG" else None
    bare.info = {} if transparency is None else {"transparency": transparency}
    written = BytesIO()
    bare.save(written, form, **SAVED[form])
    return Made(written.getvalue(), *bare.size)
