"""Files for tests, made on the spot."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(name: str = "picture.png", size: tuple[int, int] = (32, 18)) -> SimpleUploadedFile:
    """A small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", size, (11, 78, 162)).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/png")
